"""Changes of a JSON text that keep every other byte: values with their places, and what is put in or taken out there.

What is taken out is what was put in, byte for byte. A container that was there empty takes its first value right behind
the bracket, and one that was put in has a line break there: by that `without` knows which containers go, too.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from .regex import regex
from .text import BOM, LineIndex, Span
from .values import dataclass

UNIT = "  "
"""The indentation of a text that shows none."""

_TOKEN = regex(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s"\[\]{},:]+')
_BLANKS = regex(r"[ \t]*")
_DIGITS = 1000
_BREAKS = ("\n", "\r")


@dataclass(frozen=True, eq=False)
class Value:
    """A value: its place, and what an object (keys) or an array (indices) holds.

    `key_start` is where the key before it begins, or for what has none its own start. A key that is there twice is
    held twice.
    """

    span: Span
    kind: str
    key_start: int
    entries: tuple[tuple[str | int, Value], ...] = ()

    def get(self, key: str | int) -> Value | None:
        """Give the value of a key; the last one, as JSON readers do."""
        return next((value for name, value in reversed(self.entries) if name == key), None)

    def count(self, key: str) -> int:
        """Count how often a key is there."""
        return sum(name == key for name, _ in self.entries)


@dataclass(frozen=True)
class Fault:
    """Why a text is no JSON, in words, and where."""

    words: str
    offset: int


@dataclass(frozen=True)
class Json:
    """A text that is JSON."""

    text: str

    @classmethod
    def read(cls, text: str) -> Json | Fault:
        """Read a text; a byte order mark before it stays. Never raises."""
        head = len(text) - len(text.removeprefix(BOM))
        try:
            json.loads(text[head:], parse_constant=_refused, parse_int=str)
        except json.JSONDecodeError as error:
            return Fault(error.msg[:1].lower() + error.msg[1:], error.pos + head)
        except ValueError as error:  # NaN and the like, which are no JSON
            return Fault(str(error), head)
        except RecursionError:
            return Fault("it is nested too deep", head)
        return cls(text)

    def data(self, value: Value) -> Any:
        """Give what a value says."""
        return json.loads(self.text[value.span.start : value.span.end], parse_int=_integer)

    @cached_property
    def root(self) -> Value:
        """The outermost value."""
        return _parsed(self.text)

    def at(self, path: tuple[str | int, ...]) -> Value:
        """Give the value to which keys and indices lead. Raises KeyError."""
        value = self.root
        for key in path:
            found = value.get(key)
            if found is None:
                raise KeyError(key)
            value = found
        return value

    @cached_property
    def newline(self) -> str:
        """The line end that the text uses first."""
        return LineIndex(self.text).newline

    @cached_property
    def unit(self) -> str:
        """One step of indentation: that of the first value on a line of its own in the outermost one."""
        for _, value in self.root.entries[:1]:
            if self._is_on_own_line(value):
                return self._indent(value.key_start) or UNIT
        return UNIT

    def with_value(self, container: Value, key: str | None, data: Any) -> Json:
        """Put a value at the end of an object, under a key, or of an array."""
        inside = container.span.start + 1
        if not container.entries:
            base = self._indent(container.span.start)
            return self._spliced(Span(inside, inside), self._rendered(key, data, base))
        _, last = container.entries[-1]
        own_line = self._is_on_own_line(last)
        base = self._indent(last.key_start if own_line else container.span.start)
        lead = self.newline + base if own_line else " "
        return self._spliced(Span(last.span.end, last.span.end), f",{lead}{self._rendered(key, data, base)}")

    def replaced(self, value: Value, data: Any) -> Json:
        """Put another value in the place of one."""
        return self._spliced(value.span, self._rendered(None, data, self._indent(value.key_start)))

    def without(self, path: tuple[str | int, ...]) -> Json:
        """Take out a value, and what held nothing else and was put in with it; never the outermost one."""
        chain = [self.at(path[:length]) for length in range(len(path) + 1)]
        while len(chain) > 2 and len(chain[-2].entries) == 1 and self.was_put_in(chain[-2]):  # noqa: PLR2004
            chain.pop()
        container, value = chain[-2:]
        values = [one for _, one in container.entries]
        at = values.index(value)
        if at:
            return self._spliced(Span(values[at - 1].span.end, value.span.end), "")
        end = values[1].key_start if len(values) > 1 else value.span.end
        return self._spliced(Span(value.key_start, end), "")

    def was_put_in(self, container: Value) -> bool:
        """Whether a container of one value or more begins as those that `with_value` writes."""
        return self.text[container.span.start + 1 : container.span.start + 2] in _BREAKS

    def _is_on_own_line(self, value: Value) -> bool:
        before = self.text[: value.key_start].rstrip(" \t")
        return before.endswith(_BREAKS)

    def _indent(self, offset: int) -> str:
        """Give the blanks at the beginning of the line that holds the offset."""
        start = max(self.text.rfind(mark, 0, offset) for mark in _BREAKS) + 1
        if start == 0 and self.text.startswith(BOM):
            start = 1
        found = _BLANKS.match(self.text, start)
        return found[0] if found else ""

    def _rendered(self, key: str | None, data: Any, base: str) -> str:
        text = json.dumps(data, indent=self.unit, ensure_ascii=False)
        written = text.replace("\n", self.newline + base)
        return written if key is None else f"{json.dumps(key, ensure_ascii=False)}: {written}"

    def _spliced(self, span: Span, text: str) -> Json:
        return Json(self.text[: span.start] + text + self.text[span.end :])


def rendered(data: Any) -> str:
    """Give a text of its own for some data."""
    return json.dumps(data, indent=UNIT, ensure_ascii=False) + "\n"


def _integer(digits: str) -> int | str:
    """Give a number; or its digits, where they are more than Python reads."""
    return int(digits) if len(digits) < _DIGITS else digits


def _refused(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


@dataclass
class _Open:
    start: int
    key_start: int
    kind: str
    entries: list[tuple[str | int, Value]]
    key: tuple[str, int] | None = None


def _parsed(text: str) -> Value:
    """Read what is known to be JSON, without recursion."""
    root = _Open(0, 0, "", [])
    stack = [root]
    for token in _TOKEN.finditer(text, len(text) - len(text.removeprefix(BOM))):
        word, top = token[0], stack[-1]
        key_start = top.key[1] if top.key else token.start()
        if word in "{[":
            stack.append(_Open(token.start(), key_start, word, []))
        elif word in "}]":
            stack.pop()
            _add(stack[-1], Value(Span(top.start, token.end()), top.kind, top.key_start, tuple(top.entries)))
        elif word in {":", ","}:
            continue
        elif top.kind == "{" and top.key is None:
            top.key = (json.loads(word), token.start())
        else:
            _add(top, Value(Span(token.start(), token.end()), '"' if word[0] == '"' else "", key_start))
    return root.entries[0][1]


def _add(to: _Open, value: Value) -> None:
    to.entries.append((to.key[0] if to.key else len(to.entries), value))
    to.key = None
