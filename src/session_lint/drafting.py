"""The text of a new session: from its profile, or from a team's own template. Pure.

In a template `<title>` and the other names of `NAMES` stand for what is known of the new session. In the front matter
they are written as YAML needs it, in the body as plain Markdown. All else in angle brackets is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from . import edits, filename, lifecycle, linear, prose, session
from .diagnostic import Edit
from .failure import Failure
from .fixing import edited
from .linear import issue_of_url
from .profile import FIELDS, Path, Profile, State
from .regex import regex
from .session import Session
from .text import Span, letters, shown
from .timestamps import as_text
from .values import dataclass
from .yaml.nodes import Node

NAMES: Mapping[str, str] = {
    "title": "the title",
    "description": "the description as it stands in the file's name",
    "status": "the status of work that is happening",
    "created": "the time, as the front matter has it",
    "last_updated": "the same time",
    "last_entry": "the same time",
    "linear_issue": "the Linear issue; `null` in front matter without one, `none` in the body",
    "linear_url": "its address; the same without one",
    "branch": "the git branch; the same without one",
    "current_task": "the first of the next steps, or the title",
    "context": "what `--context` says, or a sentence with the title",
    "next_steps": "what `--next` says, as a list; or that the steps are to be written",
    "log_entry": "an entry of the log which says that the session was begun",
}
"""What a template may hold, in angle brackets."""

_NAME = regex(f"<({'|'.join(NAMES)})>")
_ID_URL = regex(r"https://\S+")
_BEGUN = "Just begun; nothing is done yet."
_CONTEXT = frozenset(("context", "background", "overview"))
_STATE = frozenset(("currentstate", "currentstatus", "status", "state", "whereweare"))
_NEXT = frozenset(("nextsteps", "nextstep", "next", "nextactions", "todo"))
_LONGEST_SLUG = 60


@dataclass(frozen=True)
class Wish:
    """What somebody wants to begin: a title, a description in kebab case, and what else is known of it."""

    title: str
    description: str
    linear_issue: str | None = None
    linear_url: str | None = None
    branch: str | None = None
    context: str | None = None
    next_steps: tuple[str, ...] = ()


def wish(
    description: str,
    *,
    title: str | None = None,
    issue: str | None = None,
    context: str | None = None,
    next_steps: tuple[str, ...] = (),
    teams: tuple[str, ...] = (),
) -> Wish:
    """Read what somebody asks for. `issue` is an ID or the address of one; IDs of `teams` do not go into the name.

    Raises Failure for what no session can be made of.
    """
    said = prose.one_line(description, "the description")
    called = prose.one_line(title, "the title") if title is not None else _title(said)
    address = issue if issue and _ID_URL.fullmatch(issue) else None
    found = issue_of_url(issue) if address and issue else issue
    team = linear.team(found)
    if issue is not None and (team is None or found is None):
        like = f"did you mean {shown(issue.upper())}?" if linear.team(issue.upper()) else "expected one like `BACK-123`"
        raise Failure(f"--linear is {shown(issue)}, which is no Linear issue", like)
    return Wish(
        called,
        _slug(said, (*teams, *([team] if team else []))),
        found,
        address,
        context=prose.one_line(context, "--context") if context is not None else None,
        next_steps=tuple(prose.one_line(step, "--next") for step in next_steps),
    )


def _title(description: str) -> str:
    """Give the title that a description is; one in kebab case is taken apart."""
    if filename.KEBAB.fullmatch(description):
        description = description.replace("-", " ")
        description = description[0].upper() + description[1:]
    return description


def _slug(description: str, teams: tuple[str, ...]) -> str:
    """Give the description in kebab case, without issue IDs of the teams and not too long for a list."""
    slug = filename.slug(description)
    slug = linear.strip(slug, linear.find(slug, teams))
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    if not slug:
        message = f"no file name can be made of the description {shown(description)}"
        raise Failure(message, "describe it in a few plain words, of letters a-z and digits; --title may say more")
    return slug


def draft(profile: Profile, wanted: Wish, created: datetime, template: str | None = None, where: str = "") -> str:
    """Give the text of a new session; `where` names the template in messages. Raises Failure."""
    if wanted.linear_issue and not profile.path("linear_issue"):
        raise Failure(f"sessions of the kind {shown(profile.name)} name no Linear issue", "leave --linear out")
    values = _values(profile, wanted, created)
    base = session.read(where, _template(profile, values) if template is None else template, profile)
    lifecycle.require_editable(base)
    newline = base.lines.newline
    body = _NAME.sub(lambda match: _in_body(profile, wanted, values, match[1], newline), base.text[base.front.body :])
    changes = [*_front(base, values), Edit(where, Span(base.front.body, len(base.text)), body)]
    return edited(base.text, changes)


def _values(profile: Profile, wanted: Wish, created: datetime) -> dict[str, str | None]:
    """Give what each name stands for, in one line; None for what is not known."""
    title, time = wanted.title, as_text(created)
    about = f"{title} ({wanted.linear_issue})" if wanted.linear_issue else title
    default = f"The work: {about}" + ("" if about.endswith((".", "!", "?")) else ".")
    return {
        "title": title,
        "description": wanted.description,
        "status": profile.statuses[State.ACTIVE][0],
        **dict.fromkeys(("created", "last_updated", "last_entry"), time),
        "linear_issue": wanted.linear_issue,
        "linear_url": wanted.linear_url,
        "branch": wanted.branch,
        "current_task": wanted.next_steps[0] if wanted.next_steps else title,
        "context": wanted.context or default,
        "next_steps": "; ".join(_next_steps(profile, wanted)),
        "log_entry": _log_entry(profile, title, created),
    }


def _next_steps(profile: Profile, wanted: Wish) -> tuple[str, ...]:
    if wanted.next_steps:
        return wanted.next_steps
    context = next((one for one in profile.sections if letters(one) in _CONTEXT), None)
    why = f"Say under {context} why this work is done, and list" if context and not wanted.context else "List"
    return (f"{why} here what to do first.",)


def _log_entry(profile: Profile, title: str, created: datetime) -> str | None:
    """Give the first entry of the log, where its pattern is one that we can fill in."""
    if profile.log is None:
        return None
    ways = (profile.log.entry.write(created, who, title) for who in ("session-lint new", "session(start)"))
    return next(("\n".join(filter(None, way)) for way in ways if way), None)


def _in_body(profile: Profile, wanted: Wish, values: Mapping[str, str | None], name: str, newline: str) -> str:
    """Give what a name stands for in the body. Raises Failure for what Markdown cannot take as plain text."""
    match name:
        case "title":
            heading = prose.heading(f"Session: {wanted.title}", 1)
            text = heading.removeprefix("Session: ") if heading else None
        case "next_steps":
            items = [prose.item(step) for step in _next_steps(profile, wanted)]
            text = newline.join(f"- {item}" for item in items) if all(items) else None
        case "log_entry":
            text = (values[name] or "").replace("\n", newline)
        case _:
            value = values[name]
            text = prose.paragraph(value) if value else "none"
    if text is None:
        raise Failure(f"{shown(values[name])} cannot stand in a session", "say it in plain words")
    return text


def _front(base: Session, values: Mapping[str, str | None]) -> Iterator[Edit]:
    """Yield the edits that fill in the front matter of a template."""
    for path, node in _scalars((), base.front.root):
        if not isinstance(node.data, str) or not _NAME.search(node.data):
            continue
        alone = _NAME.fullmatch(node.data)
        if alone and values[alone[1]] is None:
            edit = edits.set_source(base, path, "null")
        else:
            text = _NAME.sub(lambda match: values[match[1]] or "none", node.data)
            edit = edits.set_value(base, path, text)
        if edit is None:
            place = base.lines.position(node.span.start)
            message = f"{base.path}:{place.row}: `{'.'.join(path)}` is written in a way that cannot be filled in"
            raise Failure(message, "write it on one line, without an anchor, an alias, a tag or a block")
        yield edit


def _scalars(path: Path, node: Node | None) -> Iterator[tuple[Path, Node]]:
    """Yield each value of the front matter that holds no others, with its path; an alias is left to its anchor."""
    for entry in node.entries if node else ():
        below = (*path, entry.key)
        if entry.node.entries:
            yield from _scalars(below, entry.node) if entry.value_span == entry.node.span else ()
        else:
            yield below, entry.node


def _template(profile: Profile, values: Mapping[str, str | None]) -> str:
    """Give the template that a profile itself is: its fields, as far as they have values, and its sections."""
    paths = {name: path for name in FIELDS if (path := profile.path(name)) and values.get(name)}
    quoted = {path: f"<{name}>" if name == "status" else f'"<{name}>"' for name, path in _grouped(paths)}
    front = edits.front_matter(quoted, "\n")
    parts = [f"## {title}\n\n{_content(profile, title, values)}\n" for title in profile.sections]
    return "\n".join((f"{front}# Session: <title>\n", *parts))


def _grouped(paths: Mapping[str, Path]) -> list[tuple[str, Path]]:
    """Give fields with those together that are in one mapping, in the order in which the mappings begin."""
    first: dict[Path, int] = {}
    for number, path in enumerate(paths.values()):
        for depth in range(len(path) + 1):
            first.setdefault(path[:depth], number)
    return sorted(paths.items(), key=lambda pair: [first[pair[1][:depth]] for depth in range(len(pair[1]) + 1)])


def _content(profile: Profile, title: str, values: Mapping[str, str | None]) -> str:
    word = letters(title)
    if profile.log and profile.log.section.casefold() == title.casefold() and values["log_entry"]:
        return "<log_entry>"
    if word in _CONTEXT:
        return "<context>"
    if word in _NEXT:
        return "<next_steps>"
    return _BEGUN if word in _STATE else "Nothing yet."
