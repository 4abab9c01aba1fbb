"""Which files the input of an agent's tool names. Pure, and cheap to load: a hook asks this at each edit."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PATHS = ("file_path", "filePath", "path", "absolute_path", "notebook_path", "target_file")
_LISTS = ("files", "edits", "paths", "replacements")
_PATCHES = ("command", "input", "patch", "cmd")
_MOST = 50
# VS Code runs a hook at every tool, whatever its matcher says.
_READING = ("read", "view", "grep", "glob", "search", "list", "fetch", "find")
_WRITING = ("write", "replace", "edit", "patch", "create", "insert")  # Cursor has a tool `search_replace`
# How a line of a patch in the format of Codex begins that names a file.
_PATCHED = ("*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: ")


def edited(given: object, tool: str) -> tuple[str, ...]:
    """Give the files that the input of a tool names: by a path, by several, or in the text of a patch.

    There are none for a tool that only reads. The input may also come as JSON in text.
    """
    name = tool.lower()
    if any(word in name for word in _READING) and not any(word in name for word in _WRITING):
        return ()
    found: dict[str, None] = {}
    for path in _named(_parsed(given)):
        found.setdefault(path.strip())
        if len(found) == _MOST:
            break
    return tuple(filter(None, found))


def _parsed(given: object) -> object:
    if not (isinstance(given, str) and given.lstrip().startswith("{")):
        return given
    import json  # imported late: slow to load

    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return None


def _named(given: object) -> "Iterator[str]":
    if isinstance(given, str):
        yield from _patched(given)
    if not isinstance(given, dict):
        return
    yield from (value for key in _PATHS if isinstance(value := given.get(key), str))
    for key in _LISTS:
        for item in _listed(given.get(key)):
            if isinstance(item, str):
                yield item
            elif isinstance(item, dict):
                yield from (value for name in _PATHS if isinstance(value := item.get(name), str))
    for key in _PATCHES:
        for part in (given.get(key), *_listed(given.get(key))):
            if isinstance(part, str):
                yield from _patched(part)


def _patched(patch: str) -> "Iterator[str]":
    for line in patch.split("\n") if "*** " in patch else ():
        if line.startswith(_PATCHED) and (path := line.partition(": ")[2].partition("\r")[0]):
            yield path


def _listed(value: object) -> list[object]:
    return value[:_MOST] if isinstance(value, list) else []
