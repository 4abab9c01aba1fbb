"""Where a text refers to session files: what a rename takes along, and what must not lead nowhere.

A reference is a path to a sessions folder (from the root, from a folder above the text, or from its own), a link that
resolves there, a wiki link, or in front matter the bare name. Nothing in code blocks and comments is one, no address
of another host (a permalink shows what was there), no path in a git revision (`HEAD:...`), and no placeholder.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from . import frontmatter, markdown
from .diagnostic import Edit
from .filename import Pattern
from .frontmatter import FrontMatter
from .markdown import Body
from .regex import regex
from .session import Session
from .session_paths import Paths, above, joined
from .text import LineIndex, Span
from .values import dataclass, replace
from .yaml.nodes import Node

DEFAULT = Pattern("YYYYMMDD-HHMMSS-<description>.md")
_MARKDOWN = (".md", ".mdc", ".markdown")
_LONGEST_PATH = 4096

# What a path consists of where nothing shows its ends. It begins with ASCII: some scripts put no blank before it.
_TOKEN = regex(r"[A-Za-z0-9_./%+@~-][\w./%+@~-]*")
# What shows its ends, so that it can hold blanks. None of these runs on over the next mark of its kind.
_QUOTED = regex(
    r"(?<![\w\"])\"([^\"\r\n]+)\"|(?<![\w'])'([^'\r\n]+)'|`([^`\r\n]+)`|<([^<>\r\n]+)>|\[\[([^\[\]|#\r\n]+)(?=[\]|#])"
)
_MARKS = regex(r"[_@]+(?=[./])")
_BEFORE_LINK = regex(r"\]\([ \t]*<?\Z|\bhref=[\"']\Z", re.IGNORECASE)
_BEFORE_DEFINITION = regex(r"(?:\A|[\r\n])[ ]{0,3}\[[^\^\]\r\n][^\]\r\n]*\]:[ \t]*<?\Z")
_REVISION = regex(r"[\w^~})\]]:\Z")
_NOT_IN_LINK = regex(r"[\x00-\x20()<>%#?\"\\\x7f]")
_NOT_IN_ANGLES = regex(r"[\x00-\x1f<>%#?\\\x7f]")
_LINK_BACK = 250
# Keys whose values name files of other kinds, which teams name like the session that they belong to.
_KINDS = ("adr", "doc", "decision", "plan", "spec", "task", "transcript")
_OTHERS = frozenset((*_KINDS, *(f"{kind}s" for kind in _KINDS)))
# Keys that tell of a name which a file no longer has: nothing there follows it, and nothing is missing.
_FORMER = frozenset(("formerly", "former_name", "moved_from", "old_name", "previous_name", "renamed_from", "was"))


@dataclass(frozen=True)
class Reference:
    """A place where a text refers to a session file.

    `span` is the file's name as it is written there (perhaps without its suffix), which a rename replaces; `whole` the
    path with it. `targets` are the paths, relative to the root, that it can mean, the nearest first. `bare`: only the
    name is written, so that it means whichever file has it. `shaped`: the name has the shape of a session's; without
    it, and without a folder, `[x](notes.md)` beside a session is a reference only if there is such a session. `field`
    is the path in the front matter. `link` says how blanks are written: `(` percent-encoded, `<` as they are.
    """

    span: Span
    whole: Span
    targets: tuple[str, ...]
    bare: bool = False
    shaped: bool = False
    field: tuple[str, ...] = ()
    link: str = ""

    @property
    def target(self) -> str:
        """The path, relative to the root, that is most likely meant."""
        return self.targets[0]


def read(
    path: str, text: str, folders: Sequence[str], pattern: Pattern = DEFAULT, *, names: Sequence[str] = ()
) -> tuple[Reference, ...]:
    """Give all references of a text to files in and below sessions folders, in its order. Never raises.

    All paths are relative to the root. Front matter that cannot be read has none. `names` are names of files that are
    recognised behind a path whatever they hold; others with blanks only in quotes and brackets.
    """
    reader = _Reader(path, text, tuple(folders), pattern, tuple(names))
    if not path.lower().endswith(_MARKDOWN):
        return tuple(reader.scan(Span(0, len(text)), marked=False))
    lines = LineIndex(text)
    front = frontmatter.read(text, lines)
    return reader.read(front, lambda: markdown.read(text, lines, front.body))


def sure(session: Session, folders: Sequence[str], names: Iterable[str]) -> tuple[Reference, ...]:
    """Give the references of a session, or another text, that must mean one: by the path, or the shape of the name.

    `names` are those of the folders, without the way to them.
    """
    pattern, text = session.profile.filename, session.text
    if not pattern.occurs(text) and not any(f"{name}/" in text for name in names):
        return ()  # most have none, and reading them is slow
    if session.path.lower().endswith(_MARKDOWN):
        reader = _Reader(session.path, text, tuple(folders), pattern, ())
        found = reader.read(session.front, lambda: session.body)
    else:
        found = read(session.path, text, folders, pattern)
    return tuple(one for one in found if one.shaped or one.whole.start < one.span.start)


def is_plain(name: str) -> bool:
    """Whether a file's name is recognised without being given: it holds no blank, and begins in ASCII."""
    return _TOKEN.fullmatch(name) is not None


def edit(path: str, text: str, reference: Reference, new: str, old: str | None = None) -> Edit:
    """Give the edit that makes one reference lead to a new path, written as it was: the name, or the path to it.

    `old` is the one of its targets that is meant.
    """
    old = old or reference.target
    folder, name = posixpath.split(new)
    span = reference.span
    suffix = posixpath.splitext(old)[1]
    if not unquoted(text[span.start : span.end]).endswith(suffix):
        name = name.removesuffix(suffix)
    if folder != posixpath.dirname(old) and not reference.bare:
        prefix = text[reference.whole.start : span.start]
        return Edit(
            path,
            reference.whole,
            _encoded(_led(path, prefix, old, folder, relative=bool(reference.link)) + name, reference),
        )
    written = _encoded(name, reference)
    if reference.link == "(" and re.search("%[89A-Fa-f]", text[span.start : span.end]):
        from urllib.parse import quote  # imported late: slow to load, and few names need it

        written = quote(name, safe="!$&'*+,;=:@~")
    return Edit(path, span, written)


def unquoted(text: str) -> str:
    """Give a text without percent-encoding; most have none."""
    if "%" not in text:
        return text
    from urllib.parse import unquote  # imported late: slow to load

    return unquote(text)


def _encoded(name: str, reference: Reference) -> str:
    marks = {"(": _NOT_IN_LINK, "<": _NOT_IN_ANGLES}.get(reference.link)
    return marks.sub(lambda match: f"%{ord(match[0]):02X}", name) if marks else name


def _led(path: str, prefix: str, old: str, folder: str, *, relative: bool) -> str:
    """Give the beginning of a path to a folder, seen from where a prefix began that led to the old file.

    From the root where that would lead upwards, unless it is `relative`, as in links.
    """
    plain = unquoted(prefix)
    bases = [base for base in above(path) if joined(base, plain) == posixpath.dirname(old)]
    base = bases[0] if bases and not prefix.startswith("/") else ""
    if not (relative or plain.startswith(("./", "../")) or f"{folder}/".startswith(f"{base}/")):
        base = ""
    way = posixpath.relpath(f"/{folder}", f"/{base}")
    start = "/" if prefix.startswith("/") else "./" if prefix.startswith("./") and not way.startswith("..") else ""
    return start + ("" if way == "." else f"{way}/")


def _within(spans: Sequence[Span], offset: int) -> bool:
    number = bisect_right(spans, offset, key=lambda span: span.start)
    return number > 0 and offset < spans[number - 1].end


class _Reader:
    """Finds the references in the parts of one text."""

    def __init__(
        self, path: str, text: str, folders: tuple[str, ...], pattern: Pattern, names: tuple[str, ...]
    ) -> None:
        self.text = text
        self.names = tuple(name for name in names if name and not is_plain(name))
        self.paths = Paths(path, folders, pattern)
        self.resolved: dict[tuple[str, bool, bool], tuple[str, ...]] = {}

    def read(self, front: FrontMatter, body: Callable[[], Body]) -> tuple[Reference, ...]:
        """Give the references of a Markdown text; its body is only asked for if there are any."""
        head = sorted(self.front(front.root), key=lambda one: one.span) if front.root else []
        found = list(self.scan(Span(front.body, len(self.text)), marked=True))
        there = body() if found else None
        return (*head, *(one for one in found if there and not there.is_code(one.whole.start)))

    def front(self, root: Node) -> Iterator[Reference]:
        """Yield the references in the values of the front matter; an alias has none of its own."""
        waiting: list[tuple[tuple[str, ...], Node]] = [((), root)]
        while waiting:
            path, node = waiting.pop()
            for entry in node.entries:
                below = (*path, entry.key)
                if entry.value_span != entry.node.span or entry.key.lower().replace("-", "_") in _FORMER:
                    continue
                if entry.node.entries:
                    waiting.append((below, entry.node))
                elif isinstance(entry.node.data, str):
                    bare = None if _OTHERS.intersection(below) else self.bare_value(entry.node)
                    found = [bare] if bare else self.scan(entry.node.span, marked=True)
                    yield from (replace(one, field=below) for one in found)

    def bare_value(self, node: Node) -> Reference | None:
        """Give the reference of a value that is just a file's name."""
        name = node.source.strip()
        if " " in name and name not in self.names:
            return None
        at = self.text.rfind(name, node.span.start, node.span.end) if "/" not in name else -1
        return self.named(Span(at, at + len(name)), name) if name and at >= 0 else None

    def named(self, span: Span, name: str) -> Reference | None:
        """Give the reference of a bare name."""
        file, shaped = self.paths.file(name)
        if not file:
            return None
        targets = tuple(dict.fromkeys(posixpath.join(folder, file) for folder in self.paths.folders))
        return Reference(span, span, targets, bare=True, shaped=shaped) if targets else None

    def scan(self, span: Span, *, marked: bool) -> Iterator[Reference]:
        """Yield the references in a part of the text, where `marked` with the links of Markdown."""
        found = list(self.quoted(span, marked=marked))
        for part in (self.given, self.tokens):
            found += list(part(span, [one.whole for one in found], marked=marked))
            found.sort(key=lambda one: one.span)
        yield from found

    def quoted(self, span: Span, *, marked: bool) -> Iterator[Reference]:
        """Yield the references that fill quotes or brackets and hold what a path elsewhere does not."""
        for match in _QUOTED.finditer(self.text, span.start, span.end):
            kind = match.lastindex or 0
            inside = Span(*match.span(kind))
            if inside.end - inside.start > _LONGEST_PATH:
                continue
            source = self.text[inside.start : inside.end]
            link = self.link(inside.start) if marked else ""
            if link:
                source = re.split("[#?]", source, maxsplit=1)[0]
            source = source.rstrip(" \t")
            if _TOKEN.fullmatch(source) or not source.lower().endswith(self.paths.suffixes):
                continue
            wiki = marked and kind == _QUOTED.groups
            if found := self.reference(inside.start, source, link, wiki=wiki):
                yield found

    def given(self, span: Span, taken: list[Span], *, marked: bool) -> Iterator[Reference]:
        """Yield the references to the given names that are no tokens, outside of what is taken."""
        for name in self.names:
            end = span.start
            while (at := self.text.find(name, end, span.end)) >= 0:
                start, end, last = at, at + len(name), end
                while start > last and _TOKEN.match(self.text[start - 1]):
                    start -= 1
                if _within(taken, at) or self.text[end : end + 1].isalnum():
                    continue
                if found := self.reference(start, self.text[start:end], self.link(start) if marked else "", wiki=False):
                    yield found

    def tokens(self, span: Span, taken: list[Span], *, marked: bool) -> Iterator[Reference]:
        """Yield the references that are written without blanks, outside of what is taken."""
        for match in _TOKEN.finditer(self.text, span.start, span.end):
            token, at = match[0], match.start()
            before = self.text[at - 1 : at]
            wiki = marked and before == "[" and self.text.startswith("[[", at - 2)
            if len(token) > _LONGEST_PATH or not (
                wiki or before == "(" or "/" in token or token.lower().endswith(self.paths.suffixes)
            ):
                continue
            if _within(taken, at):
                continue
            if not token.isascii():  # some scripts put no blank behind it either
                token = re.split(r"(?i)(?<=\.md)(?=[^\x00-\x7f])", token, maxsplit=1)[0]
            if marks := _MARKS.match(token):  # emphasis, or how agents are told to read a file
                at += marks.end()
                token = token[marks.end() :].rstrip("_")
            bare = token.rstrip(".")
            after = self.text[at + len(bare) : at + len(bare) + 2]
            complete = bare.lower().endswith(self.paths.suffixes)
            if not complete and (after == ".." or (after[:1] in tuple("*<{$[…?\\") and not (wiki or before == "*"))):
                continue
            if token.startswith("/") and (before.isalnum() or before in tuple(":}>)]*\\")):
                continue
            if before == ":" and _REVISION.search(self.text, max(0, at - 2), at):
                continue
            wiki = wiki and (after == "]]" or after[:1] in ("|", "#") or after == "\\|")
            if bare and (found := self.reference(at, bare, self.link(at) if marked else "", wiki=wiki)):
                yield found

    def link(self, at: int) -> str:
        """Say whether a link's destination begins here: `(`, or `<` in angle brackets; empty for none."""
        before = self.text[max(0, at - 8) : at]
        if "](" in before or "=" in before:
            linked = _BEFORE_LINK.search(before)
        else:
            near = "]:" in before
            linked = _BEFORE_DEFINITION.search(self.text, max(0, at - _LINK_BACK), at) if near else None
        if not linked:
            return ""
        return "<" if before.endswith("<") else "("

    def reference(self, at: int, written: str, link: str, *, wiki: bool) -> Reference | None:
        """Give the reference that a path, written at an offset, is; None when it leads elsewhere."""
        prefix = written[: written.rfind("/") + 1]
        last = written[len(prefix) :]
        span, whole = Span(at + len(prefix), at + len(written)), Span(at, at + len(written))
        if wiki and not prefix:
            found = self.named(span, last)
            return found if found and found.shaped else None
        if not (prefix or link) or prefix.startswith("//"):
            return None
        file, shaped = self.paths.file(unquoted(last) if link else last)
        if not file:
            return None
        key = (unquoted(prefix) if link else prefix, bool(link or wiki), shaped)
        if key not in self.resolved:
            self.resolved[key] = self.paths.resolve(*key)
        targets = tuple(posixpath.join(folder, file) for folder in self.resolved[key])
        return Reference(span, whole, targets, shaped=shaped, link=link) if targets else None
