"""Linear issue IDs (`PLT-123`) in file names and URLs.

An ID is a team key, a hyphen and a number without leading zeros. In a file name many other things look like one
(`UTF-8`, `OBPI-0.0.16`, `task-031`), so an unknown team counts only in upper case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .regex import regex
from .text import Span

# Names with a number that everybody writes and that are nobody's issue. A word covers every number behind it.
COMMON = (
    "AES", "ASCII", "BASE", "CIS", "COVID", "CP", "CSS", "CVE", "CWE", "ECMA", "ED", "EN", "ES", "FIPS", "GB", "GH",
    "GPT", "H", "HTTP", "IEC", "IEEE", "IPV", "ISO", "KOI", "LATIN", "MD", "MP", "MPEG", "NIST", "OAUTH", "OWASP", "P",
    "PEP", "PR", "RFC", "RSA", "SHA", "SOC", "SSE", "TLS", "UCS", "UTC", "UTF", "V", "WCAG", "WINDOWS", "X",
)  # fmt: skip

_COMMON = frozenset(COMMON)

_UPPER = regex(r"(?<![A-Za-z0-9])([A-Z][A-Z0-9]{0,9})-([1-9][0-9]{0,5})(?![A-Za-z0-9]|\.[0-9])")
_ANY = regex(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9]{0,9})-([1-9][0-9]{0,5})(?![A-Za-z0-9]|\.[0-9])")
_ID = regex(r"([A-Z][A-Z0-9]*)-[0-9]+")
_URL = regex(r"https://[^\s\x00-\x1f<>\"]+")
_URL_ISSUE = regex(r"/issue/([A-Za-z][A-Za-z0-9]*-[0-9]+)(?=[/?#]|\Z)")


def team(issue: object) -> str | None:
    """Give the team key of an ID; None for what is no ID."""
    match = _ID.fullmatch(issue) if isinstance(issue, str) else None
    return match[1] if match else None


def find(name: str, teams: Iterable[str] = (), allow: Iterable[str] = ()) -> tuple[Span, ...]:
    """Find the IDs in a file name: of known teams in any case, of others in upper case unless they are allowed."""
    known = {one.upper() for one in teams}
    allowed = _COMMON.union(one.upper() for one in allow)
    found = []
    for match in _ANY.finditer(name):
        key = match[1].upper()
        ordinary = key in allowed or match[0].upper() in allowed
        if key in known or (_UPPER.fullmatch(name, match.start(), match.end()) and not ordinary):
            found.append(Span(*match.span()))
    return tuple(found)


def strip(name: str, spans: Iterable[Span]) -> str:
    """Take IDs out of a name, with the separator that each leaves behind."""
    for span in sorted(spans, reverse=True):
        before, after = name[: span.start], name[span.end :]
        name = before + after[1:] if after[:1] in ("-", "_") else before.rstrip("-_") + after
    return name


def mentions(text: str, teams: Iterable[str]) -> Iterator[Span]:
    """Yield the IDs of known teams in a text, in upper case; not those that are part of a path or a longer name."""
    known = frozenset(teams)
    for match in _UPPER.finditer(text):
        if match[1] in known and text[match.start() - 1 : match.start()] not in tuple("/-_.@"):
            yield Span(*match.span())


def address(workspace: str, issue: str) -> str:
    """Give the address of an issue in the workspace with this address: `https://linear.app/acme`."""
    return f"{workspace.rstrip('/')}/issue/{issue}"


def workspace(url: str) -> str | None:
    """Give the address of the workspace to which an issue's address belongs; None for what is no such address."""
    match = _URL_ISSUE.search(url) if _URL.fullmatch(url) else None
    return url[: match.start()] if match else None


def issue_of_url(url: str) -> str | None:
    """Give the ID that a URL of Linear's names, in upper case; None when it names none."""
    match = _URL_ISSUE.search(url)
    return match[1].upper() if match else None
