"""Regular expressions that are compiled when they are first used: most runs meet few of those that there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class _Regex:
    """Stands for a compiled expression, and becomes one at the first use."""

    def __init__(self, source: str | bytes, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Give what the compiled expression has by this name, and keep it: the next time nobody comes here."""
        found = getattr(re.compile(self._source, self._flags), name)
        self.__dict__[name] = found
        return found


if TYPE_CHECKING:
    from re import compile as regex
else:
    regex = _Regex

__all__ = ["regex"]
