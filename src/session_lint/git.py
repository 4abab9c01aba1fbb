"""Asks git what files were before; the only module that runs it. At most four processes, however many files.

Git is asked about commits and its index, and never looks at a file: so nothing that a repository's config may name
(a filter, a monitor, a diff driver, a hook) is run, and a stale index or a conversion of line ends is no change. It
never goes to the network for what a partial clone lacks.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from . import files, git_batch, git_log
from .failure import Failure
from .git_log import Commit
from .history import Past
from .text import printable, shown

_SETTINGS = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit"),
    "--no-pager",
)
_OWN = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # older git knows no GIT_NO_LAZY_FETCH, and fetches
    "LC_ALL": "C",  # its words are read below
}
# A hook inherits variables that name a repository, perhaps another one. What says where git and the user's own config
# are is kept, as `safe.directory` may be in it.
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_KEPT_BEGINNINGS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")

# What git says where there is simply no history to know.
_NO_HISTORY = (
    "not a git repository",
    "cannot use bare repository",
    "Not a valid object name HEAD",
    "bad revision 'HEAD'",
)
_NOT_OURS = ("dubious ownership", "unsafe repository")

Answer = TypeVar("Answer")

_MAX_ARGUMENTS = 60_000  # bytes; the system's limit is some hundred thousand, the environment included
_CHUNK = 1 << 16

Gone = Callable[[str], bool]
"""Says whether a file of the base that concerns us is not there any more."""

Read = Callable[[str], bytes | None]
"""Gives the bytes of a file as it is now; None when it cannot be read."""


class _Trouble(Exception):  # noqa: N818 -- caught here
    """Git gives no answer. `words` say why; they are empty where there is nothing to say."""

    def __init__(self, words: str = "", advice: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.advice = advice


@dataclass(frozen=True)
class Repository:
    """A repository by its top level. A question that takes longer than `seconds` has no answer."""

    root: str
    seconds: float = 30

    def past(
        self,
        paths: Iterable[str],
        read: Read,
        globs: Sequence[str],
        limit: int,
        since: str | None = None,
        gone: Gone | None = None,
    ) -> Past:
        """Look up what files (relative to the root) are in the base: HEAD, or where HEAD and `since` meet.

        `globs` say where a renamed file may come from, besides the folders of the files. An old text of more than
        `limit` bytes counts as none. `gone` says which files of the base are missing and asks what became of them.
        Raises Failure under `since` for whatever stands in the way: a gate must not stand open unseen.
        """
        try:
            base = "HEAD" if since is None else self._meeting(since)
            inside = tuple(path for path in paths if not path.startswith(("/", "../")))
            return self._past(inside, read, globs, limit, base, gone)
        except _Trouble as trouble:
            if since is not None:
                words = trouble.words or "there is no commit to compare with"
                raise Failure(f"--since {shown(since)}: {words}", trouble.advice) from None
            note = f"the rules on history (SL5) are silent: {trouble.words}"
            note += f"; {trouble.advice}" if trouble.advice else ""
            return Past(notes=(note,) if trouble.words else ())

    def commits(self, globs: Sequence[str], *, everywhere: bool = False) -> tuple[Commit, ...]:
        """Give the commits that changed files of these globs, parents first: those of HEAD, or of all branches.

        The parents of a commit are the nearest ones that are among them. Raises Failure.
        """
        places = _fitting([_pathspec(glob) for glob in globs])
        which = "--all" if everywhere else "HEAD"
        return self._answered(lambda: tuple(git_log.read(self._git("log", *git_log.OPTIONS, which, "--", *places))))

    def since(self, reference: str) -> frozenset[str]:
        """Give the ids of the commits of HEAD that came after it parted from another commit. Raises Failure."""
        return self._answered(
            lambda: frozenset(self._git("rev-list", f"{self._meeting(reference)}..HEAD", "--").decode().split()),
            f"--since {shown(reference)}: ",
        )

    def texts(self, blobs: Iterable[str], limit: int) -> dict[str, bytes]:
        """Give contents by id, those that are in this clone and not over the limit. Raises Failure."""
        return self._answered(lambda: self._texts(blobs, limit)[0])

    @staticmethod
    def _answered(ask: Callable[[], Answer], about: str = "") -> Answer:
        try:
            return ask()
        except _Trouble as trouble:
            words = trouble.words or "there is no commit here"
            advice = trouble.advice or "run it in a git repository in which sessions have been committed"
            raise Failure(about + words, advice) from None

    def _past(
        self, paths: tuple[str, ...], read: Read, globs: Sequence[str], limit: int, base: str, gone: Gone | None
    ) -> Past:
        if not paths and gone is None:
            return Past()
        blobs, lost = self._tree(base, paths, gone)
        same = frozenset(path for path in paths if path in blobs and _is_same(read(path), blobs[path]))
        others = [path for path in paths if path not in same]
        if not (others or lost):
            return Past(same=same)
        untracked, renamed = self._index(base, [*others, *lost], globs)
        sources = {new: blob for new, (_, blob) in renamed.items()}
        moved = {old: new for new, (old, _) in renamed.items() if old in lost}
        before = {path: blobs[path] for path in others if path in blobs and path not in untracked}
        before |= {path: sources[path] for path in others if path in sources}
        texts, missing = self._texts(before.values(), limit)
        if missing:
            raise _Trouble(
                f"the old text of {missing} {'file is' if missing == 1 else 'files are'} not in this clone",
                "get it with `git fetch --refetch`, or clone without `--filter`",
            )
        changed = {path: texts[blob] for path, blob in before.items() if blob in texts}
        origins = {new: old for new, (old, _) in renamed.items() if new in before}
        return Past(changed, same, origins, moved, lost - moved.keys())

    def _meeting(self, reference: str) -> str:
        """Give the commit where HEAD and another one meet."""
        unknown = _Trouble(
            "there is no such commit here",
            "fetch it (`git fetch origin NAME`), and check out with the whole history (`fetch-depth: 0`)",
        )
        if not reference or reference.startswith(("-", ":", "^")) or ".." in reference or "\0" in reference:
            raise unknown
        try:
            lines = self._git("rev-parse", "--is-shallow-repository", f"{reference}...HEAD", "--").decode().split()
        except _Trouble as trouble:
            raise (unknown if "bad revision" in trouble.words else trouble) from None
        found = next((line[1:] for line in lines if line.startswith("^")), None)
        if found is None:
            where = "in what this shallow clone has" if lines[0] == "true" else "in their history"
            advice = "get the whole history: `git fetch --unshallow`, or `fetch-depth: 0` where CI checks out"
            raise _Trouble(f"it and `HEAD` have no commit in common {where}", advice)
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
        listed = self._git("--literal-pathspecs", "ls-tree", "-z", "--full-tree", *everything, base, "--", *places)
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

    def _index(
        self, base: str, paths: Iterable[str], globs: Sequence[str]
    ) -> tuple[frozenset[str], dict[str, tuple[str, str]]]:
        """Give which files of the base are not in the index any more, and what renamed files were: path and id."""
        folders = {_neighbourhood(path) for path in paths}
        places = _fitting([*(f":(top,literal){folder}" for folder in sorted(folders)), *map(_pathspec, globs)])
        options = ("--cached", "--raw", "-z", "--no-abbrev", "-M", "-l1000", "--ignore-submodules=all")
        answer = self._git("diff-index", *options, "--no-ext-diff", "--no-textconv", base, "--", *places)
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

    def _texts(self, blobs: Iterable[str], limit: int) -> tuple[dict[str, bytes], int]:
        """Give the contents of blobs by id, but for those over the limit, and how many are not to be had."""
        ids = sorted(set(blobs))
        if not ids:
            return {}, 0
        with self._open("cat-file", "--batch") as process:
            watch = threading.Timer(self.seconds, process.kill)
            watch.start()
            try:
                found, too_large = git_batch.contents(process.stdin, process.stdout, ids, limit)
            finally:
                late = not watch.is_alive()
                watch.cancel()
                process.kill()  # it waits for more questions
        if late:
            raise self._late()
        return found, len(ids) - len(found) - too_large

    def _git(self, *arguments: str) -> bytes:
        """Run git, and give what it says."""
        with self._open(*arguments) as process:
            try:
                answer, complaint = process.communicate(timeout=self.seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise self._late() from None
        if process.returncode:
            raise _trouble(complaint.decode("utf-8", "replace"), self.root)
        return answer

    def _open(self, *arguments: str) -> subprocess.Popen[bytes]:
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        asks = "cat-file" in arguments
        try:
            return subprocess.Popen(  # noqa: S603
                ("git", *_SETTINGS, *arguments),  # noqa: S607 -- which one is for the user's PATH to say
                cwd=self.root,
                env=self._environment,
                stdin=pipe if asks else null,
                stdout=pipe,
                stderr=null if asks else pipe,
            )
        except FileNotFoundError:
            raise _Trouble("there is no git program") from None
        except OSError as error:
            raise _Trouble(f"git cannot be run: {(error.strerror or 'the system does not say why').lower()}") from None

    def _late(self) -> _Trouble:
        return _Trouble(f"git gave no answer within {self.seconds:g} seconds")

    @cached_property
    def _environment(self) -> dict[str, str]:
        variables = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_BEGINNINGS)
        }
        variables |= _OWN
        # Here or nowhere: not in a repository further up when this one is broken.
        variables["GIT_CEILING_DIRECTORIES"] = os.path.dirname(os.path.realpath(self.root))
        if index := os.environ.get("GIT_INDEX_FILE"):
            # `git commit --all` and `git commit PATH` run their hooks with an index of their own, to be committed.
            index = os.path.join(self.root, index)
            if os.path.realpath(os.path.dirname(index)) == self._folder():
                variables["GIT_INDEX_FILE"] = index
        return variables

    def _folder(self) -> str:
        """Give where git keeps what belongs to this working tree: `.git`, or what it says where it is a file.

        It is one in worktrees and submodules; see gitrepository-layout(5).
        """
        link = files.read(self.root, ".git", _CHUNK).data.removeprefix(b"gitdir: ").rstrip(b"\r\n")
        return os.path.realpath(os.path.join(self.root, os.fsdecode(link) if link and b"\0" not in link else ".git"))


def _trouble(complaint: str, root: str) -> _Trouble:
    """Make of git's complaint what a user should know."""
    if any(words in complaint for words in _NO_HISTORY):
        return _Trouble()
    if any(words in complaint for words in _NOT_OURS):
        return _Trouble(
            "git refuses to read this repository, which belongs to another user",
            f"if you trust it: `git config --global --add safe.directory {printable(root)}`",
        )
    lines = [line for line in complaint.split("\n") if line.startswith(("fatal: ", "error: "))]
    words = (lines or complaint.strip().split("\n"))[-1].removeprefix("fatal: ").removeprefix("error: ")
    return _Trouble(f"git says: {printable(words)[:300]}")


def _is_same(data: bytes | None, blob: str) -> bool:
    """Whether these bytes are the blob with this id: SHA-1, or SHA-256 in the newer kind of repository."""
    if data is None:
        return False
    algorithm = hashlib.sha256 if len(blob) == hashlib.sha256().digest_size * 2 else hashlib.sha1
    return algorithm(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest() == blob


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
