"""SL702 leaked-secret."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from .. import secrecy
from ..diagnostic import Finding, Severity
from ..rule import Example, SessionRule, option
from ..secrecy import Secret
from ..secrecy.forms import FORMS, PRIVATE_KEY
from ..session import Session
from ..text import Span, shown
from ..values import dataclass

_ADVICE = "revoke it where it was issued, since git keeps what was committed, and write here only where it is kept"
_SAMPLE = "glpat-" + "Zr8qTn2VxW5sKd9LmB4c"  # in pieces, so that no scanner takes it for a leak


@dataclass(frozen=True)
class LeakedSecret(SessionRule):
    """A session holds no private key and no token.

    Why: sessions are committed, pushed and read by agents, which pass on what they read. A token that went that way is
    known to others, and stays in the history after the file is deleted.

    Found are private keys and the tokens in the table, wherever they stand: front matter, text, code, comments, the
    file's name. Not found are tokens that say or show that they are made up: `EXAMPLE`, `your` or `xxxx` in them, few
    different characters, characters in order; GitHub's tokens with a wrong checksum; and whatever has no mark of its
    own, such as passwords, hashes, JSON Web Tokens and the secret half of an AWS key.

    No output shows a secret, also where this rule is off or silenced: messages and source lines have `*` in its place.
    Where a fix would have to show one, the JSON report leaves out its changes and `--diff` the file; `--fix` makes it
    all the same. A secret in a file's name is masked in messages, not in paths.

    Fix: none. To delete a secret does not make it secret again: it must be revoked.
    """

    code = "SL702"
    name = "leaked-secret"
    severity = Severity.ERROR

    allow: tuple[str, ...] = option(
        (), "Secrets that may stand there, as globs on all of it: `AIza*`, which are public in web pages."
    )

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each secret, first one in the file's name."""
        for secret in secrecy.find(session.name):
            if self._is_wrong(session.name, secret):
                what = f"{secret.form.name}, {_shown(session.name, secret)}"
                yield Finding(Span(0, 0), f"the file name holds {what}; expected no secret", _ADVICE)
        for secret in session.secrets:
            if self._is_wrong(session.text, secret):
                message = f"{_shown(session.text, secret)} is {secret.form.name}; expected no secret in a session"
                yield Finding(Span(secret.start, secret.end), message, _ADVICE)

    def _is_wrong(self, text: str, secret: Secret) -> bool:
        whole = text[secret.start : secret.end]
        return secret.certain and not any(fnmatchcase(whole, glob) for glob in self.allow)

    examples = (
        Example("The runner has `AKIAIOSFODNN7EXAMPLE` and `ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.\n"),
        Example(
            f"## Context\n\n    curl -H 'Private-Token: {_SAMPLE}'\n",
            says=("`glpat-****` is a GitLab token; expected no secret in a session",),
        ),
        Example(f"{_SAMPLE}\n", options={"allow": ("glpat-Zr8q*",)}),
    )

    table = (
        ("secret", "form", "source"),
        *((form.name, form.shape, form.source) for form in (PRIVATE_KEY, *FORMS)),
    )


def _shown(text: str, secret: Secret) -> str:
    """Show what tells the form of a secret, and stars."""
    return shown(f"{text[secret.start : secret.body_start]}****")
