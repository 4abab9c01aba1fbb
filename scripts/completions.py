"""Makes the completion scripts for bash, zsh and fish from the parsers of the commands themselves.

They are made here and shipped as files, so that a shell that starts loads no Python. Sessions are found by the shell:
those in the nearest `.agents/sessions` upwards whose names hold nothing that a shell takes for anything else.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

from session_lint import agents
from session_lint.agents.event import Kind
from session_lint.commands import COMMANDS, hook_install
from session_lint.config.layers import DEFAULTS
from session_lint.formats import FORMATS
from session_lint.profile import State
from session_lint.rules import RULES

TEMPLATES = Path(__file__).parent / "shells"
RULE_WORDS = tuple(word for rule in RULES for word in (rule.code, rule.name))
STATUSES = tuple(
    dict.fromkeys(
        word
        for words in (*DEFAULTS["profile"]["statuses"].values(), [state.value for state in State])
        for word in words
    )
)
ANYTHING, FILES, SESSIONS, SOME_RULES = "anything", "files", "sessions", "rules"
"""Kinds of values that are no fixed words; of some rules each but the first stands behind a comma."""

_KINDS: dict[str, str | tuple[str, ...]] = {
    "FILE": FILES,
    "PATH": FILES,
    "PATHS": FILES,
    "FORMAT": FORMATS,
    "FORMAT=FILE": tuple(f"{name}=" for name in FORMATS),
    "RULES": SOME_RULES,
    "SESSION": SESSIONS,
    "STATUS": STATUSES,
    "WORD": STATUSES,
    "NAME": RULE_WORDS,
}

Values = str | tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """An option: its flags, what it does, and what it takes, if anything."""

    flags: tuple[str, ...]
    help: str
    values: Values | None = None
    repeated: bool = False


@dataclass(frozen=True)
class Word:
    """A command: its word, or its two words, what it does, its options, and what it takes at each place."""

    name: str
    help: str
    options: tuple[Option, ...]
    places: tuple[Values, ...]
    endless: bool = False

    @property
    def taking(self) -> tuple[str, ...]:
        """The flags that a value follows."""
        return tuple(flag for option in self.options if option.values is not None for flag in option.flags)


def words() -> tuple[Word, ...]:
    """Give all commands; `hook`, which reads its arguments by hand, and what is below it last."""
    found = [_word(word, COMMANDS[word], _parser_of(word)) for word in COMMANDS if word != "hook"]
    agent = Option(("--agent",), "in which dialect to answer", ("auto", *agents.DIALECTS))
    events = ("install", *(kind.value for kind in Kind))
    hook = Word("hook", COMMANDS["hook"], (agent, Option(("-h", "--help"), "show the help")), (events,))
    install = _word("hook install", "let a coding agent run the hooks", hook_install.parser())
    return (*found, hook, install)


class _Caught(Exception):  # noqa: N818
    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser


def _parser_of(word: str) -> argparse.ArgumentParser:
    """Give the parser of a command, which makes it when it runs."""

    def catch(self: argparse.ArgumentParser, *_: Any, **__: Any) -> NoReturn:
        raise _Caught(self)

    with mock.patch.object(argparse.ArgumentParser, "parse_args", catch):
        try:
            import_module(f"session_lint.commands.{word}").run([])
        except _Caught as caught:
            return caught.parser
    raise RuntimeError(f"{word} reads its arguments without a parser")


def _word(name: str, help: str, parser: argparse.ArgumentParser) -> Word:  # noqa: A002 -- the field's word
    options, places, endless = [], [], False
    for action in parser._actions:  # noqa: SLF001 -- there is no other way to them
        if action.option_strings:
            values = None if action.nargs in (0, "?") else _values(action)
            repeated = type(action).__name__ == "_AppendAction"
            options.append(Option(tuple(action.option_strings), action.help or "", values, repeated))
        else:
            places.append(_values(action))
            endless = endless or action.nargs in ("*", "+")
    return Word(name, help, tuple(options), tuple(places), endless)


def _values(action: argparse.Action) -> Values:
    if action.choices is not None:
        return tuple(map(str, action.choices))
    return _KINDS.get(str(action.metavar), ANYTHING)


def bash() -> str:
    """Give the script for bash, 3.2 or later."""
    cases = []
    for word in words():
        flags = " ".join(flag for option in word.options for flag in option.flags)
        cases.append(f"    '{word.name}') options='{flags}' taking=' {' '.join(word.taking)} ' ;;\n")
    values = [
        f"    {'|'.join(_quoted(f'{word.name} {flag}') for flag in option.flags)}) {_bash(option.values)} ;;\n"
        for word in words()
        for option in word.options
        if option.values is not None
    ]
    places = [
        f"    {_quoted(f'{word.name} {number}')}) {_bash(values)} ;;\n"
        for word in words()
        for number, values in enumerate(word.places)
    ]
    parts = {"OPTIONS": "".join(cases), "VALUES": "".join(values), "PLACES": "".join(places)}
    return _filled("bash", COMMANDS=" ".join(COMMANDS), **parts)


def _bash(values: Values) -> str:
    match values:
        case "sessions":
            return "words=$(_session_lint_sessions)"
        case "rules":
            return "words=$_session_lint_rules list=1"
        case str():
            return ":"
        case _:
            return "words=$_session_lint_rules" if values == RULE_WORDS else f"words='{' '.join(values)}'"


def zsh() -> str:
    """Give the script for zsh: a file `_session-lint` in `fpath`, or to be sourced behind `compinit`."""
    functions = []
    for word in words():
        specs = [_zsh_option(option) for option in word.options]
        for number, values in enumerate(word.places, 1):
            at = "*" if word.endless and number == len(word.places) else str(number)
            if word.name == "hook":
                specs.append("'1:event:(" + " ".join(values) + ")'")
            else:
                specs.append(f"'{at}:{_zsh(values)}'")
        body = " \\\n    ".join(specs)
        functions.append(f"{_function(word)}() {{\n  _arguments -s -S \\\n    {body}\n}}\n")
    described = "".join(f"    {_quoted(f'{word}:{what}')}\n" for word, what in COMMANDS.items())
    return _filled("zsh", FUNCTIONS="\n".join(functions), COMMANDS=described)


def _zsh_option(option: Option) -> str:
    what = re.sub(r"([\[\]:\\])", r"\\\1", option.help % {} if "%" in option.help else option.help)
    action = "" if option.values is None else f":{_zsh(option.values)}"
    star = "*" if option.repeated else f"({' '.join(option.flags)})" if len(option.flags) > 1 else ""
    specs = []
    for flag in option.flags:
        equals = "=" if option.values is not None and flag.startswith("--") else ""
        specs.append(_quoted(f"{star}{flag}{equals}[{what}]{action}"))
    return " \\\n    ".join(specs)


def _zsh(values: Values) -> str:
    match values:
        case "sessions":
            return "session:_session_lint__sessions"
        case "rules":
            return "rules:_session_lint__rules"
        case "files":
            return "file:_files"
        case str():
            return "value: "
        case _:
            return "rule:_session_lint__rule" if values == RULE_WORDS else f"value:({' '.join(values)})"


def _function(word: Word) -> str:
    return f"_session_lint_{word.name.replace(' ', '_')}"


def fish() -> str:
    """Give the script for fish, 3.0 or later."""
    lines = []
    for command, what in COMMANDS.items():
        lines.append(f"complete -c session-lint -n __session_lint_first -a {command} -d {_fished(what)}\n")
    for word in words():
        name = word.name.replace(" ", "-")
        lines += [
            f"complete -c session-lint -n '__session_lint_in {name}' {_fish_option(one)}\n" for one in word.options
        ]
        for number, values in enumerate(word.places):
            at = "any" if word.endless and number == len(word.places) - 1 else str(number)
            given = _fish(values)
            lines.append(f"complete -c session-lint -n '__session_lint_at {name} {at}' {given}\n")
    taking = "".join(
        f"        case {word.name.replace(' ', '-')}\n            string split ' ' -- '{' '.join(word.taking)}'\n"
        for word in words()
        if word.taking
    )
    return _filled("fish", COMMANDS=" ".join(COMMANDS), TAKING=taking, LINES="".join(lines))


def _fish_option(option: Option) -> str:
    flags = " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags)
    values = "" if option.values is None else f" {_fish(option.values, option=True)}"
    return f"{flags}{values} -d {_fished(option.help)}"


def _fish(values: Values, *, option: bool = False) -> str:
    match values:
        case "sessions":
            return "-x -a '(__session_lint_sessions)'"
        case "rules":
            return "-x -a '(__fish_complete_list , __session_lint_rules)'"
        case "files":
            return "-r -F" if option else "-F"
        case str():
            return "-x" if option else "-f"
        case _:
            given = "(__session_lint_rules)" if values == RULE_WORDS else " ".join(values)
            return f"-x -a '{given}'" if option else f"-f -a '{given}'"


def _filled(name: str, **parts: str) -> str:
    """Give a template with its parts; `@NAME@` stands for each."""
    text = (TEMPLATES / f"{name}.in").read_text(encoding="utf-8")
    for part, written in {**parts, "RULES": " ".join(RULE_WORDS)}.items():
        text = text.replace(f"@{part}@", written)
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fished(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def scripts() -> Iterator[tuple[str, str]]:
    """Yield the name of each shipped file and its text."""
    yield "session-lint.bash", bash()
    yield "session-lint.zsh", zsh()
    yield "session-lint.fish", fish()
