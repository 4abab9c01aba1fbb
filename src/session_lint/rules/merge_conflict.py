"""SL008 merge-conflict."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, Related, Severity
from ..rule import Example, SessionRule
from ..session import Session
from ..text import shown


class MergeConflict(SessionRule):
    """A session holds no merge that waits to be resolved.

    Why: two versions of the hand-over stand in the file, and whoever reads it takes both for true.

    Found are lines of `<<<<<<<`, `=======` and `>>>>>>>` in this order, outside of code blocks. `=======` alone
    underlines a heading. The rules on sections are silent in such a file, since the headings are those of two versions.

    Fix: none, since only the author knows which version holds. This rule cannot be silenced in the file.
    """

    code = "SL008"
    name = "merge-conflict"
    severity = Severity.ERROR
    silenceable = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each conflict, at the line that opens it."""
        for conflict in session.conflicts:
            mark = shown(session.text[conflict.opening.start : conflict.opening.end])
            base = (Related(conflict.base, "their common ancestor begins here"),) if conflict.base else ()
            yield Finding(
                conflict.opening,
                f"{mark} opens a merge conflict that is not resolved; expected one version of the text",
                "keep what is right of both versions, and remove the lines of `<`, `=` and `>`",
                related=(
                    *base,
                    Related(conflict.separator, "the other version begins here"),
                    Related(conflict.closing, "the conflict ends here"),
                ),
            )

    examples = (
        Example("Context\n=======\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> main\n```\n"),
        Example(
            "## Next Steps\n\n<<<<<<< HEAD\n- Write the cache.\n=======\n- Read the cache.\n>>>>>>> main\n",
            says=("`<<<<<<< HEAD` opens a merge conflict that is not resolved; expected one version of the text",),
        ),
        Example(
            "---\n<<<<<<< HEAD\nstatus: paused\n||||||| 1f2e3d4\n=======\nstatus: completed\n>>>>>>> main\n---\n",
            says=("`<<<<<<< HEAD` opens a merge conflict that is not resolved; expected one version of the text",),
        ),
    )
