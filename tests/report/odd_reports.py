"""Reports about files whose names and texts try to be something else in the output."""

from __future__ import annotations

from random import Random

from session_lint.diagnostic import Change, Delete, Diagnostic, Edit, Fix, Related, Rename, Severity
from session_lint.report import Report, Skipped
from session_lint.text import Span

NASTY = (
    # commands of CI systems
    "::error::x",
    "\n::error::x",
    " ::warning file=a,line=1::",
    "\u3000::notice::",
    "::stop-commands::x",
    "##[error]",
    "###[add-mask]x",
    "##vso[task.x]",
    "##teamcity[x]",
    # escapes that are none yet
    "%0A",
    "%0D%0A",
    "%25",
    "%2C",
    "%",
    r"\n",
    r"\u0023",
    r"\ud800",
    "\\",
    # what ends or begins something in a format
    "]]>",
    "<![CDATA[",
    "<!--",
    "<b>",
    "</testcase>",
    "&lt;",
    "&#10;",
    "&",
    '"',
    "'",
    "|",
    "`",
    "``",
    "```\n",
    "](",
    "![x](",
    "[x]: ",
    "@user",
    "#1",
    "*",
    "**",
    "_",
    "~~",
    "$x$",
    "- ",
    "\n\n",
    "\n---\n",
    "\n# x\n",
    ",",
    ":",
    ";",
    "=",
    "{",
    "}",
    "${{ x }}",
    "https://x.example/",
    "www.x.example",
    # control characters, line breaks of some readers, and what hides or reorders text
    "\x00",
    "\x1b[2J",
    "\x1b]8;;x\x07",
    "\b",
    "\t",
    "\v",
    "\f",
    "\r",
    "\r\n",
    "\n",
    "\x1c",
    "\x7f",
    "\x85",
    "\x9b2J",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200e",
    "\u2060",
    "\ufeff",
    "\U000e0041",
    # characters that XML or UTF-8 cannot hold
    "\udcff",
    "\udc80",
    "\ud800",
    "\udfff",
    "\ud83d\ude00",
    "\ufffe",
    "\uffff",
    "\U0001ffff",
    # text
    "e\u0301",
    "天",
    "🤖",
    "\u00a0",
    "word",
    " ",
    "  ",
    ".md",
    "/",
    "../",
    "-",
)
# Of these planes and corners any character may come.
RANGES = (
    (0x00, 0x20),
    (0x20, 0x30),
    (0x3B, 0x7F),
    (0x7F, 0x100),
    (0x2000, 0x2070),
    (0xD800, 0xE000),
    (0xFF00, 0x11000),
)
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
LONG = 5000


def text(random: Random, most: int = 5) -> str:
    """Give a text of some odd pieces; one of 200 is very long. Digits occur in the odd pieces alone."""
    pieces = [
        random.choice(NASTY) if random.random() < 0.7 else character(random) for _ in range(random.randint(0, most))
    ]
    return "".join(pieces) * (LONG // 10 if random.random() < 0.005 else 1)


def character(random: Random) -> str:
    """Give any character of an odd corner, but no digit."""
    return chr(random.randrange(*random.choice(RANGES)))


def path(random: Random) -> str:
    """Give a file's name as Python carries it: never empty, no NUL, relative."""
    name = text(random).replace("\0", "").lstrip("/")
    return f".agents/sessions/{name}.md" if not name or random.random() < 0.5 else name


def source(random: Random) -> str:
    """Give what a file may hold: it was decoded strictly, so there are no surrogates; long lines, too."""
    return "".join(one for one in text(random, 12) if not "\ud800" <= one <= "\udfff") * random.choice((1, 1, 1, 20))


def span(random: Random) -> Span:
    """Give a span, which may lie behind the end of its text."""
    start = random.randint(0, 40)
    return Span(start, start + random.choice((0, 1, 5, 60)))


def change(random: Random, place: str) -> Change:
    """Give a change of a fix."""
    kind = random.random()
    if kind < 0.7:
        return Edit(place, span(random), text(random))
    return Rename(place, path(random)) if kind < 0.9 else Delete(place)


def diagnostic(random: Random, paths: list[str], *, wild: bool) -> Diagnostic:
    """Give a diagnostic about one of the paths; with an odd code and name, too, when it is a wild one."""
    where = random.choice(paths)
    fix = related = None
    if random.random() < 0.3:
        fix = Fix(
            text(random), tuple(change(random, where) for _ in range(random.randint(0, 2))), random.random() < 0.5
        )
    if random.random() < 0.2:
        related = Related(span(random), text(random), random.choice((None, random.choice(paths))))
    return Diagnostic(
        where,
        text(random) if wild else random.choice(("SL101", "SL201", "SL312", "ACME001")),
        text(random) if wild else random.choice(("filename", "frontmatter-schema", "section-unknown", "house-rule")),
        random.choice(SEVERITIES),
        span(random),
        text(random),
        help=text(random) if random.random() < 0.5 else "",
        fix=fix,
        field=tuple(text(random) for _ in range(random.choice((0, 0, 2)))),
        section=text(random) if random.random() < 0.2 else None,
        related=(related,) if related else (),
    )


def report(random: Random, *, wild: bool = False, most: int = 4) -> Report:
    """Give a report of at most so many diagnostics in a few files, some of which have no text."""
    paths = list(dict.fromkeys(path(random) for _ in range(random.randint(1, 3))))
    diagnostics = [diagnostic(random, paths, wild=wild) for _ in range(random.randint(0, most))]
    return Report(
        tuple(sorted(diagnostics, key=lambda one: paths.index(one.path))),
        {one: source(random) for one in paths if random.random() < 0.8},
        files_checked=random.randint(0, 5),
        skipped=tuple(Skipped(path(random), text(random)) for _ in range(random.choice((0, 0, 1)))),
        truncated=tuple(paths[: random.choice((0, 0, 1))]),
        fixed=random.choice((0, 0, 2)),
        notes=tuple(text(random) for _ in range(random.choice((0, 0, 1)))),
        baselined=random.choice((0, 0, 2)),
    )
