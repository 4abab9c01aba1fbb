"""Opens a file in the editor that the user's environment names, and waits until it is closed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping

from .failure import Failure
from .text import shown


def command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Give the words of VISUAL, else of EDITOR. Raises Failure where neither names a program that is there."""
    name, written = next(
        ((name, text) for name in ("VISUAL", "EDITOR") if (text := environment.get(name, "").strip())), ("", "")
    )
    if not written:
        raise Failure("--edit: neither VISUAL nor EDITOR names an editor", "set one of them, as in `EDITOR=vi`")
    try:
        words = tuple(shlex.split(written))
    except ValueError:
        raise Failure(f"--edit: {name} is {shown(written)}, whose quotes do not match", "mend it") from None
    if not words or not shutil.which(words[0]):
        raise Failure(f"--edit: there is no program {shown(words[0] if words else written)}", f"set {name} to another")
    return words


def open_file(words: tuple[str, ...], place: str) -> None:
    """Open a file, by its absolute place. Raises Failure when the editor cannot be run or ends with an error."""
    try:
        code = subprocess.run((*words, place), check=False).returncode  # noqa: S603 -- the user's own words
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        raise Failure(
            f"the editor {shown(words[0])} cannot be run: {why}", "the session is written all the same"
        ) from None
    if code:
        end = f"ended with {code}" if code > 0 else f"was ended by signal {-code}"
        raise Failure(f"the editor {shown(os.path.basename(words[0]))} {end}", "the session is written")
