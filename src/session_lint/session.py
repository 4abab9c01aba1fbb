"""One session file as a value: its name, front matter, body, and what could not be read."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from . import conflicts, frontmatter, markdown, secrecy, timestamps
from .conflicts import Conflict
from .diagnostic import Problem, ProblemKind
from .filename import FileName
from .frontmatter import FrontMatter
from .log import Entry
from .markdown import Body, Heading, Section, Task
from .profile import ARCHIVE, Finished, Path, Profile, State
from .regex import regex
from .secrecy import Mask, Secret
from .text import LineIndex, Span, letters
from .values import dataclass

# C0 controls that no text has. TAB, LF, VT, FF and CR are text; DEL, C1 and U+0085 are odd, and readable.
_CONTROL = regex("[\x00-\x08\x0e-\x1f]")
_CONTROLS = bytes(0 if byte < 0x20 and byte not in b"\t\n\v\f\r" else 1 for byte in range(256))  # noqa: PLR2004
_MAX_CONTROLS = 10
_NAMES = {"\x00": "NUL", "\x07": "BEL", "\x08": "BS", "\x1b": "ESC"}
# Words among those for work that is over which say that nobody finished it.
_GIVEN_UP = frozenset(("abandoned", "canceled", "cancelled", "discarded", "dropped", "obsolete", "superseded"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, eq=False)
class Session:
    """A session file. `path` is relative to the root, with `/`; `problems` say why its text cannot be judged."""

    path: str
    text: str
    profile: Profile
    lines: LineIndex
    front: FrontMatter
    problems: tuple[Problem, ...] = ()

    @cached_property
    def body(self) -> Body:
        """What stands behind the front matter. Reading it is most of the work, and not everybody asks for it."""
        return Body(Span(0, 0)) if self.problems else markdown.read(self.text, self.lines, self.front.body)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.rpartition("/")[2]

    @cached_property
    def file_name(self) -> FileName:
        """The file's name in parts."""
        return self.profile.filename.read(self.name)

    @property
    def readable(self) -> bool:
        """Whether there is a text that rules can judge."""
        return not self.problems

    def value(self, field: str) -> Any:
        """Give the front matter's value for a known field; None when it is absent, null or unreadable."""
        path = self.profile.path(field)
        data: Any = self.front.data if path else None
        for key in path or ():
            data = data.get(key) if isinstance(data, dict) else None
        return data

    def span(self, field: str) -> Span | None:
        """Give the span of a known field's value."""
        path = self.profile.path(field)
        return self.front.value_span(*path) if path else None

    def field(self, field: str) -> Path:
        """Give the path of a known field, for a finding; empty when the profile has none."""
        return self.profile.path(field) or ()

    def instant(self, field: str) -> datetime | None:
        """Give a timestamp field in UTC; None when it is absent or no RFC 3339 timestamp."""
        value = self.value(field)
        return timestamps.read(value).instant if isinstance(value, str) else None

    @property
    def title(self) -> str | None:
        """The title, when it is text."""
        value = self.value("title")
        return value if isinstance(value, str) else None

    @property
    def status(self) -> str | None:
        """The status as it is written, when it is text."""
        value = self.value("status")
        return value if isinstance(value, str) else None

    @property
    def state(self) -> State | None:
        """What the status means."""
        return self.profile.state(self.status)

    @property
    def given_up(self) -> bool:
        """Whether the work is over because nobody went on with it, by the word that says so."""
        return self.state is State.COMPLETED and letters(self.status or "") in _GIVEN_UP

    @property
    def in_archive(self) -> bool:
        """Whether the file lies in a folder for finished sessions, at any depth: `.agents/sessions/archive/2025/`."""
        folders = self.path.split("/")[:-1]
        hidden = max((depth for depth, name in enumerate(folders) if name.startswith(".")), default=-1)
        return ARCHIVE in folders[hidden + 1 :]  # an `archive/` above `.agents/` is any folder of the repository

    @property
    def put_away(self) -> bool:
        """Whether the work is over and the file is in the archive, where it stays: nobody acts on it any more."""
        return self.profile.finished is Finished.ARCHIVE and self.state is State.COMPLETED and self.in_archive

    @cached_property
    def created(self) -> datetime | None:
        """When the session was begun, in UTC."""
        return self.instant("created")

    @cached_property
    def last_updated(self) -> datetime | None:
        """When the session was last brought up to date, in UTC."""
        return self.instant("last_updated")

    @property
    def linear_issue(self) -> str | None:
        """The Linear issue, when it is text."""
        value = self.value("linear_issue")
        return value if isinstance(value, str) else None

    @property
    def agents(self) -> tuple[tuple[Path, dict[str, Any]], ...]:
        """The spawned agents that are mappings, each with its path in the front matter."""
        value = self.value("spawned_agents")
        items = value if isinstance(value, list) else []
        base = self.field("spawned_agents")
        return tuple(((*base, str(number)), item) for number, item in enumerate(items) if isinstance(item, dict))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections under level-2 headings, in the order of the file."""
        return self.body.sections()

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The items of task lists."""
        return self.body.tasks(self.lines)

    @cached_property
    def logs(self) -> tuple[tuple[Entry, ...], ...]:
        """The entries of the log, for each section that is one; without a log in the profile there are none."""
        log = self.profile.log
        kept = (section for section in self.sections if log and log.is_kept_in(section))
        return tuple(log.entries(section, self.body, self.lines) for section in kept if log)

    @cached_property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets in the text, whether or not they are reported."""
        return secrecy.find(self.text)

    @cached_property
    def mask(self) -> Mask:
        """Hides the secrets of text and path in words about this file."""
        return Mask(self.path, *(self.text[one.start : one.end] for one in self.secrets))

    def sections_titled(self, title: str) -> tuple[Section, ...]:
        """Give the sections with exactly this title."""
        return tuple(section for section in self.sections if section.heading.title == title)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The merges that nobody has resolved, outside of code blocks; no heading can be trusted in such a text."""
        return conflicts.read(self.text, self.lines, self.body.code)

    @property
    def h1(self) -> Heading | None:
        """The first level-1 heading."""
        return next((heading for heading in self.body.headings if heading.level == 1), None)

    @property
    def head(self) -> Span:
        """The place for what has none of its own in the body: the H1's title, else where the body begins."""
        return self.h1.span if self.h1 else Span(self.front.body, self.front.body)


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Give the text of a file's bytes, and why it cannot be judged where it cannot. Never raises.

    Text that is not UTF-8 is given with replacement characters behind the first bad byte, to be shown, not judged.
    """
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        start = len(before)
        byte = data[error.start]
        message = f"the file is not UTF-8: byte 0x{byte:02x} at offset {error.start}"
        advice = "save it as UTF-8"
        if data.startswith(_UTF16):
            message = "the file is UTF-16; expected UTF-8"
        text = before + data[error.start :].decode("utf-8", "replace")
        return text, (Problem(ProblemKind.UNREADABLE, Span(start, start + 1), message, advice),)


def readable_text(data: bytes) -> str | None:
    """Give the text of a file's bytes; None for what `read` finds problems in."""
    text, problems = decode(data)
    return None if problems or _has_control(text) else text


def _has_control(text: str) -> bool:
    """Whether a text holds a control that no text has; in the interpreter's own loops, for it is asked of each."""
    return b"\x00" in text.encode("utf-8", "replace").translate(_CONTROLS)


def read(path: str, text: str, profile: Profile, problems: tuple[Problem, ...] = ()) -> Session:
    """Make a session of a file's text. Never raises; what cannot be read is in `problems` here and in `front`."""
    lines = LineIndex(text)
    problems = problems or _controls(text)
    if problems:
        return Session(path, text, profile, lines, FrontMatter(None, Span(0, 0), 0), problems)
    return Session(path, text, profile, lines, frontmatter.read(text, lines))


def _controls(text: str) -> tuple[Problem, ...]:
    if not _has_control(text):
        return ()
    found: list[Problem] = []
    for match in _CONTROL.finditer(text):
        if len(found) == _MAX_CONTROLS:
            break
        code = f"U+{ord(match.group()):04X}"
        name = f"{_NAMES[match.group()]} ({code})" if match.group() in _NAMES else code
        message = f"the file holds the control character {name}, which no text has"
        found.append(Problem(ProblemKind.UNREADABLE, Span(*match.span()), message, "remove it"))
    return tuple(found)


def unreadable(path: str, message: str, advice: str, profile: Profile) -> Session:
    """Make a session of a file that could not be opened or read at all."""
    return read(path, "", profile, (Problem(ProblemKind.UNREADABLE, Span(0, 0), message, advice),))
