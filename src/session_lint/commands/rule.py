"""`session-lint rule [NAME]`: list the rules, or explain one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import pages, terminal
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
    rules = (_named(options.name),) if options.name else RULES
    if options.output_format == "json":
        import json

        data = [_data(rule) for rule in rules]
        terminal.write(json.dumps(data[0] if options.name else data, indent=2) + "\n")
    else:
        terminal.write(pages.markdown(rules[0]) if options.name else _table(rules))
    return 0


def _named(name: str) -> type[AnyRule]:
    for rule in RULES:
        if name.upper() == rule.code or name.lower() == rule.name:
            return rule
    names = tuple(word for rule in RULES for word in (rule.code, rule.name))
    near = closest(name.upper(), names) or closest(name.lower().replace("_", "-"), names, 3)
    advice = f"did you mean `{near}`?" if near else "`session-lint rule` lists them"
    raise Failure(f"no rule is called {shown(name)}", advice)


def _table(rules: Sequence[type[AnyRule]]) -> str:
    width = max(len(rule.name) for rule in rules)
    rows = []
    for rule in rules:
        page = pages.page(rule)
        mark = "*" if page.fixable else " "
        rows.append(f"{rule.code} {rule.name:<{width}} {page.severity:<7} {mark} {page.summary}\n")
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
