"""The hook after an edit, as long as it says nothing: most edits are of files that are no sessions.

An event is read as `commands.hook` reads it, but in all dialects at once: each of the names for an edit is one to a
dialect, or nothing, and the files are all that any of them would see. Nothing is said where these are no sessions, or
clean ones. In any doubt the ordinary way gets what was on standard input, as if nobody had read it.
"""

import _json
import os
import sys

from .. import standard_input, tool_input
from . import CONFIGS, Doubt, around, judged, now, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_AGENTS = ("auto", "claude", "codex", "gemini", "cursor", "copilot")
_WORDS = ("afteredit", "posttooluse", "aftertool", "afterfileedit")  # see `agents.kind`
_NAMES = ("PostToolUse", "AfterTool", "postToolUse")  # see `EVENTS` of each dialect
_SESSIONS = "/.agents/sessions"
_PATIENCE = 1.0  # seconds for git, since the ordinary way may have to wait for it, too
_BLANK = " \t\n\r"


class _Json:
    """How `_json` reads for `json.loads`."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def answer(arguments: "Sequence[str]") -> str:
    """Give the empty text if that is what the hook answers, for certain. Raises Doubt, and whatever goes wrong."""
    if not _is_edit(arguments) or sys.stdin is None or sys.stdin.isatty():
        raise Doubt
    try:
        _listen()
    except KeyboardInterrupt:
        return ""  # as `commands.hook` ends then
    return ""


def _is_edit(arguments: "Sequence[str]") -> bool:
    """Whether a call is about an edit, or leaves it to standard input to say what it is about."""
    given, asked = list(arguments), False
    while given:
        word = given.pop(0)
        option, _, value = word.partition("=")
        if option == "--agent":
            if (value or (given.pop(0) if given else "")) not in _AGENTS:
                return False
        elif asked or word.replace("-", "").replace("_", "").lower() not in _WORDS:
            return False
        else:
            asked = True
    return True


def _listen() -> None:
    """Read standard input, and see that there is nothing to say to it. Raises Doubt, or whatever goes wrong."""
    try:
        data = standard_input.read()
    except OSError as error:
        standard_input.give_back(error)
        raise
    try:
        _look(data)
    except Exception:
        standard_input.give_back(data)
        raise


def _look(data: bytes) -> None:
    """See that there is nothing to say to an event. Raises Doubt, or whatever goes wrong."""
    if not data.strip():
        return
    if len(data) > standard_input.MOST:
        raise Doubt
    event = _json_of(data.decode())
    if not isinstance(event, dict) or event.get("agent_id"):  # a sub-agent
        return
    name = _text(event, "hook_event_name", "hookEventName")
    if name and name not in _NAMES:
        raise Doubt
    cwd = _text(event, "cwd")
    if not cwd and "workspace_roots" in event:  # Cursor's, which stand in for it
        raise Doubt
    if not (os.path.isabs(cwd) and "\0" not in cwd and os.path.isdir(cwd)):
        cwd = os.getcwd()
    places = [os.path.normpath(os.path.join(cwd, path)) for path in _paths(event) if "\0" not in path]
    sessions = [place for place in places if _is_session(place)]
    unclear = [place for place in places if place not in sessions and _may_be_session(place)]
    if sessions and unclear:  # in which repository?
        raise Doubt
    if unclear:
        now(os.environ)
        for place in unclear:
            around(_repository(os.path.dirname(place))[-1])
    if sessions:
        folder = os.path.dirname(sessions[0])
        above = _repository(folder)
        home = above[-1] if above else folder[: -len(_SESSIONS)] or "/"  # `places.home`
        judged(home, sessions, now(os.environ), patience=_PATIENCE)


def _json_of(text: str) -> object:
    """Read JSON to the end of the text. Raises Doubt, and what `_json` raises."""
    start = len(text) - len(text.lstrip(_BLANK))
    value, end = _json.make_scanner(_Json())(text, start)  # type: ignore[arg-type]  # as `json` calls it
    if text[end:].strip(_BLANK):
        raise Doubt
    return value


def _text(event: "dict[str, object]", *keys: str) -> str:
    for key in keys:
        value = event.get(key)
        if isinstance(value, str) and value:
            return value
    return ""


def _paths(event: "dict[str, object]") -> "Sequence[str]":
    """Give the files of an edit; `toolArgs` and `toolName` are Copilot's, and count where the others have nothing."""
    names = ("tool_name",) if "tool_input" in event else ("tool_name", "toolName")
    given = event.get("tool_input", event.get("toolArgs"))
    if isinstance(given, str) and given.lstrip()[:1] == "{":
        given = _json_of(given)
    return tool_input.edited(given, _text(event, *names))


def _is_session(place: str) -> bool:
    """Whether a file lies where sessions do. Raises Doubt for one there with the name of none."""
    folder, name = os.path.split(place)
    if place[:2] == "//" or (folder.endswith(_SESSIONS) and (name[-3:] != ".md" or name == "README.md")):
        raise Doubt
    return folder.endswith(_SESSIONS)


def _may_be_session(place: str) -> bool:
    """Whether a config may say that a file elsewhere is a session: see `nearby`."""
    for above in _repository(os.path.dirname(place)):
        for config in CONFIGS:
            data = _read_if_there(f"{above}/{config}")
            if (b"files" in data or b"extend" in data) and (config != CONFIGS[-1] or b"session-lint" in data):
                return True
    return False


def _repository(folder: str) -> list[str]:
    """Give a folder and those above it up to the root of its repository; none outside of one."""
    found = [folder]
    while not os.path.exists(f"{folder}/.git"):
        if folder == "/":
            return []
        folder = os.path.dirname(folder)
        found.append(folder)
    return found


def _read_if_there(place: str) -> bytes:
    try:
        return read(place)
    except (FileNotFoundError, NotADirectoryError):
        return b""
