"""Asks git what files were before, and what its index holds: a few processes, however many files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from ..failure import Failure
from ..history import Against, Past
from ..text import shown
from ..values import dataclass
from . import log
from .log import Commit
from .process import Git, Trouble

Answer = TypeVar("Answer")

_MAX_ARGUMENTS = 60_000  # bytes; the system's limit is some hundred thousand, the environment included
# The tree without a file, which git knows without having it: gitglossary(7), "object database"; by the length of ids.
_EMPTY_TREES = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

_MOST_TEXTS = 400  # that are had at once

Gone = Callable[[str], bool]
"""Says whether a file of the base that concerns us is not there any more."""

Compare = Callable[[Mapping[str, str]], Mapping[str, bool]]
"""Says of files by path whether they are the blobs with these ids; of some there is nothing to say."""

Read = Callable[[str], bytes | None]
"""Gives the bytes of a file as it is now; None when it cannot be read."""


@dataclass(frozen=True)
class Repository:
    """A repository by its top level. A question that takes longer than `seconds` has no answer."""

    root: str
    seconds: float = 30

    @cached_property
    def _git(self) -> Git:
        return Git(self.root, self.seconds)

    @property
    def foreign_index(self) -> str | None:
        """The index that the environment names, if it is none of this repository's, so that git is not asked of it."""
        return self._git.foreign_index

    def past(
        self,
        paths: Iterable[str],
        compare: Compare,
        globs: Sequence[str],
        limit: int,
        against: Against | None = None,
        gone: Gone | None = None,
    ) -> Past:
        """Look up what files (relative to the root) are in the base. `compare` is asked once, with what they were.

        `globs` say where a renamed file may come from, besides the folders of the files. An old text of more than
        `limit` bytes counts as none. `gone` says which files of the base are missing and asks what became of them.
        Where a base or only changes are asked for, raises Failure for whatever stands in the way: a gate must not stand
        open unseen.
        """
        against = against or Against()
        inside = tuple(path for path in paths if not path.startswith(("/", "../")))
        try:
            return self._past(inside, compare, globs, limit, self._base(against), gone)
        except Trouble as trouble:
            if against.since is not None:
                words = trouble.words or "there is no commit to compare with"
                raise Failure(f"{against.asked} {shown(against.since)}: {words}", trouble.advice) from None
            if against.only_changes and trouble.words:
                raise Failure(f"what has changed cannot be found out: {trouble.words}", trouble.advice) from None
            note = f"the rules on history (SL5) are silent: {trouble.words}"
            note += f"; {trouble.advice}" if trouble.advice else ""
            return Past(notes=(note,) if trouble.words else ())

    def unchanged(self, paths: Iterable[str], read: Read, against: Against) -> frozenset[str]:
        """Give those of these files that are as they were in the base; none where there is no base."""
        try:
            blobs, _ = self._tree(self._base(against), paths, None)
        except Trouble:
            return frozenset()
        return frozenset(path for path, same in comparing(blobs, read)(blobs).items() if same)

    def staged(self) -> tuple[Mapping[str, tuple[str, str]], frozenset[str]]:
        """Give the mode and the id of each file that is in the index, by path, and which are left in a conflict.

        What is only intended to be added (`git add -N`) is not in it. Raises Failure.
        """

        def ask() -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
            # Against nothing at all: `ls-files` would also list what is only intended to be added.
            empty = _EMPTY_TREES[64 if self._git.ask("rev-parse", "--show-object-format").strip() == b"sha256" else 40]
            options = ("--cached", "--ita-invisible-in-index", "--raw", "-z", "--no-abbrev", "--no-renames")
            answer = self._git.ask("diff-index", *options, empty, "--")
            fields = answer.split(b"\0")
            found, conflicts = {}, set()
            for facts, name in zip(fields[::2], fields[1::2], strict=False):
                _, mode, _, blob, status = facts.split(b" ")
                if status == b"U":
                    conflicts.add(os.fsdecode(name))
                else:
                    found[os.fsdecode(name)] = (mode.decode(), blob.decode())
            return found, frozenset(conflicts)

        return self._answered(ask, "--staged: ")

    def branch(self) -> str | None:
        """Give the branch that is checked out, born or not; None for a detached HEAD and outside of git."""
        try:
            return (
                self._git.ask("symbolic-ref", "--quiet", "--short", "HEAD").decode("utf-8", "replace").strip() or None
            )
        except Trouble:
            return None

    def commits(self, globs: Sequence[str], *, everywhere: bool = False) -> tuple[Commit, ...]:
        """Give the commits that changed files of these globs, parents first: those of HEAD, or of all branches.

        The parents of a commit are the nearest ones that are among them. Raises Failure.
        """
        places = _fitting([_pathspec(glob) for glob in globs])
        which = "--all" if everywhere else "HEAD"
        return self._answered(lambda: tuple(log.read(self._git.ask("log", *log.OPTIONS, which, "--", *places))))

    def since(self, reference: str) -> frozenset[str]:
        """Give the ids of the commits of HEAD that came after it parted from another commit. Raises Failure."""
        return self._answered(
            lambda: frozenset(self._git.ask("rev-list", f"{self._meeting(reference)}..HEAD", "--").decode().split()),
            f"--since {shown(reference)}: ",
        )

    def texts(self, blobs: Iterable[str], limit: int) -> tuple[Mapping[str, bytes], frozenset[str]]:
        """Give contents by id, and which of them have more than `limit` bytes; none that this clone does not have.

        Raises Failure.
        """
        return self._answered(lambda: self._git.texts(blobs, limit))

    @staticmethod
    def _answered(ask: Callable[[], Answer], about: str = "") -> Answer:
        try:
            return ask()
        except Trouble as trouble:
            words = trouble.words or "there is no commit here"
            advice = trouble.advice or "run it in a git repository in which sessions have been committed"
            raise Failure(about + words, advice) from None

    def _past(
        self, paths: tuple[str, ...], compare: Compare, globs: Sequence[str], limit: int, base: str, gone: Gone | None
    ) -> Past:
        if not paths and gone is None:
            return Past()
        blobs, lost = self._tree(base, paths, gone)
        compared = compare(blobs)
        same = frozenset(path for path in paths if compared.get(path))
        others = [path for path in paths if compared.get(path) is False]
        if gone:
            lost |= {path for path in blobs.keys() - compared.keys() if gone(path)}
        if not (others or lost):
            return Past(same=same)
        untracked, renamed = self._index(base, [*others, *lost], globs)
        unseen = self._not_checked_out(lost - untracked) if gone else frozenset()
        lost -= unseen
        sources = {new: blob for new, (_, blob) in renamed.items()}
        moved = {old: new for new, (old, _) in renamed.items() if old in lost}
        before = {path: blobs[path] for path in others if path in blobs and path not in untracked}
        before |= {path: sources[path] for path in others if path in sources}
        blobs_before = {*before.values()}
        if len(blobs_before) > _MOST_TEXTS:
            sizes = self._git.sizes(blobs_before)
            missing = len(blobs_before - sizes.keys())
            kept = {path: blob for path, blob in before.items() if sizes.get(blob, limit + 1) <= limit}
            changed: Mapping[str, bytes] = self._git.earlier(kept, limit)
        else:
            texts, too_large = self._git.texts(blobs_before, limit)
            missing = len(blobs_before - texts.keys() - too_large)
            changed = {path: texts[blob] for path, blob in before.items() if blob in texts}
        if missing:
            raise Trouble(
                f"the old text of {missing} {'file is' if missing == 1 else 'files are'} not in this clone",
                "get it with `git fetch --refetch`, or clone without `--filter`",
            )
        origins = {new: old for new, (old, _) in renamed.items() if new in before}
        return Past(changed, same, origins, moved, lost - moved.keys(), unseen)

    def _base(self, against: Against) -> str:
        return "HEAD" if against.since is None else self._meeting(against.since, against.upto)

    def _meeting(self, reference: str, other: str = "HEAD") -> str:
        """Give the commit where two commits meet."""
        unknown = Trouble(
            "there is no such commit here",
            "fetch it (`git fetch origin NAME`), and check out with the whole history (`fetch-depth: 0`)",
        )
        if not (_is_name(reference) and _is_name(other)):
            raise unknown
        try:
            lines = (
                self._git.ask("rev-parse", "--is-shallow-repository", f"{reference}...{other}", "--").decode().split()
            )
        except Trouble as trouble:
            raise (unknown if "bad revision" in trouble.words else trouble) from None
        found = next((line[1:] for line in lines if line.startswith("^")), None)
        if found is None:
            where = "in what this shallow clone has" if lines[0] == "true" else "in their history"
            advice = "get the whole history: `git fetch --unshallow`, or `fetch-depth: 0` where CI checks out"
            raise Trouble(f"it and {shown(other)} have no commit in common {where}", advice)
        return found

    def _tree(self, base: str, paths: Iterable[str], gone: Gone | None) -> tuple[dict[str, str], frozenset[str]]:
        """Give the ids of the files that are in a commit, by path, and which others are gone.

        Links and submodules are no files.
        """
        wanted = frozenset(paths)
        # A folder with `/` stands for what is in it; git walks no other.
        folders = sorted({os.path.join(os.path.dirname(path), "") or path for path in wanted})
        places = [] if gone else _fitting(folders)
        everything = () if places else ("-r",)
        listed = self._git.ask("--literal-pathspecs", "ls-tree", "-z", "--full-tree", *everything, base, "--", *places)
        found, lost = {}, set()
        for entry in listed.split(b"\0"):
            facts, _, name = entry.partition(b"\t")
            path = os.fsdecode(name)
            if not facts.startswith(b"100"):
                continue
            if path in wanted:
                found[path] = facts.split(b" ")[2].decode()
            elif gone and gone(path):
                lost.add(path)
        return found, frozenset(lost)

    def _not_checked_out(self, paths: frozenset[str]) -> frozenset[str]:
        """Give those of these files that are in the index, and not on the disk because nobody wants them there.

        Such is what a sparse checkout leaves out; git-ls-files(1) marks it with `S`.
        """
        if not paths:
            return frozenset()
        places = _fitting(sorted(paths))
        listed = self._git.ask("--literal-pathspecs", "ls-files", "-t", "-z", "--", *places).split(b"\0")
        return paths & {os.fsdecode(entry[2:]) for entry in listed if entry.startswith(b"S ")}

    def _index(
        self, base: str, paths: Iterable[str], globs: Sequence[str]
    ) -> tuple[frozenset[str], dict[str, tuple[str, str]]]:
        """Give which files of the base are not in the index any more, and what renamed files were: path and id."""
        folders = {_neighbourhood(path) for path in paths}
        places = _fitting([*(f":(top,literal){folder}" for folder in sorted(folders)), *map(_pathspec, globs)])
        options = ("--cached", "--raw", "-z", "--no-abbrev", "-M", "-l1000", "--ignore-submodules=all")
        answer = self._git.ask("diff-index", *options, "--no-ext-diff", "--no-textconv", base, "--", *places)
        fields = iter(answer.split(b"\0"))
        gone, sources = set(), {}
        for facts in fields:
            if not facts.startswith(b":"):
                continue
            mode, _, blob, _, status = facts[1:].split(b" ")
            path = os.fsdecode(next(fields))
            if status.startswith(b"R"):
                gone.add(path)
                target = os.fsdecode(next(fields))
                if mode.startswith(b"100"):
                    sources[target] = (path, blob.decode())
            elif status.startswith(b"D"):
                gone.add(path)
        return frozenset(gone), sources


def comparing(paths: Iterable[str], read: Read) -> Compare:
    """Give what compares these files, in no hurry."""

    def compare(blobs: Mapping[str, str]) -> dict[str, bool]:
        from .blob import is_blob  # imported late: slow to load

        texts = ((path, read(path)) for path in paths)
        return {path: path in blobs and is_blob(data, blobs[path]) for path, data in texts if data is not None}

    return compare


def _is_name(reference: str) -> bool:
    """Whether it can name a commit, and nothing else that git would understand: an option, a range, a path."""
    return (
        bool(reference)
        and not reference.startswith(("-", ":", "^"))
        and ".." not in reference
        and "\0" not in reference
    )


def _neighbourhood(path: str) -> str:
    """Give the folder in which a session may have had another place: the one above that of the sessions."""
    folder = os.path.dirname(path)
    return os.path.dirname(folder) or folder or path


def _pathspec(glob: str) -> str:
    """Give one of our globs as git writes it: without `/` it fits at any depth; a backslash is a character."""
    plain = glob.removeprefix("/").replace("\\", "\\\\")
    return f":(top,glob){plain if '/' in glob else f'**/{plain}'}"


def _fitting(arguments: list[str]) -> list[str]:
    """Give the arguments; none when there are too many to be passed, so that git looks everywhere."""
    return arguments if sum(len(os.fsencode(one)) + 1 for one in arguments) < _MAX_ARGUMENTS else []
