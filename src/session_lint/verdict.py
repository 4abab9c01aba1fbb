"""What came of judging a file, without the file: small enough to keep thousands, and to send between processes."""

from __future__ import annotations

from .diagnostic import Diagnostic
from .proof import Examined
from .spots import Spot, spot
from .values import dataclass


@dataclass(frozen=True)
class Verdict:
    """The diagnostics of the file at a path, what each is about, and the text they are in if there are any.

    `origin` is the path that the file has on the disk. `suppressed` counts what an ignore comment has silenced;
    `truncated` says that there are more diagnostics than these, `document` that the file is no session, `complete` that
    all rules could judge it, `gone` that it was not there any more.
    """

    path: str
    origin: str
    diagnostics: tuple[Diagnostic, ...] = ()
    spots: tuple[Spot, ...] = ()
    text: str = ""
    suppressed: int = 0
    truncated: bool = False
    document: bool = False
    complete: bool = False
    gone: bool = False

    @classmethod
    def of(
        cls, examined: Examined, origin: str | None = None, *, truncated: bool = False, document: bool = False
    ) -> Verdict:
        """Take what is to be known of a judged file, whose session can be let go then."""
        read, found = examined.session, examined.diagnostics
        return cls(
            read.path,
            origin or read.path,
            found,
            tuple(spot(read, one) for one in found),
            read.text if found else "",
            examined.suppressed,
            truncated,
            document,
            complete=read.readable and read.front.data is not None,
        )
