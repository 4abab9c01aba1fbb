"""SL102 filename-description."""

from __future__ import annotations

from collections.abc import Iterator

from .. import linear
from ..diagnostic import Finding, Fix, Rename, Severity
from ..filename import KEBAB, slug
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span, shown


class FilenameDescription(SessionRule):
    """After the stamp a session's file name says in kebab case what the work is: `weather-fallback.md`.

    Why: the name is what people and agents see in a list and type in a command; spaces, capitals and accents need
    quoting there and differ between file systems. A Linear ID in the name is `filename-linear-id`'s business and is
    taken out before this rule looks.

    Fix: renames the file to the description in kebab case. Files move, so it is unsafe.
    """

    code = "SL102"
    name = "filename-description"
    severity = Severity.ERROR
    whole_file = True

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when the description is missing or not in kebab case, or the suffix is not the pattern's."""
        name, suffix = session.file_name, session.profile.filename.suffix
        issue = linear.team(session.linear_issue)
        spans = linear.find(name.description, (issue,) if issue else ())
        plain = linear.strip(name.description, spans)
        if KEBAB.fullmatch(plain) and name.suffixed:
            return
        if not name.description or (spans and not plain):
            if spans and name.suffixed:
                return  # nothing but an ID: one mistake, reported as that
            message = f"the file name {shown(name.name)} has no description; expected `a-few-words{suffix}`"
        elif KEBAB.fullmatch(plain):
            message = f"the file name {shown(name.name)} does not end with `{suffix}`"
        else:
            message = (
                f"the description {shown(name.description)} is not in kebab case; "
                "expected lower-case letters and digits, with single hyphens between words"
            )
        kept = slug(plain)
        fix, advice = None, f"rename it to say what the work is, as in `weather-fallback{suffix}`"
        if kept:
            lead = name.lead + linear_lead(name.description, spans)
            to = session.path.removesuffix(session.name) + lead + kept + suffix
            fix = Fix("write the description in kebab case", (Rename(session.path, to),), safe=False)
            advice = f"rename it to {shown(to.rpartition('/')[2], 120)}"
        yield Finding(Span(0, 0), message, advice, fix)

    examples = (
        Example("", path=".agents/sessions/20251204-143000-plt-v2.md"),
        Example("", path=".agents/sessions/20251204-143000-PLT-123-weather.md"),
        Example("", path=".agents/sessions/20251204-143000-PLT-123.md"),
        Example(
            "",
            path=".agents/sessions/20251204-143000-Wetter_für alle.md",
            says=(
                "the description `Wetter_für alle` is not in kebab case; "
                "expected lower-case letters and digits, with single hyphens between words",
            ),
            fixed_path=".agents/sessions/20251204-143000-wetter-fur-alle.md",
        ),
        Example(
            "",
            path=".agents/sessions/20251204-143000-.md",
            says=("the file name `20251204-143000-.md` has no description; expected `a-few-words.md`",),
        ),
        Example(
            "",
            path=".agents/sessions/20251204-143000-weather.MD",
            says=("the file name `20251204-143000-weather.MD` does not end with `.md`",),
            fixed_path=".agents/sessions/20251204-143000-weather.md",
        ),
    )


def linear_lead(description: str, spans: tuple[Span, ...]) -> str:
    """Give the IDs of a description as the beginning of a new one: they go, or stay, by another rule's fix."""
    return "".join(f"{description[span.start : span.end]}-" for span in spans)
