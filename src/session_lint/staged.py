"""Opens git's index as a source of files, for runs that judge what will be committed."""

from __future__ import annotations

import os

from . import git, globs, places
from .config import Config
from .failure import Failure
from .reader import Reader
from .sources import Index
from .text import shown

_PATH_SHOWN = 200


def index(root: str, config: Config) -> Index:
    """Give what is staged, with the contents of all files that a rule may look at. Raises Failure."""
    if not os.path.lexists(os.path.join(root, ".git")):
        raise Failure("--staged: there is no git repository here", "run it in one")
    repository = git.Repository(root)
    if repository.foreign_index:
        message = f"--staged: GIT_INDEX_FILE names {shown(repository.foreign_index, _PATH_SHOWN)}, outside of `.git`"
        raise Failure(message, "unset the variable to judge the repository's own index")
    entries, conflicts = repository.staged()
    if unresolved := sorted(filter(config.is_session, conflicts)):
        message = (
            f"--staged: the merge of {shown(unresolved[0], _PATH_SHOWN)} is not finished, so nothing of it is staged"
        )
        raise Failure(message, "resolve the conflict, and `git add` the file")
    found = Index(root, entries, repository.texts, conflicts)
    references = [glob for one in config.active for glob in getattr(one.rule, "references", ())]

    def is_looked_at(path: str) -> bool:
        inside = places.AGENTS in path.split("/")
        return inside or config.is_session(path) or any(globs.matches(glob, path) for glob in references)

    paths = tuple(path for path in entries if is_looked_at(path))
    found.fetch(paths, max(map(Reader(root, config).limit, paths), default=0))
    return found
