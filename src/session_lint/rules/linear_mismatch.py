"""SL204 linear-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from .. import linear
from ..diagnostic import Finding, Related, Severity
from ..rule import Example, SessionRule
from ..session import Session
from ..text import shown


class LinearMismatch(SessionRule):
    """`linear_url` leads to the issue that `linear_issue` names.

    Why: the next agent opens the address and works on that issue.

    Fix: none, since either may be the right one. URLs that name no issue (a project, a document) are let pass.
    """

    code = "SL204"
    name = "linear-mismatch"
    severity = Severity.WARNING

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when both name an issue and the issues differ."""
        url, issue, span = session.value("linear_url"), session.linear_issue, session.span("linear_url")
        named = linear.issue_of_url(url) if isinstance(url, str) else None
        if not named or not issue or not span or linear.team(issue.upper()) is None or named == issue.upper():
            return
        first = session.span("linear_issue")
        yield Finding(
            span,
            f"`{'.'.join(session.field('linear_url'))}` leads to {shown(named)}, and "
            f"`{'.'.join(session.field('linear_issue'))}` is {shown(issue)}; expected the same issue",
            "correct the one that is wrong",
            field=session.field("linear_url"),
            related=(Related(first, "the issue is named here"),) if first else (),
        )

    examples = (
        Example("---\nsession:\n  linear_issue: PLT-1\n  linear_url: https://linear.app/acme/issue/plt-1/cache\n---\n"),
        Example("---\nsession:\n  linear_issue: PLT-1\n  linear_url: https://linear.app/acme/project/weather-2\n---\n"),
        Example(
            "---\nsession:\n  linear_issue: PLT-1\n  linear_url: https://linear.app/acme/issue/PLT-2/cache\n---\n",
            says=(
                "`session.linear_url` leads to `PLT-2`, and `session.linear_issue` is `PLT-1`; expected the same issue",
            ),
        ),
    )
