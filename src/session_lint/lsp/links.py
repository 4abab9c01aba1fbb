"""Where the text of a session leads: to other sessions, and to issues in Linear. What is a URL is the editor's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import linear, references
from ..session import Session
from ..text import Span
from ..tree import Tree
from ..values import dataclass


@dataclass(frozen=True)
class Link:
    """A part of the text that leads somewhere: to a file, by its path relative to the root, or else to a URL."""

    span: Span
    path: str | None = None
    url: str | None = None


def links(session: Session, tree: Tree, teams: Iterable[str] = ()) -> tuple[Link, ...]:
    """Give the links in the order of the text. Never raises.

    `tree` says which sessions there are; one that is not there has no link, and `orphaned-reference` tells of it.
    `teams` are keys of teams in Linear besides the one of the session's own issue.
    """
    if not session.readable:
        return ()
    found: list[Link] = []
    for link in sorted((*_sessions(session, tree), *_issues(session, teams)), key=lambda link: link.span):
        if not found or found[-1].span.end <= link.span.start:
            found.append(link)
    return tuple(found)


def _sessions(session: Session, tree: Tree) -> Iterator[Link]:
    for reference in references.sure(session, tree.folders, tree.names):
        target = next((target for target in reference.targets if target in tree.files), None)
        if target is not None and target != session.path:
            yield Link(reference.whole, path=target)


def _issues(session: Session, teams: Iterable[str]) -> Iterator[Link]:
    """Yield the links of issues, where the workspace is known: by the config, or by the session's own issue."""
    own = session.value("linear_url")
    given = linear.workspace(own) if isinstance(own, str) else None
    workspace = session.profile.linear_url or given
    team = linear.team(session.linear_issue)
    issue, span = session.linear_issue, session.span("linear_issue")
    if workspace is None:
        return
    if team and issue and span:
        at = session.text.find(issue, span.start, span.end)
        if at >= 0:
            # The address that the session has itself names the issue's title, too.
            same = isinstance(own, str) and given is not None and linear.issue_of_url(own) == issue
            yield Link(Span(at, at + len(issue)), url=str(own) if same else linear.address(workspace, issue))
    known = {*teams, *([team] if team else [])}
    start = session.body.span.start
    for mention in linear.mentions(session.text[start:], known):
        place = Span(start + mention.start, start + mention.end)
        if not session.body.is_code(place.start) and not session.text.startswith("](", place.end):
            issue = session.text[place.start : place.end]
            yield Link(place, url=linear.address(workspace, issue))
