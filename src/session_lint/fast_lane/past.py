"""What the files of a repository were in its last commit, from one conversation with `git cat-file --batch`.

Runs git as `git.process` does, with the same settings and variables, and gives up where that would complain. See
git-cat-file(1), "Batch output", and gitformat-index(5) and `git help hash-object` for how a tree is stored.
"""

import _thread
import os

from . import Doubt, reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    File = tuple[str, bytes, int, int]  # name, text, `created` and `last_updated`

_SETTINGS = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit"),
    "--no-pager",
)
_OWN = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_KEPT_BEGINNINGS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_FILES = (b"100644", b"100755")
_ID = 20  # bytes of an id; those of the newer kind of repository are longer
_CHUNK = 1 << 16
_SIGPIPE, _SIGKILL = 13, 9


class Past:
    """The last commit of a repository. So many seconds are `patience` with git."""

    def __init__(self, root: str, patience: float) -> None:
        self.root = root
        self.patience = patience
        self.git: _Git | None = None
        self.born = True
        self.trees: dict[str, dict[bytes, tuple[bytes, str]]] = {}
        self.new: set[str] = set()  # the folders of files that are not in the commit

    def compare(self, folder: str, files: "Sequence[File]") -> None:
        """Look whether the rules on history are silent for some files of a folder. Raises Doubt."""
        tree = self._tree(folder)
        if not self.born:
            return
        asked = []
        for file in files:
            mode, blob = tree.get(file[0].encode(), (b"", ""))
            if not blob:
                self.new.add(folder)
            elif mode in _FILES:
                asked.append((blob, file))
            else:
                raise Doubt
        if not self.git or not asked:
            return
        self.git.ask(*[blob for blob, _ in asked])
        for _, (_, data, created, updated) in asked:
            content = self.git.content(b"blob")
            if content == data:
                continue
            before = None if content is None else reading.past(content)
            if before is None or before[0] != created:  # created-changed
                raise Doubt
            if before[1] >= updated:  # last-updated-not-bumped, last-updated-backwards
                raise Doubt
            if before[2] == "completed":  # status-reopened
                raise Doubt

    def end(self) -> None:
        """Look whether what is new may be what another file was: it is not if none is gone. Raises Doubt."""
        for folder in sorted(self.new):
            above = os.path.dirname(folder)
            places = f":(top,literal){above}", ":(top,glob)**/.agents/sessions/*.md"
            git = _Git(
                self.root, self.patience, "diff-index", "--cached", "--name-status", "-z", "--no-renames",
                "--ignore-submodules=all", "--no-ext-diff", "--no-textconv", "HEAD", "--", *places,
            )  # fmt: skip
            try:
                fields = git.everything().split(b"\0")
            finally:
                git.close()
            if not {*fields[:-1:2]} <= {b"A", b"M", b"T"}:
                raise Doubt

    def close(self) -> None:
        """End the conversation."""
        if self.git:
            self.git.close()

    def _tree(self, folder: str) -> dict[bytes, tuple[bytes, str]]:
        """Give mode and id of what is in a folder, by name."""
        if "\n" in folder:  # git would take it for two questions
            raise Doubt
        if self.git is None:
            self.git = _Git(self.root, self.patience, "cat-file", "--batch")
            self.git.ask("HEAD", f"HEAD:{folder}")
            self.born = self.git.content(b"commit") is not None
        elif folder not in self.trees:
            self.git.ask(f"HEAD:{folder}")
        if folder not in self.trees:
            self.trees.clear()
            self.trees[folder] = _entries(self.git.content(b"tree") or b"")
        return self.trees[folder]


def _entries(tree: bytes) -> dict[bytes, tuple[bytes, str]]:
    """Give mode and id of the entries of a tree, by name: mode, blank, name, NUL, the bytes of the id."""
    found = {}
    at = 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        mode, _, name = tree[at:end].partition(b" ")
        at = end + 1 + _ID
        found[name] = mode, tree[end + 1 : at].hex()
    return found


class _Git:
    """One process of git."""

    def __init__(self, root: str, patience: float, *arguments: str) -> None:
        if "PATH" not in os.environ:
            raise Doubt
        theirs, ours = os.pipe()
        mine, their = os.pipe()
        self.ours, self.mine = ours, mine
        self.buffer, self.at = b"", 0
        self.pid = 0
        try:
            if min(theirs, ours, mine, their) < 3:
                raise Doubt
            self.pid = os.posix_spawnp(
                "git",
                ("git", "-C", root, *_SETTINGS, *arguments),
                _environment(root),
                file_actions=(
                    (os.POSIX_SPAWN_DUP2, theirs, 0),
                    (os.POSIX_SPAWN_DUP2, their, 1),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ),
                setsigdef=(_SIGPIPE,),
            )
        finally:
            os.close(theirs)
            os.close(their)
            if not self.pid:
                os.close(ours)
                os.close(mine)
        self.ended = _thread.allocate_lock()
        self.ended.acquire()
        _thread.start_new_thread(self._watch, (patience,))

    def _watch(self, patience: float) -> None:
        """Kill git when it takes too long."""
        if not self.ended.acquire(timeout=patience):
            os.kill(self.pid, _SIGKILL)

    def ask(self, *objects: str) -> None:
        """Ask for objects, of which as many fit into any pipe as are asked for at once."""
        question = "".join([f"{one}\n" for one in objects]).encode()
        if os.write(self.ours, question) != len(question):
            raise Doubt

    def content(self, kind: bytes) -> bytes | None:
        """Give the next object, which must be of this kind; None if there is none. Raises Doubt."""
        while (end := self.buffer.find(b"\n", self.at)) < 0:
            self._more()
        words = self.buffer[self.at : end].split(b" ")
        self.at = end + 1
        if words[-1] == b"missing":
            return None
        if len(words) != 3 or words[1] != kind or len(words[0]) != _ID * 2 or len(words[2]) > 8:
            raise Doubt
        size = int(words[2])
        while len(self.buffer) <= self.at + size:
            self._more(self.at + size + 1 - len(self.buffer))
        start, self.at = self.at, self.at + size + 1
        return self.buffer[start : start + size]

    def everything(self) -> bytes:
        """Give all that git has to say. Raises Doubt if it does not end well."""
        parts = []
        while part := os.read(self.mine, _CHUNK):
            parts.append(part)
        pid, self.pid = self.pid, 0
        self.ended.release()
        if os.waitpid(pid, 0)[1]:
            raise Doubt
        return b"".join(parts)

    def close(self) -> None:
        """End the process."""
        os.close(self.ours)
        os.close(self.mine)
        if self.pid:
            self.ended.release()
            os.kill(self.pid, _SIGKILL)
            os.waitpid(self.pid, 0)

    def _more(self, wanted: int = 1) -> None:
        """Read on, at least so many bytes."""
        parts = [self.buffer[self.at :]]
        while wanted > 0:
            part = os.read(self.mine, _CHUNK)
            if not part:
                raise Doubt
            parts.append(part)
            wanted -= len(part)
        self.buffer, self.at = b"".join(parts), 0


def _environment(root: str) -> dict[str, str]:
    """Give the variables for git, without those that name another repository."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name[:4] != "GIT_" or name in _KEPT or name.startswith(_KEPT_BEGINNINGS)
    }
    variables.update(_OWN)
    variables["GIT_CEILING_DIRECTORIES"] = os.path.dirname(os.path.realpath(root))
    index = os.environ.get("GIT_INDEX_FILE")
    if index:
        index = os.path.join(root, index)
        if os.path.realpath(os.path.dirname(index)) != os.path.realpath(f"{root}/.git"):
            raise Doubt
        variables["GIT_INDEX_FILE"] = index
    return variables
