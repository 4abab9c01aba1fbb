"""ACME001 home-path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from session_lint.diagnostic import Edit, Finding, Fix, Severity
from session_lint.rule import Example, SessionRule, option
from session_lint.session import Session
from session_lint.text import Span, shown


@dataclass(frozen=True)
class HomePath(SessionRule):
    """No path leads into the home folder of one person.

    Why: whoever takes over works on another machine, where `/home/ada/catalogue` does not exist.

    Fix: writes `~` for the home folder. Who it belongs to is lost by that, so the fix is unsafe.
    """

    code = "ACME001"
    name = "home-path"
    severity = Severity.WARNING

    homes: tuple[str, ...] = option(("/home", "/Users"), "The folders that hold home folders.")

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each home folder that begins a path."""
        for home in self.homes:
            # Not in the middle of a longer path or of an address.
            for match in re.finditer(rf"(?<![\w/.:~-]){re.escape(home)}/[\w.-]+(?=/)", session.text):
                span = Span(*match.span())
                fix = Fix("write `~` for the home folder", (Edit(session.path, span, "~"),), safe=False)
                message = f"{shown(match[0])} is on one machine only; expected a path that others have, too"
                yield Finding(span, message, "write the path relative to the repository", fix)

    examples = (
        Example("The cache is in `src/cache.py`; see https://example.org/home/ada/cache.\n"),
        Example(
            "The cache is in `/home/ada/catalogue/src/cache.py`.\n",
            says=("`/home/ada` is on one machine only; expected a path that others have, too",),
            fixed="The cache is in `~/catalogue/src/cache.py`.\n",
        ),
        Example(
            "The cache is in /srv/ada/cache and in /home/ada/cache.\n",
            says=("`/srv/ada` is on one machine only; expected a path that others have, too",),
            fixed="The cache is in ~/cache and in /home/ada/cache.\n",
            options={"homes": ("/srv",)},
        ),
    )
