"""SL201 frontmatter-schema."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits, nesting, schema
from ..diagnostic import Edit, Finding, Fix, Severity
from ..profile import Path, suits
from ..rule import Example, SessionRule
from ..schema import Violation
from ..session import Session
from ..text import closest, key_distance, letters, printable, shown
from ..timestamps import as_text, read

# Words that people write for a status, and what they mean in the format; a fix would guess, so these are only named.
_SYNONYMS = {
    "done": "completed", "finished": "completed", "closed": "completed", "archived": "completed", "stopped": "paused",
    "active": "in_progress", "open": "in_progress", "wip": "in_progress", "started": "in_progress",
    "blocked": "paused", "on_hold": "paused", "abandoned": "completed", "todo": "pending",
}  # fmt: skip
_PRESETS = {
    "archived": "archive", "abandoned": "archive",
    "active": "journal", "stopped": "journal", "done": "journal", "blocked": "journal",
}  # fmt: skip

# What the examples share: a good beginning and a good end.
_HEAD = '---\nsession:\n  title: Weather\n  status: paused\n  created: "2025-12-04T14:30:00Z"\n'
_TASK = "orchestration:\n  current_task: Cache the forecast\n---\n"


class FrontmatterSchema(SessionRule):
    """The front matter holds what its schema asks for: title, status, times, the current task, the agents.

    Why: tools and agents read these keys by name. A key that is missing, a status in other words, a time without a zone
    is read as something else, or not at all.

    The schema is `schemas/session.schema.json` (`session-lint schema session` prints it); `schema` in the profile names
    another. Other keys are allowed everywhere; optional ones may be null. Timestamps are RFC 3339 with a zone, quoted
    or not.

    Fix: safe ones correct a status that is only spelled differently (`In Progress`), an agent's `type` to `agent`, and
    a key that is nearly the missing one (`lastupdated`), if its value fits there. Unsafe ones fill a missing `title`
    from the H1, `created` from the file name and `last_updated` from `created`; move `title`, `status` and the rest
    from the top level under `session:`; and take a time without a zone for UTC.
    """

    code = "SL201"
    name = "frontmatter-schema"
    severity = Severity.ERROR

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each violation of the profile's schema."""
        if session.front.data is None:
            return

        for violation in schema.violations(session.profile.schema, session.front.data):
            path = violation.path
            span = None if violation.keyword == "required" else session.front.value_span(*path)
            fix, advice = _remedy(session, violation)
            advice = advice or violation.advice or _advice(violation)
            yield Finding(span or session.front.nearest_span(*path), violation.message, advice, fix, field=path)

    examples = (
        Example(_HEAD + '  last_updated: "2025-12-04T14:30:00Z"\n  branch: main\n  linear_issue: null\n' + _TASK),
        Example(
            _HEAD + '  last_updated: "2025-12-04T14:30:00Z"\n---\n',
            says=("`orchestration` is missing; expected a mapping",),
        ),
        Example(
            _HEAD.replace("paused", '"In Progress"') + '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK,
            says=("`session.status` is `In Progress`; expected one of `in_progress`, `paused`, `completed`",),
            fixed=_HEAD.replace("paused", '"in_progress"') + '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK,
        ),
        Example(
            _HEAD.replace("paused", "done") + '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK,
            says=("`session.status` is `done`; expected one of `in_progress`, `paused`, `completed`",),
        ),
        Example(
            _HEAD + "  lastUpdated: 2025-12-04T14:30:00Z\n" + _TASK,
            says=('`session.last_updated` is missing; expected a timestamp like "2025-12-04T14:30:00Z"',),
            fixed=_HEAD + "  last_updated: 2025-12-04T14:30:00Z\n" + _TASK,
        ),
        Example(
            _HEAD
            + '  last_updated: "2025-12-04T14:30:00Z"\norchestration:\n  current_task: Cache\n  spawned_agents:\n'
            + "    - type: backend-dev\n      task: Cache\n      status: complete\n---\n",
            says=(
                "`orchestration.spawned_agents.0.agent` is missing; expected text",
                "`orchestration.spawned_agents.0.status` is `complete`; "
                "expected one of `pending`, `in_progress`, `completed`",
            ),
            fixed=_HEAD
            + '  last_updated: "2025-12-04T14:30:00Z"\norchestration:\n  current_task: Cache\n  spawned_agents:\n'
            + "    - agent: backend-dev\n      task: Cache\n      status: completed\n---\n",
        ),
        Example(
            _HEAD + "  last_updated: 2025-12-04 14:30\n" + _TASK,
            says=(
                "`session.last_updated` is `2025-12-04 14:30`; it has no zone; "
                "expected an RFC 3339 timestamp with a zone",
            ),
            fixed=_HEAD + '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK,
        ),
        Example(
            "---\nsession:\n  status: paused\n" + _TASK + "# Session: Weather\n",
            says=(
                "`session.title` is missing; expected text",
                '`session.created` is missing; expected a timestamp like "2025-12-04T14:30:00Z"',
                '`session.last_updated` is missing; expected a timestamp like "2025-12-04T14:30:00Z"',
            ),
            fixed='---\nsession:\n  title: "Weather"\n  status: paused\n  created: "2025-12-04T14:30:00Z"\n'
            '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK + "# Session: Weather\n",
        ),
        Example(
            _HEAD.replace("status: paused", "stats: 5") + '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK,
            says=("`session.status` is missing; expected one of `in_progress`, `paused`, `completed`",),
        ),
        Example(
            _HEAD + "  lastupdated: 2025-12-04T14:30:00Z\n  lastupdated: 2025-12-04T15:00:00Z\n" + _TASK,
            says=('`session.last_updated` is missing; expected a timestamp like "2025-12-04T14:30:00Z"',),
        ),
        Example(
            "---\nsession:\n  status: paused\n  created: '2025-12-04T14:30:00Z'\n"
            "  last_updated: 2025-12-05 09:00\n" + _TASK + "# Session: It's late\n",
            says=(
                "`session.title` is missing; expected text",
                "`session.last_updated` is `2025-12-05 09:00`; it has no zone; "
                "expected an RFC 3339 timestamp with a zone",
            ),
            fixed="---\nsession:\n  title: 'It''s late'\n  status: paused\n  created: '2025-12-04T14:30:00Z'\n"
            "  last_updated: '2025-12-05T09:00:00Z'\n" + _TASK + "# Session: It's late\n",
        ),
        Example(
            "---\ntitle: Weather\n# no key yet\nstatus: paused\nspec: cache\ncreated: 2025-12-04T14:30:00Z\n"
            "last_updated: 2025-12-04T14:30:00Z\n" + _TASK,
            says=("`session` is missing; expected a mapping",),
            fixed="---\nsession:\n  title: Weather\n  # no key yet\n  status: paused\n"
            "  created: 2025-12-04T14:30:00Z\n"
            "  last_updated: 2025-12-04T14:30:00Z\nspec: cache\n" + _TASK,
        ),
        Example(
            '---\nsession:\n  status: paused\n  created: "2025-12-04T14:30:00Z"\n# ours\ntitle: Weather\n' + _TASK,
            says=(
                "`session.title` is missing; expected text",
                '`session.last_updated` is missing; expected a timestamp like "2025-12-04T14:30:00Z"',
            ),
            fixed='---\nsession:\n  status: paused\n  created: "2025-12-04T14:30:00Z"\n  # ours\n  title: Weather\n'
            '  last_updated: "2025-12-04T14:30:00Z"\n' + _TASK,
        ),
        Example(
            "---\ntitle: >-\n  Weather\nstatus: paused\n" + _TASK,
            says=("`session` is missing; expected a mapping",),
        ),
    )


def _advice(violation: Violation) -> str:
    """Say what to do about a violation for which no more is known."""
    schema = violation.schema
    inner = ", ".join(f"`{key}`" for key in schema.get("required", ()) if isinstance(key, str))
    if violation.keyword == "required":
        return f"add `{violation.path[-1]}:`" + (f" with {inner}" if inner else "")
    if violation.keyword == "type" and inner:
        return f"write a mapping with {inner}"
    return "change the value to what is expected"


def _remedy(session: Session, violation: Violation) -> tuple[Fix | None, str]:
    """Give the fix for a violation and what to do, as far as something is known about it."""
    match violation.keyword:
        case "required":
            return (
                _near_miss(session, violation)
                or _moved(session, violation.path)
                or _known_elsewhere(session, violation.path)
            )
        case "type" if violation.instance is None and len(violation.path) == 1:
            return _moved(session, violation.path) or (None, "")
        case "enum" if isinstance(violation.instance, str):
            return _spelling(session, violation)
        case "format" if isinstance(violation.instance, str) and (text := read(violation.instance).as_utc):
            edit = edits.set_quoted(session, violation.path, text)
            return _fix(f'write it as "{text}", taking it for UTC', edit, safe=False), ""
        case _:
            return None, ""


def _fix(title: str, *changes: Edit | None, safe: bool) -> Fix | None:
    made = tuple(change for change in changes if change)
    return Fix(title, made, safe) if made and len(made) == len(changes) else None


def _spelling(session: Session, violation: Violation) -> tuple[Fix | None, str]:
    """Mend a word of a closed set that is only spelled differently; name the word for a synonym."""
    words = tuple(word for word in violation.schema["enum"] if isinstance(word, str))
    written = violation.instance
    if word := _word_meant(written, words):
        return _fix(f"write `{word}`", edits.set_value(session, violation.path, word), safe=True), f"use `{word}`"
    meaning = _SYNONYMS.get("_".join(written.lower().replace("-", " ").split()))
    if meaning not in words:
        return None, "write the one that holds"
    preset = _PRESETS.get(written) if violation.path == session.field("status") else None
    other = f', or set `extend = "{preset}"` in the configuration if your team uses `{written}`' if preset else ""
    return None, f"use `{meaning}`{other}"


def _word_meant(written: str, words: tuple[str, ...]) -> str | None:
    """Give the word of a closed set that is only spelled differently."""
    near = closest(letters(written), tuple(letters(word) for word in words), 1) if len(letters(written)) > 3 else None  # noqa: PLR2004
    same = [word for word in words if letters(word) == near]
    return same[0] if len(same) == 1 else None


def _near_miss(session: Session, violation: Violation) -> tuple[Fix | None, str] | None:
    """Rename the key that seems meant: nearly the missing one, or an agent's `type`."""
    *parents, key = violation.path
    node = session.front.node(*parents)
    known = session.profile.subschema(tuple(parents)).get("properties", {})
    strange = [entry for entry in node.entries if entry.key not in known] if node else []
    wanted = violation.schema.get("type", "string")
    near = [entry.key for entry in strange if _is_near(entry.key, key) and suits(entry.node.data, wanted)]
    agents = session.field("spawned_agents")
    if not near and key == "agent" and agents and tuple(parents[:-1]) == agents:
        near = [entry.key for entry in strange if entry.key == "type" and isinstance(entry.node.data, str)]
    if not near:
        return None
    wants = schema.describe(violation.schema)
    if len(near) > 1:
        listed = ", ".join(shown(each) for each in dict.fromkeys(near))
        return None, f"rename the one of the keys {listed} that is meant to `{key}`"
    if not _fits(session, violation.path, node.data[near[0]] if node else None):
        return None, f"add `{key}:`; or rename the key {shown(near[0])} if it is meant, and write {wants} there"
    edit = edits.rename_key(session, (*parents, near[0]), key)
    return _fix(
        f"rename the key {shown(near[0])} to `{key}`", edit, safe=True
    ), f"rename the key {shown(near[0])} to `{key}`"


def _fits(session: Session, path: Path, value: object) -> bool:
    """Whether the schema takes a value under a path, as it is or after a fix of its spelling."""
    return all(
        isinstance(value, str)
        and (
            (one.keyword == "enum" and _word_meant(value, tuple(map(str, one.schema["enum"]))))
            or (one.keyword == "format" and read(value).as_utc)
        )
        for one in schema.misfits(session.profile.schema, session.front.data, path, value)
    )


def _is_near(written: str, key: str) -> bool:
    return letters(written) == letters(key) or closest(written, (key,), key_distance(key)) is not None


def _moved(session: Session, path: Path) -> tuple[Fix | None, str] | None:
    """Move keys from the top level under the mapping that is missing, or in which they are missed."""
    if len(path) > 2:  # noqa: PLR2004 -- deeper down nothing of the top level is missed
        return None
    under, flat = path[0], nesting.flat_keys(session, path[0])
    if not (set(path[1:]) or {"status", "created", "title"}) & set(flat):
        return _nearly_moved(session, path) if path[1:] else None
    listed = ", ".join(f"`{key}`" for key in flat)
    why = nesting.obstacle(session, flat, under)
    fix = _fix(f"move {listed} under `{under}:`", *(nesting.nest(session, flat, under) or (None,)), safe=False)
    advice = f"put {listed} under {'the' if under in (session.front.data or {}) else 'a'} key `{under}:`"
    advice += f", by hand, since {why}" if why else ""
    if under not in (session.front.data or {}):
        advice += '; or, since this looks like the flat journal format, set `extend = "journal"` in the configuration'
    return fix, advice


def _nearly_moved(session: Session, path: Path) -> tuple[None, str] | None:
    """Name a key of the top level that is nearly the one that is missing in a mapping."""
    known = session.profile.subschema(()).get("properties", {})
    near = next((key for key in session.front.data or {} if key not in known and _is_near(key, path[-1])), None)
    return (None, f"if {shown(near)} is meant, write it as `{path[-1]}` under `{path[0]}:`") if near else None


def _known_elsewhere(session: Session, path: Path) -> tuple[Fix | None, str]:
    """Fill a missing key from what the file says in another place."""
    order = tuple(session.profile.subschema(path[:-1]).get("properties", {}))
    flat = tuple((key,) for key in nesting.flat_keys(session, path[0]))
    value = source = None
    if path == session.field("title") and session.h1:
        value, source = session.h1.title.removeprefix("Session:").strip(), "the H1"
    elif path == session.field("created") and session.file_name.stamp:
        value, source = as_text(session.file_name.stamp), "the file name"
    elif path == session.field("last_updated") and session.field("created")[-1:] not in flat:
        stamp = session.created or (session.file_name.stamp if session.value("created") is None else None)
        source = "`created`" if session.created else "the file name"
        value = as_text(stamp) if stamp else None
    if not value:
        return None, ""
    edit = edits.insert_key(session, path, value, order)
    line = f"{path[-1]}: {edits.quote(value, session.front.quotes)}"
    where = f"add `{printable(line)}`" if len(value) < 60 and "`" not in line else f"add `{path[-1]}`"  # noqa: PLR2004
    fix = Fix(f"add `{path[-1]}` from {source}", (edit,), safe=False, fills=(path,)) if edit else None
    return fix, f"{where}, from {source}"
