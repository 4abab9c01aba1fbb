"""SL601 orphaned-reference."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

from .. import references, specimens
from ..diagnostic import Finding, Fix, Severity
from ..references import Reference
from ..rule import Example, FactRule, Facts, Needs, option
from ..session import Session
from ..text import shown
from ..tree import Tree
from ..values import dataclass, replace

# Keys under which a bare name is mostly that of another kind of file, and those that name a session which may be gone.
_OTHERS = frozenset(("input", "inputs", "output", "outputs", "report", "reports", "source", "sources"))
_GONE = frozenset(("replaces", "supersedes"))
_NOW = datetime(2025, 12, 4, 15, 0, tzinfo=UTC)
_FOLDER = ".agents/sessions"
_CACHE = "20251203-090000-forecast-cache.md"
_TREE = Tree((_FOLDER,), frozenset({f"{_FOLDER}/20251204-143000-weather-fallback.md"}))


@dataclass(frozen=True)
class OrphanedReference(FactRule):
    """A session that a text refers to is there.

    Why: sessions are deleted when their work is done, and a plan or another session that still points to one sends the
    next agent to nothing.

    Looked at are the sessions, all other texts in `.agents` folders (sub-folders of the sessions folder apart), and
    those of the option `references`. A reference is a path with the sessions folder in it, a link or wiki link that
    leads there, or in front matter the bare file name. Code blocks and comments are left out. A session that is deleted
    in this change, so that `HEAD` has it and the disk has not, makes it an error.

    An example is no reference: a path behind `Example:`, `Good:`, `Bad:`, `e.g.` and the like, or below a line that
    ends so, and a made-up name such as `foo.md`. Nor are in front matter the values of keys that tell of the past, such
    as `renamed_from` and `replaces`, and bare names under `inputs`, `sources` and `reports`.

    This rule speaks only when the whole repository is judged: without paths, or in the hook `session-lint-repo`.

    Fix: where the session has only moved, the path is rewritten; in a session that is safe, elsewhere unsafe.
    """

    code = "SL601"
    name = "orphaned-reference"
    severity = Severity.WARNING
    needs = Needs.TREE
    judges_others: ClassVar[bool] = True

    references: tuple[str, ...] = option(
        (), "Globs of more texts to look at, relative to the root, such as `docs/**/*.md`.", paths=True
    )

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield each reference that leads to no file."""
        tree = facts.tree
        if tree is None:
            return
        for reference in references.sure(session, tree.folders, tree.names):
            there = any(target in tree.files for target in reference.targets)
            if not there and _is_meant(reference, tree) and not _is_excused(session, reference, tree):
                yield _finding(session, reference, tree)

    examples = (
        Example(
            f"See [the cache](20251204-143000-weather-fallback.md).\n\n```\n{_FOLDER}/{_CACHE}\n```\n",
            facts=Facts(_NOW, tree=_TREE),
        ),
        Example(
            f"---\nrenamed_from: {_CACHE}\n---\n**Bad**: `{_FOLDER}/cache.md` (no timestamp)\n",
            facts=Facts(_NOW, tree=_TREE),
        ),
        Example(
            f"---\ncontinues: {_CACHE}\n---\n",
            says=(f"there is no session `{_FOLDER}/{_CACHE}`",),
            facts=Facts(_NOW, tree=_TREE),
        ),
        Example(
            f"The plan of `{_FOLDER}/{_CACHE}`.\n",
            path=".agents/plans/cache.md",
            says=(f"the session `{_FOLDER}/{_CACHE}` is deleted in this change, and is still referred to here",),
            facts=Facts(_NOW, tree=replace(_TREE, deleted=frozenset({f"{_FOLDER}/{_CACHE}"}))),
        ),
        Example(
            f"After [the cache](./{_CACHE}#context).\n",
            says=(f"there is no session `{_FOLDER}/{_CACHE}`; it is now `{_FOLDER}/archive/{_CACHE}`",),
            fixed=f"After [the cache](./archive/{_CACHE}#context).\n",
            facts=Facts(
                _NOW,
                tree=replace(
                    _TREE,
                    files=_TREE.files | {f"{_FOLDER}/archive/{_CACHE}"},
                    sessions={},
                    moved={f"{_FOLDER}/{_CACHE}": f"{_FOLDER}/archive/{_CACHE}"},
                ),
            ),
        ),
    )


def _is_meant(reference: Reference, tree: Tree) -> bool:
    """Whether it is a session that is meant; a link to `docs/...` beside a session may lead from somewhere else."""
    folder, name = posixpath.split(reference.target)
    if reference.bare and tree.named(name):
        return False  # a bare name means the file wherever it is
    known = folder in tree.folders or tree.named(name) or reference.target in tree.deleted
    return name != "README.md" and (bool(known) or not reference.link)


def _is_excused(session: Session, reference: Reference, tree: Tree) -> bool:
    """Whether it is an example, or a key says that the file is of another kind or need not be there."""
    keys = {key.lower() for key in reference.field}
    if _GONE & keys or (reference.bare and _OTHERS & keys):
        return True
    known = any(target in tree.deleted or target in tree.moved for target in reference.targets)
    if not known and specimens.is_made_up(posixpath.basename(reference.target)):
        return True
    return specimens.is_shown(session.text, session.lines, reference.whole.start)


def _finding(session: Session, reference: Reference, tree: Tree) -> Finding:
    gone = next((target for target in reference.targets if target in tree.deleted), None)
    old = gone or reference.target
    new = _moved(reference, tree)
    if new:
        edit = references.edit(session.path, session.text, reference, new, old)
        if reference.field:
            edit = replace(edit, fields=(reference.field,))
        alone = not reference.field or session.front.is_alone(*reference.field)
        fix = Fix(f"refer to {shown(new, 200)}", (edit,), safe=session.path in tree.sessions) if alone else None
        message = f"there is no session {shown(old, 200)}; it is now {shown(new, 200)}"
        return Finding(reference.whole, message, f"write {shown(edit.content, 200)}", fix, reference.field)
    if gone:
        return Finding(
            reference.whole,
            f"the session {shown(gone, 200)} is deleted in this change, and is still referred to here",
            "take the reference out, or say where its knowledge went: an issue, a decision record, the documentation",
            field=reference.field,
            severity=Severity.ERROR,
        )
    advice = "correct it, or take the reference out"
    return Finding(reference.whole, f"there is no session {shown(old, 200)}", advice, field=reference.field)


def _moved(reference: Reference, tree: Tree) -> str | None:
    """Give where the session is now: where git saw it go, else where the only file of its name is."""
    for target in reference.targets:
        if (to := tree.moved.get(target)) in tree.files:
            return to
    elsewhere = {path for target in reference.targets for path in tree.named(posixpath.basename(target))}
    return elsewhere.pop() if len(elsewhere) == 1 else None
