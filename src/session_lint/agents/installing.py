"""What is written into an agent's own config so that it runs `session-lint hook`, and taken out of it again. Pure.

Codex trusts a hook by a hash of its command line, so that line does not change between versions without need. Where
each agent keeps its hooks, and what an entry looks like:

- Claude Code: https://code.claude.com/docs/en/hooks (`settings.json`; seconds; a matcher is a pattern of tool names)
- Codex: https://developers.openai.com/codex/hooks (`hooks.json`; the same shape)
- Gemini CLI: https://geminicli.com/docs/hooks/reference (`settings.json`; the same shape, milliseconds; the matcher of
  an event that is no tool is compared word by word)
- Cursor: https://cursor.com/docs/agent/hooks (`hooks.json`, `version` 1; commands without the level of matchers)
- Copilot: https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-hooks-reference (any `*.json` in the
  folder, `version` 1, `bash`; events in PascalCase have Claude's payload, and VS Code reads the file, too)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ..json_splice import Json, Value, rendered
from ..regex import regex
from ..text import shown
from ..values import dataclass
from .event import Kind

PROGRAM = "session-lint"
SECONDS = 10
"""How long an agent waits for a hook. One takes a tenth of a second; this is for a disk that wakes up."""

LAST_SECONDS = 3
"""How long it waits at the end, when somebody waits for it. Codex takes no more."""

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value."""

_OURS = regex(r"(?:[^\s'\"]*/)?session-lint[ \t]+hook(?:[ \t].*)?", re.DOTALL)
_WHOLE = 3  # the length of the path of an entry below an event, all of which is ours
_MOST = 100  # no more are there by accident, and each is taken out for itself
_COMMANDS = ("command", "bash", "powershell")


@dataclass(frozen=True)
class Hook:
    """An event as an agent calls it, what it is for us, and for which tools (or triggers) it is wanted."""

    name: str
    kind: Kind
    matcher: str = ""


@dataclass(frozen=True)
class Target:
    """Where an agent keeps its hooks, and how.

    `project` is relative to a repository's root, `user` to the home folder; `home` is the variable that names another
    folder instead of the first part of `user`. `unit` counts the agent's units of time in a second. `note` is what a
    person has to know afterwards.
    """

    title: str
    project: str
    user: str
    home: str
    hooks: tuple[Hook, ...]
    nested: bool = True
    version: int | None = None
    command: str = "command"
    timeout: str = "timeout"
    unit: int = 1
    typed: bool = True
    note: str = ""


class Refused(Exception):  # noqa: N818 -- what the caller makes a Failure of, with the name of the file
    """A config is not of the shape that its agent reads: `words`, and the offset of the thing."""

    def __init__(self, words: str, offset: int) -> None:
        super().__init__(words)
        self.words = words
        self.offset = offset


_CLAUDE = (
    Hook("SessionStart", Kind.START),
    Hook("PostToolUse", Kind.AFTER_EDIT, "Edit|Write|MultiEdit"),
    Hook("Stop", Kind.STOP),
    Hook("PreCompact", Kind.PRE_COMPACT),
    Hook("SessionEnd", Kind.END),
)
_CODEX = tuple(
    Hook(hook.name, hook.kind, "apply_patch|Edit|Write" if hook.kind is Kind.AFTER_EDIT else "") for hook in _CLAUDE
)

# No hook for a prompt, nor where an agent reads no answer: that would be a process for nothing.
TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "claude": Target(
            title="Claude Code",
            project=".claude/settings.json",
            user=".claude/settings.json",
            home="CLAUDE_CONFIG_DIR",
            hooks=_CLAUDE,
        ),
        "codex": Target(
            title="Codex",
            project=".codex/hooks.json",
            user=".codex/hooks.json",
            home="CODEX_HOME",
            hooks=_CODEX,
            note="Codex runs a new hook once it is trusted: `/hooks` in Codex shows it and takes the answer",
        ),
        "gemini": Target(
            title="Gemini CLI",
            project=".gemini/settings.json",
            user=".gemini/settings.json",
            home="GEMINI_CLI_HOME",
            hooks=(
                Hook("SessionStart", Kind.START),
                Hook("AfterTool", Kind.AFTER_EDIT, "write_file|replace"),
                Hook("AfterAgent", Kind.STOP),
                Hook("PreCompress", Kind.PRE_COMPACT, "manual"),  # the others come before each turn
                Hook("SessionEnd", Kind.END),
            ),
            unit=1000,
        ),
        "cursor": Target(
            title="Cursor",
            project=".cursor/hooks.json",
            user=".cursor/hooks.json",
            home="",
            hooks=(
                Hook("sessionStart", Kind.START),
                Hook("postToolUse", Kind.AFTER_EDIT),  # its tools for edits have several names; the hook tells
                Hook("stop", Kind.STOP),
                Hook("preCompact", Kind.PRE_COMPACT),
                Hook("sessionEnd", Kind.END),
            ),
            nested=False,
            version=1,
            typed=False,
        ),
        "copilot": Target(
            title="GitHub Copilot",
            project=".github/hooks/session-lint.json",
            user=".copilot/hooks/session-lint.json",
            home="COPILOT_HOME",
            hooks=tuple(hook for hook in _CLAUDE if hook.kind is not Kind.PRE_COMPACT),
            nested=False,
            version=1,
            command="bash",
            timeout="timeoutSec",
        ),
    }
)
"""The agents into whose config hooks can be installed, by the names of the dialects."""


def command(agent: str, kind: Kind) -> str:
    """Give the command line that an agent runs."""
    return f"{PROGRAM} hook {kind.value} --agent {agent}"


def entries(agent: str) -> dict[str, Any]:
    """Give what belongs below the name of each event: a command, or a group that has one."""
    target = TARGETS[agent]
    found: dict[str, Any] = {}
    for hook in target.hooks:
        entry: dict[str, Any] = {"type": "command"} if target.typed else {}
        seconds = LAST_SECONDS if hook.kind is Kind.END else SECONDS
        entry |= {target.command: command(agent, hook.kind), target.timeout: seconds * target.unit}
        matcher = {"matcher": hook.matcher} if hook.matcher else {}
        found[hook.name] = {**matcher, "hooks": [entry]} if target.nested else {**matcher, **entry}
    return found


def made(agent: str) -> str:
    """Give the text of a config that holds our hooks and nothing else."""
    # The version comes last: one that was there before has our hooks behind it, so `uninstalled` can tell the two.
    version = TARGETS[agent].version
    hooks = {name: [entry] for name, entry in entries(agent).items()}
    return rendered({"hooks": hooks} | ({"version": version} if version else {}))


def installed(agent: str, config: Json) -> Json:
    """Give a config with our hooks in it, each once, and older forms of them brought up to date. Raises Refused."""
    target, wanted = TARGETS[agent], entries(agent)
    hooks = _hooks(config)
    if target.version and (found := config.root.get("version")) is None:
        raise Refused(f"there is no `version`; expected {target.version}", config.root.span.start)
    if target.version and found and config.data(found) != target.version:
        said = shown(config.text[found.span.start : found.span.end])
        raise Refused(f"`version` is {said}; expected {target.version}", found.span.start)
    kept, config = _up_to_date(config, wanted) if hooks else (set[str](), config)
    for name, entry in wanted.items():
        hooks = config.root.get("hooks")
        if hooks is None:
            return config.with_value(config.root, "hooks", {name: [entry] for name, entry in wanted.items()})
        if name not in kept:
            event = hooks.get(name)
            config = config.with_value(hooks, name, [entry]) if event is None else config.with_value(event, None, entry)
    return config


def uninstalled(config: Json) -> Json | None:
    """Give a config without our hooks; None if it then holds nothing, and did not before either. Raises Refused."""
    hooks = _hooks(config)
    others = [key for key, _ in config.root.entries if key != "hooks"]
    alone = others in ([], ["version"]) and config.root.entries[:1] == (("hooks", hooks),)
    alone = alone and config.was_put_in(config.root)
    for path in _from_the_end(config):
        config = config.without(path)
    return None if alone and config.root.get("hooks") is None else config


def _up_to_date(config: Json, wanted: Mapping[str, Any]) -> tuple[set[str], Json]:
    """Give the events that have what is wanted, and the config with nothing else in it that is ours."""
    kept: dict[str, Path] = {}
    for path in _ours(config):
        if path[1] in wanted and len(path) == _WHOLE:
            kept.setdefault(str(path[1]), path)
    for path in _from_the_end(config):
        name = str(path[1])
        if kept.get(name) != path:
            config = config.without(path)
        elif config.data(value := config.at(path)) != wanted[name]:
            config = config.replaced(value, wanted[name])
    return {*kept}, config


def _from_the_end(config: Json) -> list[Path]:
    """Give the paths of what is ours, the last first: taking one out leaves those before it where they are."""
    found = list(_ours(config))[::-1]
    if len(found) > _MOST:
        raise Refused(f"there are {len(found)} entries of session-lint; expected at most {_MOST}", 0)
    return found


def _ours(config: Json) -> Iterator[Path]:
    """Yield the paths of what is ours: a whole entry below an event, or a command in a group with those of others."""
    hooks = config.root.get("hooks")
    for name, event in hooks.entries if hooks else ():
        for number, entry in event.entries if event.kind == "[" else ():
            commands = entry.get("hooks") if entry.kind == "{" else None
            if commands is None or commands.kind != "[":
                if _is_ours(config, entry):
                    yield "hooks", name, number
                continue
            mine = [at for at, one in commands.entries if _is_ours(config, one)]
            if mine and len(mine) == len(commands.entries):
                yield "hooks", name, number
            else:
                yield from (("hooks", name, number, "hooks", at) for at in mine)


def _is_ours(config: Json, entry: Value) -> bool:
    if entry.kind != "{":
        return False
    values = {key: config.data(value) for key, value in entry.entries if key in (*_COMMANDS, "args")}
    words = [values[key] for key in _COMMANDS if isinstance(values.get(key), str)]
    args = values.get("args")
    first = args[:1] if isinstance(args, list) else []
    return any(_OURS.fullmatch(word) or (first == ["hook"] and _OURS.fullmatch(f"{word} hook")) for word in words)


def _hooks(config: Json) -> Value | None:
    """Give the object of all hooks, if there is one. Raises Refused for what is of another shape."""
    if config.root.kind != "{":
        raise Refused("this is no object", config.root.span.start)
    if config.root.count("hooks") > 1:
        raise Refused("`hooks` is there twice", config.root.span.start)
    hooks = config.root.get("hooks")
    if hooks is None:
        return None
    if hooks.kind != "{":
        raise Refused("`hooks` is no object", hooks.span.start)
    for name, event in hooks.entries:
        if hooks.count(str(name)) > 1:
            raise Refused(f"{shown(f'hooks.{name}')} is there twice", event.span.start)
        if event.kind != "[":
            raise Refused(f"{shown(f'hooks.{name}')} is no array", event.span.start)
    return hooks
