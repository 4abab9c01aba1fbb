"""A field of the front matter in words, for hovers and completion."""

from __future__ import annotations

import json
from typing import Any

from .. import edits
from . import marked
from .fields import Field

_TIME = "2025-12-04T14:30:00Z"


def about(one: Field) -> str:
    """Say what a field is, as Markdown: what may stand there, what for, and an example."""
    must = "required" if one.required else "optional"
    parts = [f"**{marked.code('.'.join(one.path))}** · {must}" + (f" · {one.expected}" if one.expected else "")]
    parts += [marked.prose(one.description)] if one.description.strip() else []
    parts += [f"Example: {marked.code(example)}"] if (example := _example(one)) else []
    return "\n\n".join(parts)


def source(value: Any, style: str = "") -> str:
    """Write a value of JSON that holds no others as YAML has it, text in the given quotes."""
    return edits.quote(value, style) if isinstance(value, str) else json.dumps(value)


def _example(one: Field) -> str:
    values = [*one.examples, *([_TIME] if one.is_time else []), *(word.value for word in one.words)]
    plain = [value for value in values if not isinstance(value, (dict, list))]
    if not plain or one.key.isdecimal():
        return ""
    return f"{source(one.key)}: {source(plain[0], chr(34) if one.is_time else '')}"
