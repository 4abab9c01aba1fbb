"""The body of a session from its Markdown AST: headings, sections, task items, comments, fences.

Block structure only. markdown-it's inline rules and link definitions are switched off: nothing here needs them, they
are two thirds of the time, and they are quadratic on inputs such as 100 KB of `[`.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..regex import regex
from ..text import LineIndex, Span
from .body import Body, Heading, comments, heading

_TAKEN = frozenset(("heading_open", "fence", "code_block", "html_block", "inline"))
_CLOSING_FENCE = regex(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*")
# Two a list. Where the parser gets there it drops the rest of the text, so its own 20 is too near; it also recurses.
_DEEPEST = 200
# HTML blocks of CommonMark's kinds 1 and 3 to 5, which no blank line ends.
_OPEN_HTML = regex(r"[ ]{0,3}(<(?:script|pre|style|textarea|\?|!\[cdata\[|![a-z]))")
_RAW_ENDS = ("</script>", "</pre>", "</style>", "</textarea>")
_HTML_ENDS = {
    **{f"<{name}": _RAW_ENDS for name in ("script", "pre", "style", "textarea")},
    "<?": ("?>",),
    "<![cdata[": ("]]>",),
    **{f"<!{letter}": (">",) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).disable(["inline", "text_join", "reference"])


def parse(text: str) -> list[Token]:
    """Give the block tokens of a Markdown text. Never raises."""
    try:
        return _parser().parse(text)
    except RecursionError:  # pragma: no cover -- no input is known that does it; the file is then one without headings
        return []


def read(text: str, lines: LineIndex, start: int) -> Body:
    """Read the Markdown from the offset `start`, where a line begins or its BOM ends, to the end. Never raises."""
    first_row = lines.row(start) if start < len(text) or not lines.line(len(lines.starts)) else len(lines.starts) + 1
    reader = _Reader(text, lines, first_row, start)
    tokens = parse(text[start:])
    commented = "<!--" in text
    for number, token in enumerate(tokens):
        kind = token.type
        if kind == "list_item_open":
            if tokens[number + 1].type == "paragraph_open":
                reader.items.append(reader.start(token))
        elif kind == "paragraph_open":
            reader.paragraphs.append(reader.rows(token))
        elif kind == "inline" and not commented:
            continue
        elif kind in _TAKEN:
            reader.take(token)
    return Body(
        Span(start, len(text)),
        tuple(reader.headings),
        tuple(reader.items),
        tuple(reader.paragraphs),
        tuple(sorted(reader.comments)),
        tuple(sorted(reader.code)),
        reader.unclosed,
    )


class _Reader:
    """Collects from the tokens of a body what `Body` holds."""

    def __init__(self, text: str, lines: LineIndex, first_row: int, begin: int) -> None:
        self.text = text
        self.lines = lines
        self.first_row = first_row
        self.begin = begin  # behind the byte order mark of a file without front matter
        self.headings: list[Heading] = []
        self.items: list[int] = []
        self.paragraphs: list[Span] = []
        self.comments: list[Span] = []
        self.code: list[Span] = []
        self.unclosed: Span | None = None

    def take(self, token: Token) -> None:
        """Take one block token of a kind that is in `_TAKEN`."""
        match token.type:
            case "heading_open":
                if token.level == 0:
                    setext = token.markup in ("=", "-")
                    self.headings.append(heading(self.text, self.rows(token), int(token.tag[1]), setext=setext))
            case "html_block" | "inline":
                span = self.rows(token)
                self.find_comments(span, whole=token.type == "html_block")
                if token.type == "html_block" and span.end >= len(self.text.rstrip("\r\n")) and self.is_open(span):
                    self.unclosed = span
            case _:
                self.code.append(self.rows(token))
                if token.type == "fence" and token.level == 0 and not self.is_closed(token):
                    self.unclosed = self.rows(token)

    def start(self, token: Token) -> int:
        """Give the offset of a token's first line."""
        return max(self.lines.starts[self.first_row + (token.map or (0, 1))[0] - 1], self.begin)

    def rows(self, token: Token) -> Span:
        """Give the span of the lines that a token takes, the last line's break left out."""
        first, last = (self.first_row + row for row in token.map or (0, 1))
        first = min(first, len(self.lines.starts))
        last = min(max(last - 1, first), len(self.lines.starts))
        return Span(max(self.lines.starts[first - 1], self.begin), self.lines.line_span(last).end)

    def is_open(self, span: Span) -> bool:
        """Say whether an HTML block is of a kind that only its own end closes, and has none."""
        source = self.text[span.start : span.end].lower()
        opening = _OPEN_HTML.match(source)
        return opening is not None and not any(end in source for end in _HTML_ENDS[opening[1]])

    def is_closed(self, token: Token) -> bool:
        """Say whether a fence ends with a fence."""
        last = self.lines.line(self.lines.row(self.rows(token).end))
        rows = token.map[1] - token.map[0] if token.map else 0
        fence = _CLOSING_FENCE.fullmatch(last)
        return rows > 1 and fence is not None and fence[1].startswith(token.markup)

    def find_comments(self, span: Span, *, whole: bool) -> None:
        """Take the comments in a span; in an HTML block an open one runs on to its end."""
        if self.text.find("<!--", span.start, span.end) < 0:
            return
        found, unclosed = comments(self.text, span, code=not whole)
        self.comments.extend(found)
        if whole and unclosed >= 0:
            self.comments.append(Span(unclosed, span.end))
            self.unclosed = Span(unclosed, span.end)
