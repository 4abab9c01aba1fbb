"""The plugin `acme`: its rules. A new one is one file beside this, and one name below."""

from __future__ import annotations

from .home_path import HomePath

RULES = (HomePath,)
