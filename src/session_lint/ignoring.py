"""Ignore comments for what is found now: where each belongs, and the proof that it silences what it is for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from . import proof, suppression, suppression_edits, yaml_comments
from .diagnostic import Diagnostic, Edit, ProblemKind
from .fixing import HeldBack, Patch, edited
from .markdown import blocks
from .markdown.blocks import Blocks
from .proof import Examined
from .rule import AnyRule, SuppressionRule
from .session import Session
from .suppression import Directive
from .text import BOM, Span
from .values import dataclass
from .yaml_comments import Rows

LIMIT = 1000
"""How many diagnostics of a file are looked at."""

NEVER = "it cannot be silenced"
"""The reason of what no comment silences."""

_MEND = "the comment itself has to be mended"

Examine = Callable[[str, str], Examined]
"""Reads and judges a text under a path, with as many diagnostics as `LIMIT`."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: the patch, how many diagnostics it silences, those left and why, the sessions as they become."""

    patch: Patch
    count: int
    left: tuple[HeldBack, ...]
    sessions: tuple[Session, ...]


class Reach(Enum):
    """What a comment is about."""

    FILE = "file"
    OPENING = "the opening line of the front matter"
    ENTRY = "a line of the front matter"
    BLOCK = "a block of the document"


@dataclass(frozen=True)
class _Place:
    """What a comment is to be about. `rows` are those that it silences, (0, 0) for the file."""

    reach: Reach
    rows: Rows = (0, 0)


def refusal(session: Session, rule: type[AnyRule] | None) -> str | None:
    """Say why no comment in a session silences what a rule says; None where one may, if it proves good."""
    if rule is not None and issubclass(rule, SuppressionRule):
        return _MEND
    if rule is None or not rule.silenceable or not session.readable:
        return NEVER
    if session.conflicts:
        return "the merge has to be resolved first"
    if any(problem.kind is ProblemKind.UNCLOSED for problem in session.front.problems):
        return "the front matter has to be closed first"
    return None


def add(
    sessions: Sequence[Session],
    examine: Examine,
    rules: Iterable[type[AnyRule]],
    reason: str = "",
    new: Callable[[Examined], Examined] = lambda examined: examined,
) -> Outcome:
    """Put comments together that silence what these readable sessions have, each with the reason if there is one.

    `new` leaves out the diagnostics that are not to be silenced, such as those that a baseline knows.
    """
    kinds = {rule.code: rule for rule in rules}
    count = 0
    left: list[HeldBack] = []
    after: list[Session] = []
    texts: dict[str, str] = {}
    for session in sessions:
        before = examine(session.path, session.text)
        writer = _Writer(before.session, reason)
        wanted: dict[_Place, list[Diagnostic]] = {}
        for one in new(before).diagnostics:
            place = writer.place(one, kinds.get(one.code))
            if isinstance(place, str):
                left.append(HeldBack(one, place))
            else:
                wanted.setdefault(place, []).append(one)
        done, refused = _tried(before, writer, wanted, examine)
        left += refused
        count += sum(map(len, wanted.values())) - len(refused)
        after.append(done)
        if done.text != session.text:
            texts[session.path] = done.text
    sources = {session.path: session.text for session in sessions if session.path in texts}
    return Outcome(Patch(texts, before=sources), count, tuple(left), tuple(after))


def _tried(
    before: Examined, writer: _Writer, wanted: dict[_Place, list[Diagnostic]], examine: Examine
) -> tuple[Session, list[HeldBack]]:
    """Give the session with all comments that prove good, and what the others were for."""

    def attempt(places: dict[_Place, list[Diagnostic]]) -> tuple[Session, str | None]:
        edits = writer.edits(places)
        after = examine(before.session.path, edited(before.session.text, edits))
        silenced = [one for found in places.values() for one in found]
        return after.session, _objection(before, after, edits, silenced)

    if not wanted:
        return before.session, []
    session, reason = attempt(wanted)
    if not reason:
        return session, []
    kept: dict[_Place, list[Diagnostic]] = {}
    refused: list[HeldBack] = []
    session = before.session
    for place, found in wanted.items():
        trial, reason = attempt({**kept, place: found})
        if reason:
            refused += [HeldBack(one, reason) for one in found]
        else:
            kept[place], session = found, trial
    return session, refused


def _objection(before: Examined, after: Examined, edits: list[Edit], silenced: list[Diagnostic]) -> str | None:
    """Say why these comments must not be written; None when they do what they are for and nothing else."""
    if _says_more(before, after, edits, silenced):
        return "a comment does not silence it"
    old, new = before.session, after.session
    if blocks.shape(old.text, old.front.body) != blocks.shape(new.text, new.front.body):
        return "the Markdown would read otherwise with a comment"
    return proof.objection(before, after, edits, silenced)


def _says_more(before: Examined, after: Examined, edits: list[Edit], silenced: list[Diagnostic]) -> bool:
    """Whether something is said that was not said before, or is still said."""
    if before.truncated:  # what was left out before comes in the places of what is silenced
        return proof.still_there(after, edits, silenced)
    counts = Counter(one.code for one in before.diagnostics)
    counts.subtract(one.code for one in silenced)
    return any(number > counts[code] for code, number in Counter(one.code for one in after.diagnostics).items())


class _Writer:
    """Finds the places in a session, and makes the edits."""

    def __init__(self, session: Session, reason: str) -> None:
        self.session = session
        self.lines = session.lines
        self.reason = reason.strip()
        self.directives = suppression.read(session)
        self.logical = yaml_comments.logical_rows(session.front, session.lines)
        self.blocks: Blocks = blocks.read(session.text, session.lines, session.front.body)

    def place(self, diagnostic: Diagnostic, rule: type[AnyRule] | None) -> _Place | str:
        """Give where a comment for a diagnostic belongs, or why there is no such place."""
        front = self.session.front
        if reason := refusal(self.session, rule):
            return reason
        if rule and rule.whole_file:
            return _Place(Reach.FILE)
        row = self.lines.row(diagnostic.span.start)
        if front.span and row == self.lines.row(front.span.start):
            return _Place(Reach.OPENING, (row, row))
        if diagnostic.span.start < front.content.end:
            return _Place(Reach.ENTRY, self.logical.get(row, (row, row)))
        block = self.blocks.top(row)
        return _Place(Reach.BLOCK, block.rows) if block else _Place(Reach.FILE)

    def edits(self, wanted: dict[_Place, list[Diagnostic]]) -> list[Edit]:
        """Give the edits that write a comment for each place, none at the place of another."""
        found: dict[int, Edit] = {}
        # That for the file last: what has no line of its own stands where the body begins, and must stay on top.
        for place, diagnostics in sorted(wanted.items(), key=lambda item: (item[0].reach is Reach.FILE, item[0].rows)):
            codes = sorted({one.code for one in diagnostics})
            there = next((one for one in self.directives if self.serves(one, place)), None)
            if there:
                edit = suppression_edits.extension(self.session, there, codes)
            else:
                at, content = self.comment(place, codes)
                before = found[at].content if at in found else ""
                edit = Edit(self.session.path, Span(at, at), before + content)
            found[edit.span.start] = edit
        return list(found.values())

    def serves(self, directive: Directive, place: _Place) -> bool:
        """Whether a comment that is there is about a place, and not for a reason of its own."""
        if not directive.understood or self.reason not in ("", directive.reason):
            return False
        match place.reach:
            case Reach.FILE:
                return directive.whole_file
            case Reach.OPENING:
                return directive.yaml and directive.target is not None and directive.target[0] == place.rows[0]
            case Reach.ENTRY:
                return directive.yaml and directive.target == place.rows
            case Reach.BLOCK:
                return directive.alone and not directive.yaml and directive.target == place.rows

    def comment(self, place: _Place, codes: list[str]) -> tuple[int, str]:
        """Give a new comment, and where it is put in."""
        front, newline = self.session.front, self.lines.newline
        yaml = place.reach in (Reach.OPENING, Reach.ENTRY)
        text = suppression_edits.written(codes, self.reason, whole_file=place.reach is Reach.FILE, yaml=yaml)
        first, last = place.rows
        match place.reach:
            case Reach.FILE:
                # Without front matter the first line stays what it is: `frontmatter-missing` quotes it.
                at = front.body if front.span or not self.session.h1 else self.session.h1.line.end
                begun = at == 0 or self.session.text[at - 1] in ("\n", "\r", BOM)
                return at, ("" if begun else newline) + text + newline
            case Reach.OPENING:
                return front.content.start, text + newline
            case Reach.ENTRY if first == last:
                return self.lines.line_span(first).end, f"  {text}"
            case Reach.ENTRY:
                line = self.lines.line(first)
                indent = line[: len(line) - len(line.lstrip(" "))]
                return self.lines.starts[first - 1], indent + text + newline
            case Reach.BLOCK:
                return max(self.lines.starts[first - 1], front.body), text + newline
