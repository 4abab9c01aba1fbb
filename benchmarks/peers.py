"""The other linters: what is installed of each, how it is asked to check and to fix, and what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

from .corpora import FRONT_MATTER, SESSIONS

_FRONT_MATTER_SETTINGS = (  # it takes front matter for text otherwise, and none with a blank line
    *("--enable-extensions", "front-matter"),
    *("--set", "extensions.front-matter.allow_blank_lines=$!True"),
)


class Reach(StrEnum):
    """What a linter is told of files: nothing, for it searches the repository, their folder, a pattern, or each."""

    REPOSITORY = auto()
    FOLDER = auto()
    GLOB = auto()
    FILE = auto()


@dataclass(frozen=True)
class Peer:
    """A linter, and its commands: words after the program, and before the paths.

    `fixes` begin with the one that changes least. `pinned` is what is installed, the linter first, from PyPI or with
    npm. `yaml` ones are given the front matter alone.
    """

    name: str
    program: str
    pinned: tuple[str, ...]
    check: tuple[str, ...]
    fixes: tuple[tuple[str, ...], ...] = ()
    npm: bool = False
    yaml: bool = False
    reach: Reach = Reach.FOLDER
    note: str = ""

    @property
    def version(self) -> str:
        """The version that is installed."""
        return self.pinned[0].replace("==", "@").rpartition("@")[2]

    def paths(self, folder: Path) -> tuple[str, ...]:
        """Give what is checked in a corpus, relative to it."""
        part = FRONT_MATTER if self.yaml else SESSIONS
        match self.reach:
            case Reach.REPOSITORY:
                return ()
            case Reach.FOLDER:
                return (str(part),)
            case Reach.GLOB:
                return (f"{part}/*",)
            case Reach.FILE:
                return tuple(sorted(str(path.relative_to(folder)) for path in (folder / part).iterdir()))


OURS = Peer(
    "session-lint",
    "session-lint",
    (),
    ("check", "--output-format", "concise"),
    (("check", "--fix"), ("check", "--fix", "--unsafe-fixes")),
    reach=Reach.REPOSITORY,
)
"""session-lint in the same shape. One line for each finding, as the others print it."""

RUMDL = Peer(
    "rumdl",
    "rumdl",
    ("rumdl==0.3.0",),
    ("check", "--no-cache"),
    (("check", "--no-cache", "--fix"),),
    note="without its cache",
)

PEERS: tuple[Peer, ...] = (
    RUMDL,
    Peer(
        "markdownlint-cli2",
        "markdownlint-cli2",
        ("markdownlint-cli2@0.24.1",),
        (),
        (("--fix",),),
        npm=True,
        reach=Reach.GLOB,
    ),
    Peer(
        "pymarkdown",
        "pymarkdown",
        ("pymarkdownlnt==0.9.41",),
        (*_FRONT_MATTER_SETTINGS, "scan"),
        ((*_FRONT_MATTER_SETTINGS, "fix"),),
        note="with its extension for front matter",
    ),
    Peer(
        "mdformat",
        "mdformat",
        ("mdformat==1.0.0", "mdformat-frontmatter==2.2.0"),
        ("--check",),
        ((),),
        note="with its plugin for front matter",
    ),
    Peer(
        "yamllint",
        "yamllint",
        ("yamllint==1.38.0",),
        ("--format", "parsable"),
        yaml=True,
        note="given the front matter in files of its own",
    ),
    Peer(
        "check-jsonschema",
        "check-jsonschema",
        ("check-jsonschema==0.39.0",),
        ("--schemafile", str(Path(__file__).resolve().parents[1] / "schemas" / "session.schema.json")),
        yaml=True,
        reach=Reach.FILE,
        note="given the front matter in files of its own, and our schema",
    ),
)
"""All of them, with their default config but for what their note says."""
