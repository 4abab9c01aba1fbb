"""Front matter of the plainest kind: block mappings and lists, with values of one line whose meaning is beyond doubt.

Whatever else YAML has is left to its parser: scalars of several lines, escapes, anchors, tags, braces. Of values that
are no text it matters only that they are none.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DIGITS = {ord(digit): "0" for digit in "123456789"}
"""Makes of each digit a `0`, to see the shape of a date."""

_DAY = 86_400
_MOST_BYTES = 32_768
_DEEPEST = 20
_NULLS = ("null", "Null", "NULL")
_BOOLEANS = ("true", "True", "TRUE", "false", "False", "FALSE")
_NO_TEXT = object()
_DOUBT = object()
_NOTHING = (-1, False, "", None)  # a line without a key or an item
_BELOW = object()  # in place of a value that may follow below its key

_MOST_KNOWN = 2000
_known: "dict[str, tuple[int, bool, str, Any]]" = {}
_keys: set[str] = set()
_days: dict[str, int | None] = {}


def read(text: str) -> "tuple[dict[str, Any], int] | None":
    """Give the front matter as data, and where the body begins; None in doubt.

    Where there is some, the rules on reading it are silent: frontmatter-missing, frontmatter-unclosed,
    frontmatter-syntax and duplicate-key.
    """
    end = text.find("\n---", 3)
    if text[:4] != "---\n" or end < 0 or end > _MOST_BYTES or text[end + 4 : end + 5] != "\n":
        return None
    data = _mapping(text[4:end].split("\n"))
    return None if data is None else (data, end + 5)


def instant(written: object) -> int | None:
    """Give a timestamp that is written as it should be in seconds since 1970; None for any other."""
    if type(written) is not str or written.translate(DIGITS) != "0000-00-00T00:00:00Z":
        return None
    return seconds(written[:10], written[11:13], written[14:16], written[17:19])


def seconds(date: str, hour: str, minute: str, second: str) -> int | None:
    """Give a moment in seconds since 1970; None for one that does not exist, or in a year that nobody writes."""
    day = _days[date] if date in _days else _day(date)
    if day is None or hour > "23" or minute > "59" or second > "59":
        return None
    return day + int(hour) * 3600 + int(minute) * 60 + int(second)


def _day(date: str) -> int | None:
    """Give the moment at which a day (`20251204`, `2025-12-04`) begins."""
    year, month, day = int(date[:4]), int(date[-5:-3] if date[4] == "-" else date[4:6]), int(date[-2:])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    _days[date] = None
    if 1970 <= year <= 2999 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]:
        before = year - 1
        leaps = before // 4 - before // 100 + before // 400 - 477  # there were 477 up to 1969
        _days[date] = ((year - 1970) * 365 + leaps + sum(lengths[: month - 1]) + day - 1) * _DAY
    return _days[date]


def _mapping(lines: list[str]) -> "dict[str, Any] | None":
    """Give the data of a block."""
    node: Any = {}
    root, indent = node, 0
    outer: list[tuple[int, Any]] = []  # what the node at hand is in
    waiting: str | None = None  # a key of the node whose value may follow
    known = _known
    for line in lines:
        parsed = known.get(line) or _parsed(line)
        if parsed is None:
            return None
        at, item, key, value = parsed
        if at != indent:
            if at < 0:
                continue
            if at > indent:
                if waiting is None or len(outer) > _DEEPEST:
                    return None
                outer.append((indent, node))
                node[waiting] = node = [] if item else {}
                indent = at
            else:
                while at < indent:
                    indent, node = outer.pop()
                if at != indent:
                    return None
        waiting = None
        if item:
            if type(node) is not list:
                return None
            if not key:
                node.append(value)
                continue
            outer.append((indent, node))
            below: dict[str, Any] = {}
            node.append(below)
            node, indent = below, indent + 2
        elif type(node) is not dict or key in node:  # duplicate-key
            return None
        if value is _BELOW:
            value, waiting = None, key
        node[key] = value
    return root  # type: ignore[no-any-return]


def _parsed(line: str) -> "tuple[int, bool, str, Any] | None":
    """Give a line's indentation, whether an item begins there, its key and its value; None in doubt."""
    head, colon, rest = line.partition(":")
    if (
        colon
        and rest[:2] == ' "'
        and rest[-1] == '"'
        and rest.count('"') == 2
        and "\\" not in rest
        and "\t" not in rest
    ):
        key = head.lstrip(" ")
        item = key[:2] == "- "
        if _is_key(key[2:] if item else key):  # most lines are such
            return len(head) - len(key), item, key[2:] if item else key, rest[2:-1]
    found: tuple[int, bool, str, Any] | None = None
    bare = line.strip(" ")
    if not bare or bare[0] == "#":
        return _NOTHING
    at = len(line) - len(line.lstrip(" "))
    item = bare[:2] == "- "
    if item:
        bare = bare[2:]
    key, colon, rest = bare.partition(":")
    if item and (bare[0] in "\"'[" or not colon or (rest and ": " not in bare and bare[-1] != ":")):
        value = _value(bare)
        found = None if value is _DOUBT else (at, True, "", value)
    elif colon and _is_key(key):
        value = _value(rest.lstrip(" ")) if rest[:1] == " " else _DOUBT if rest else _BELOW
        found = None if value is _DOUBT else (at, item, key, value)
    if found and len(line) < 40:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known[line] = found
    return found


def _is_key(key: str) -> bool:
    if key in _keys:
        return True
    letters = key.replace("_", "").replace("-", "")
    if not (letters.isascii() and letters.isalnum() and key[0].isalpha() and len(key) < 100):
        return False
    if len(_keys) < _MOST_KNOWN:
        _keys.add(key)
    return True


def _value(written: str) -> object:
    """Give what a value on one line means."""
    first = written[0]
    if "\t" in written:
        return _DOUBT
    if first in "\"'":
        end = written.find(first, 1)
        text, rest = written[1:end], written[end + 1 :]
        commented = not rest or (rest[0] == " " and rest.lstrip(" ")[0] == "#")
        return text if end > 0 and commented and (first == "'" or "\\" not in text) else _DOUBT
    if first == "[":
        return [] if written == "[]" else _list(written)
    written = written.partition(" #")[0].rstrip(" ")
    if not first.isalnum() or ": " in written or written[-1] == ":":
        return _DOUBT
    if written in _NULLS:
        return None
    if written in _BOOLEANS:
        return _NO_TEXT
    if first.isdigit() and " " not in written:  # perhaps a number
        return _NO_TEXT if len(written) < 300 else _DOUBT
    return written


def _list(written: str) -> object:
    """Look whether something in brackets is a list of plain words."""
    if written[-1] != "]":
        return _DOUBT
    for item in written[1:-1].split(","):
        word = item.strip(" ")
        if word[:1] in ("'", '"') and word[-1:] == word[:1]:
            word = word[1:-1]
        letters = word.replace("-", "").replace("_", "").replace(".", "").replace("/", "").replace(" ", "")
        if not (letters.isascii() and letters.isalnum() and word[0].isalnum() and len(word) < 300):
            return _DOUBT
    return _NO_TEXT
