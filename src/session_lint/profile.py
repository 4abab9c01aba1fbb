"""What a session is in a repository: which files, how they are named, what their front matter and sections hold."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from .filename import Pattern
from .log import Log
from .values import dataclass, field

# The fields that rules ask for by name. A profile says where in the front matter each of them is.
FIELDS = (
    "title",
    "status",
    "created",
    "last_updated",
    "last_entry",
    "linear_issue",
    "linear_url",
    "branch",
    "current_task",
    "spawned_agents",
)


class State(Enum):
    """What a status means for the life of a session, whatever a team calls it."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"


class Finished(Enum):
    """What becomes of a session when its work is over."""

    DELETE = "delete"
    ARCHIVE = "archive"
    KEEP = "keep"


ARCHIVE = "archive"
"""The folder, beside the open sessions, to which finished ones are moved under `Finished.ARCHIVE`."""

Path = tuple[str, ...]


def suits(value: Any, wanted: Any) -> bool:
    """Say whether a value is of a schema's `type`, so that it can be meant for a key; null is meant for none."""
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "string"
    return value is not None and kind in ([wanted] if isinstance(wanted, str) else wanted)


@dataclass(frozen=True)
class Profile:
    """A kind of session file.

    `files` and `exclude` are globs relative to the root. `schema` is a JSON Schema (draft 2020-12) of the front matter.
    `fields` gives the path of each known field; a field that a format does not have is absent. `statuses` gives the
    words for each state, the first being the one to write. `log` is None where sessions keep none. `finished` is what
    becomes of a session that is over, `linear_url` the address of the workspace in Linear if it is known.
    """

    name: str
    files: tuple[str, ...]
    filename: Pattern
    schema: Mapping[str, Any]
    fields: Mapping[str, Path]
    statuses: Mapping[State, tuple[str, ...]]
    sections: tuple[str, ...]
    exclude: tuple[str, ...] = field(default=())
    log: Log | None = None
    finished: Finished = Finished.DELETE
    linear_url: str | None = None

    def path(self, name: str) -> Path | None:
        """Give the path of a known field in the front matter; None when this kind of session has no such field."""
        return self.fields.get(name)

    def state(self, status: object) -> State | None:
        """Give what a status means; None for an unknown word."""
        return next((state for state, words in self.statuses.items() if status in words), None)

    def subschema(self, path: Path) -> Mapping[str, Any]:
        """Give the part of the schema for the value at a path; empty where the schema says nothing of it.

        Follows `properties`, `items` and references inside the schema, no combinations (`anyOf` and the like).
        """
        part: Any = self._follow(self.schema)
        for key in path:
            properties = part.get("properties")
            part = properties.get(key) if isinstance(properties, dict) and key in properties else part.get("items")
            part = self._follow(part)
        return part  # type: ignore[no-any-return]

    def _follow(self, part: Any) -> Any:
        for _ in range(8):
            reference = part.get("$ref") if isinstance(part, dict) else None
            if not isinstance(reference, str) or not reference.startswith("#/"):
                break
            part = self.schema
            for key in reference[2:].split("/"):
                part = part.get(key.replace("~1", "/").replace("~0", "~")) if isinstance(part, dict) else None
        return part if isinstance(part, dict) else {}
