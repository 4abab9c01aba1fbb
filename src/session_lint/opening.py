"""Opens a repository: where its root is, which config holds there, and the texts that a config asks for."""

from __future__ import annotations

import os
from collections.abc import Callable

from . import config, files, places, shipped
from .config import Config
from .config.layers import Location
from .failure import Failure
from .rule import AnyRule
from .rules import RULES
from .text import shown
from .values import dataclass

_MAX_CONFIG_BYTES = 1 << 20


def settings(
    start: str, config_path: str | None, *, isolated: bool, opened: Callable[[str], None] | None
) -> tuple[str, Config]:
    """Give the root of the repository around a folder and the config that holds there.

    The root is the git top level, else the config's folder, else `start`. What the parameters mean says
    `Workspace.open`. Raises Failure for a config that cannot be used.
    """
    top = places.root_of(start)
    found = None
    if config_path is not None:
        found = files.config_at(config_path)
    elif not isolated:
        found = files.config_of(start, top)
    root = os.path.abspath(top or (os.path.dirname(found.path) if found else start))
    if found is None:
        return root, config.default(RULES, _Texts(root, None))
    reader = _Texts(root, found, opened)
    loaded = config.load(places.place(root, found.path), RULES, reader, _load_plugin)
    own = {one.schema_location: one.profile.schema for one in loaded.everywhere if not one.schema_location.shipped}
    for location, schema in own.items():
        from .schema import library  # imported late: slow to load

        library.check(schema, location.path)
    return root, loaded


def text(root: str, location: Location) -> str:
    """Give the text that a config names. Raises Failure for a file that is not there or cannot be read."""
    return _Texts(root, None)(location)


def _load_plugin(name: str, known: tuple[type[AnyRule], ...]) -> tuple[type[AnyRule], ...]:
    from . import plugins  # imported late: few configs name one

    return plugins.load(name, known)


@dataclass(frozen=True)
class _Texts:
    """Gives the texts that a config asks for: shipped ones, and files inside the repository."""

    root: str
    first: files.ConfigFile | None
    opened: Callable[[str], None] | None = None

    def __call__(self, location: Location) -> str:
        if location.shipped:
            return shipped.read(location.path)
        if self.opened:
            self.opened(os.path.join(self.root, location.path))
        if self.first and os.path.join(self.root, location.path) == self.first.path:
            data = self.first.data
        else:
            content = files.read(self.root, location.path, _MAX_CONFIG_BYTES)
            if content.problem:
                message, advice = content.problem
                if not os.path.lexists(os.path.join(self.root, location.path)):
                    message, advice = "there is no such file", "a path in a config is relative to that config"
                raise Failure(f"cannot read {shown(location.path, 200)}: {message}", advice)
            data = content.data
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Failure(f"{location}: not UTF-8, at byte {error.start}", "save it as UTF-8") from None
