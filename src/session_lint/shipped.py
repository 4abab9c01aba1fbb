"""The data files that come with the package: presets, JSON Schemas, completion scripts."""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.abspath(__file__))
# A wheel has the schemas inside the package; an editable install has them where they are written, in the checkout.
_FOLDERS = (
    os.path.join(_HERE, "profiles"),
    os.path.join(_HERE, "completions"),
    os.path.join(_HERE, "schemas"),
    os.path.join(_HERE, "..", "..", "schemas"),
)


def read(name: str) -> str:
    """Give the text of a shipped file. Raises FileNotFoundError for one that is not there, a fault of the install."""
    for folder in _FOLDERS:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                return file.read()
    raise FileNotFoundError(f"{name} is missing from this installation of session-lint; install it again")
