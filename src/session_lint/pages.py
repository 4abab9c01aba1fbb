"""A rule's page, as Markdown, from the rule itself: what must hold, why, options, examples, fix."""

from __future__ import annotations

import inspect
from typing import Any

from .diagnostic import Severity
from .options import options, written
from .rule import AnyRule, Example
from .secrecy import masked
from .values import dataclass


@dataclass(frozen=True)
class Page:
    """What a rule says of itself. `summary` is what must hold; `text` the rest of the docstring, as Markdown."""

    rule: type[AnyRule]
    summary: str
    text: str

    @property
    def fixable(self) -> bool:
        """Whether any of the examples shows a fix."""
        return self.rule.shows_fix()

    @property
    def severity(self) -> str:
        """The default severity as a word."""
        return self.rule.severity.value if self.rule.severity is not Severity.OFF else "off"

    def options(self) -> tuple[tuple[str, Any, str], ...]:
        """Give the options: name in the config, default as TOML has it, one sentence."""
        return tuple((option.name, written(option.default), option.description) for option in options(self.rule))


def page(rule: type[AnyRule]) -> Page:
    """Read a rule's page from its docstring."""
    summary, _, text = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
    return Page(rule, " ".join(summary.split()), text)


def markdown(rule: type[AnyRule]) -> str:
    """Give the page as Markdown, its heading of level 2 named like the rule."""
    one = page(rule)
    parts = [
        f"## {rule.name}",
        f"`{rule.code}` · {one.severity} · {'fixable' if one.fixable else 'no fix'}",
        f"**{one.summary}**",
        _paragraphs(one.text),
    ]
    if rows := one.options():
        table = "\n".join(f"| `{key}` | `{_toml(default)}` | {description} |" for key, default, description in rows)
        parts.append(
            f"Options, in `[rules.{rule.name}]`:\n\n| option | default | what it does |\n|---|---|---|\n{table}"
        )
    if rule.table:
        head, *cells = rule.table
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *cells)))
    parts.extend(_examples(rule))
    return "\n\n".join(part for part in parts if part) + "\n"


def brief(rule: type[AnyRule]) -> str:
    """Give the beginning of the page: what must hold, and why."""
    one = page(rule)
    why = _paragraphs(one.text.partition("\n\n")[0])
    fix = "fixable" if one.fixable else "no fix"
    head = f"`{rule.code}` `{rule.name}` · {one.severity} · {fix}"
    return "\n\n".join(part for part in (head, f"**{one.summary}**", why) if part)


def _paragraphs(text: str) -> str:
    """Join the lines of each paragraph, and set off its first word where that is a label (`Why:`)."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    return "\n\n".join(
        f"**{label}:**{rest}"
        if (label := paragraph.partition(":")[0]) in ("Why", "Fix") and (rest := paragraph.partition(":")[2])
        else paragraph
        for paragraph in paragraphs
    )


def _examples(rule: type[AnyRule]) -> list[str]:
    bad = next((example for example in rule.examples if example.says and _fixes(example)), None)
    bad = bad or next((example for example in rule.examples if example.says), None)
    good = next((example for example in rule.examples if not example.says and not example.options), None)
    parts = []
    if bad:
        said = "\n".join(f"- {message}" for message in bad.says)
        parts.extend(_before(bad))
        parts.append(f"Bad{_setting(bad)}:\n\n{_shown(bad.path, bad.text)}\n\n{said}")
        if _fixes(bad):
            text = bad.text if bad.fixed is None else bad.fixed
            parts.append(f"After the fix:\n\n{_shown(bad.fixed_path or bad.path, text)}")
    if good:
        if good.before != (bad.before if bad else None):
            parts.extend(_before(good))
        parts.append(f"Good:\n\n{_shown(good.path, good.text)}")
    return parts


def _before(example: Example) -> list[str]:
    return [] if example.before is None else [f"In the last commit:\n\n{_shown(example.path, example.before)}"]


def _fixes(example: Example) -> bool:
    return example.fixed is not None or example.fixed_path is not None


def _setting(example: Example) -> str:
    pairs = ", ".join(f"`{key.replace('_', '-')} = {_toml(written(value))}`" for key, value in example.options.items())
    return f", with {pairs}" if pairs else ""


def _shown(path: str, text: str) -> str:
    """Give a file as a fenced block with its path above; the fence is longer than any in the text.

    Secrets are masked, since scanners read the page too.
    """
    text = masked(text, only_certain=True)
    fence = "`" * max(3, *(len(line) - len(line.lstrip("`")) + 1 for line in text.split("\n")))
    visible = "".join(c if c in "\n\t" or c.isprintable() else repr(c)[1:-1] for c in text)
    body = f"{fence}markdown\n{visible}{'' if visible.endswith(chr(10)) else chr(10)}{fence}" if text else "(any text)"
    return f"`{path}`\n\n{body}"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case list() | tuple():
            return f"[{', '.join(_toml(one) for one in value)}]"
        case _:
            return str(value)
