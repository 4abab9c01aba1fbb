"""Sessions that the tests of reading are made of, and ways to look at them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from session_lint import session
from session_lint.diagnostic import Problem
from session_lint.filename import Pattern
from session_lint.frontmatter import FrontMatter
from session_lint.log import EntryPattern, Log
from session_lint.markdown import Body
from session_lint.profile import Profile, State
from session_lint.session import Session
from session_lint.text import LineIndex, Span
from session_lint.yaml.nodes import Node

ROOT = Path(__file__).parents[2]
PATH = ".agents/sessions/20251204-143000-weather-fallback.md"
PROFILE = Profile(
    name="default",
    files=("**/.agents/sessions/*.md",),
    filename=Pattern("YYYYMMDD-HHMMSS-<description>.md"),
    schema=json.loads((ROOT / "schemas" / "session.schema.json").read_text(encoding="utf-8")),
    fields={
        "title": ("session", "title"),
        "status": ("session", "status"),
        "created": ("session", "created"),
        "last_updated": ("session", "last_updated"),
        "linear_issue": ("session", "linear_issue"),
        "linear_url": ("session", "linear_url"),
        "current_task": ("orchestration", "current_task"),
        "spawned_agents": ("orchestration", "spawned_agents"),
    },
    statuses={State.ACTIVE: ("in_progress",), State.PAUSED: ("paused",), State.COMPLETED: ("completed",)},
    sections=("Context", "Current State", "Next Steps"),
    log=Log("Session Log", EntryPattern("### YYYY-MM-DD HH:MM - <text>")),
)

# The same line ends in every table: how a text with LF is written otherwise.
VARIANTS: dict[str, Callable[[str], str]] = {
    "LF": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "LF with BOM": lambda text: "\ufeff" + text,
    "CRLF with BOM": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
}


def read(text: str, path: str = PATH) -> Session:
    """Read a text as a session of the default profile."""
    return session.read(path, text, PROFILE)


def front(block: str) -> FrontMatter:
    """Read a block of YAML as the front matter of a session without a body."""
    return read(f"---\n{block}\n---\n").front


def body(markdown: str) -> tuple[str, Body]:
    """Read Markdown as the body of a session: its text and what it consists of."""
    text = f"---\na: b\n---\n{markdown}"
    return text, read(text).body


def cut(text: str, span: Span | None) -> str | None:
    """Give what stands in a span; None for none."""
    return None if span is None else text[span.start : span.end]


def seen(text: str, problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Give problems as people see them: `row:column`, the marked text, the message."""
    lines = LineIndex(text)
    found = []
    for problem in problems:
        place = lines.position(problem.span.start)
        found.append((f"{place.row}:{place.column}", cut(text, problem.span) or "", problem.message))
    return found


def front_problems(block: str) -> list[tuple[str, str, str]]:
    """Give the problems of a block of YAML as people see them; its first line is row 2."""
    text = f"---\n{block}\n---\n"
    return seen(text, read(text).front.problems)


def all_spans(read_session: Session) -> Iterator[Span]:
    """Yield every span that a session holds."""
    matter, markdown = read_session.front, read_session.body
    for problem in (*read_session.problems, *matter.problems):
        yield problem.span
        yield from (related.span for related in problem.related)
    if matter.span:
        yield matter.span
    yield matter.content
    yield from node_spans(matter.root)
    yield markdown.span
    for heading in markdown.headings:
        yield heading.span
        yield heading.line
    for level in (1, 2, 3):
        yield from (section.body for section in markdown.sections(level))
    yield from (task.span for task in read_session.tasks)
    for entry in (entry for entries in read_session.logs for entry in entries):
        yield from (entry.span, entry.head, entry.stamp)
    yield from markdown.paragraphs
    yield from markdown.comments
    yield from markdown.code
    if markdown.unclosed:
        yield markdown.unclosed
    yield read_session.head


def node_spans(root: Node | None) -> Iterator[Span]:
    """Yield the spans below a node, each node once however many aliases it has."""
    done: set[int] = set()
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if id(node) in done:
            continue
        done.add(id(node))
        yield node.span
        for entry in node.entries:
            yield entry.key_span
            yield entry.value_span
            waiting.append(entry.node)


def seconds(work: Callable[[], object], runs: int) -> float:
    """Give the processor time in seconds of the fastest of several runs, the one that the machine disturbed least."""
    times = []
    for _ in range(runs):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)
