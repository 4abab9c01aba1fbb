"""A YAML parser's complaints in words for someone who only wanted to write a title."""

from __future__ import annotations

from ..text import printable, shown


def explain(problem: str, character: str) -> tuple[str, str]:
    """Say what libyaml complains of, and what to do; `character` is the one that it stands at."""
    if "undefined tag handle" in problem:
        return "not YAML: a tag that is not declared", "quote the value"
    message, advice = _WORDS.get(
        problem, (f"not YAML: {printable(problem)}", "quote the value, or check the indentation")
    )
    return message.format(shown(character)) if "{}" in message else message, advice


# libyaml's words, and what they mean to someone who only wanted to write a title.
_WORDS = {
    "did not find expected <document start>": (
        "not YAML: expected nothing but one mapping between the `---` lines",
        "remove `...`, `%` lines and what follows them",
    ),
    "did not find expected node content": (
        "not YAML: a value is missing here",
        "write the value, or quote it if it begins with `[`, `{`, `,`, `]` or `}`",
    ),
    # YAML 1.2 allows such a colon, this libyaml does not.
    "found unexpected ':'": (
        "a value with a colon needs quotes between `{` and `}` or `[` and `]`",
        "put the value in double quotes",
    ),
    "mapping values are not allowed in this context": (
        "not YAML: a second `: ` in one value",
        'put the value in double quotes, as in `title: "Fix: the parser"`, or mend the line before this one',
    ),
    "could not find expected ':'": (
        "not YAML: this line, or the one before it, is no `key: value`",
        "add the colon and a value, or indent the line below its key",
    ),
    "did not find expected key": (
        "not YAML: expected a key here",
        "put the whole value in double quotes if it begins with a quote or a bracket; else line the keys up",
    ),
    "did not find expected alphabetic or numeric character": (
        "not YAML: `*` and `&` at the beginning of a value have a meaning of their own",
        "put the whole value in double quotes",
    ),
    "did not find expected comment or line break": (
        "not YAML: `|` and `>` at the beginning of a value begin a block of lines",
        "put the whole value in double quotes",
    ),
    "did not find expected hexdecimal number": (
        "not YAML: `\\x` and `\\u` in double quotes are escapes",
        "write `\\\\` for a backslash in double quotes, or use single quotes",
    ),
    "mapping keys are not allowed in this context": (
        "not YAML: `? ` at the beginning of a value has a meaning of its own",
        "put the whole value in double quotes",
    ),
    "did not find expected '-' indicator": (
        "not YAML: expected `- ` here, as in the items above",
        "line the items of one list up in one column",
    ),
    "found character that cannot start any token": (
        "not YAML: {} cannot begin a value or an indentation",
        "put the value in double quotes; indent with spaces, not tabs",
    ),
    "found unexpected end of stream": (
        "not YAML: a quote or bracket is opened and never closed",
        "close it",
    ),
    "did not find expected ',' or ']'": (
        "not YAML: expected `,` or `]` in this list",
        "close the `[`, or quote the item",
    ),
    "did not find expected ',' or '}'": (
        "not YAML: expected `,` or `}` in this mapping",
        "close the `{`, or quote the value",
    ),
    "block sequence entries are not allowed in this context": (
        "not YAML: a list cannot begin here",
        "put `- ` on a line of its own below the key, or quote the value",
    ),
    "found invalid Unicode character escape code": (
        "not YAML: the escape names a character that does not exist",
        "mend the escape, or use single quotes",
    ),
    "found unknown escape character": (
        "not YAML: an escape that YAML does not have",
        "write `\\\\` for a backslash in double quotes, or use single quotes",
    ),
}
