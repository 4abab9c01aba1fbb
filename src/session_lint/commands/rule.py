"""`session-lint rule [NAME]`: list the rules, or explain one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from .. import files, pages, places, terminal
from ..failure import Failure
from ..rule import AnyRule
from ..rules import RULES
from ..text import closest, shown
from .check_options import Parser


def run(arguments: Sequence[str]) -> int:
    """Print the list, or the page of the rule that is named by code or name."""
    parser = Parser(prog="session-lint rule", description="List the rules, or explain one.", allow_abbrev=False)
    parser.add_argument("name", nargs="?", metavar="NAME", help="a code (SL201) or a name (frontmatter-schema)")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="text or json")
    options = parser.parse_args(list(arguments))
    rules = (_named(options.name),) if options.name else _rules()
    if options.output_format == "json":
        import json

        data = [_data(rule) for rule in rules]
        terminal.write(json.dumps(data[0] if options.name else data, indent=2) + "\n")
    else:
        terminal.write(pages.markdown(rules[0]) if options.name else _table(rules))
    return 0


def _rules() -> tuple[type[AnyRule], ...]:
    """Give the rules that there are here: ours, and those of the plugins that the config names."""
    if files.config_of(os.curdir, places.root_of(os.curdir)) is None:
        return RULES
    from ..workspace import Workspace  # imported late: only a config can name plugins

    try:
        return Workspace.open(os.curdir).config.rules
    except Failure as failure:  # who has a wrong rule in the config may want to look up the right one
        terminal.note(f"without the rules of plugins, since the config cannot be used: {failure.message}")
        return RULES


def _named(name: str) -> type[AnyRule]:
    if ours := _find(name, RULES):  # its page needs no config that can be used
        return ours
    rules = _rules()
    if found := _find(name, rules):
        return found
    names = tuple(word for rule in rules for word in (rule.code, rule.name))
    near = closest(name.upper(), names) or closest(name.lower().replace("_", "-"), names, 3)
    advice = f"did you mean `{near}`?" if near else "`session-lint rule` lists them"
    raise Failure(f"no rule is called {shown(name)}", advice)


def _find(name: str, rules: Sequence[type[AnyRule]]) -> type[AnyRule] | None:
    return next((rule for rule in rules if name.upper() == rule.code or name.lower() == rule.name), None)


def _table(rules: Sequence[type[AnyRule]]) -> str:
    code, width = (max(len(getattr(rule, word)) for rule in rules) for word in ("code", "name"))
    rows = []
    for rule in rules:
        page = pages.page(rule)
        mark = "*" if page.fixable else " "
        rows.append(f"{rule.code:<{code}} {rule.name:<{width}} {page.severity:<7} {mark} {page.summary}\n")
    return "".join(rows) + "\n* has a fix. `session-lint rule NAME` explains one.\n"


def _data(rule: type[AnyRule]) -> dict[str, Any]:
    page = pages.page(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": page.severity,
        "summary": page.summary,
        "explanation": page.text,
        "fixable": page.fixable,
        "options": {key: {"default": default, "description": text} for key, default, text in page.options()},
        "markdown": pages.markdown(rule),
    }
