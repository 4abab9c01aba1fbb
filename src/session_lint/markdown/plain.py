"""The body of a session in plain Markdown, read line by line: what `tokens` gives, for a fraction of its time.

Loading and running a whole Markdown parser is a third of a run, and most bodies are headings, paragraphs, lists and
fences of the simplest kind. Those are read here; of any other nothing is said, in any doubt. The lines are those of
CommonMark 0.31: an ATX heading, a fence or a rule only at the left margin, list items where an item may begin for
certain, no HTML but comments, no quote, tab, indented code or underlined heading.
"""

from __future__ import annotations

from ..regex import regex
from ..text import Span
from .body import Body, Heading, comments, heading

_BREAK_ALONE = regex(r"\r(?!\n)")
_HEADING = regex(r"(#{1,6})(?: |\Z)")
_MARKER = regex(r"(?:[-+*]|([0-9]{1,9})[.)])( +|\Z)")
_RULE = regex(r"(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,}")
_UNDERLINE = regex(r"(?:=+|-+) *")
_DEEPER = regex(r"[<>]|```|~~~|#{1,6}(?: |\Z)|(?:[-+*]|[0-9]{1,9}[.)])(?: |\Z)")  # in an item, no text
_FENCE = regex(r"(`{3,})[^`]*|(~{3,}).*")
_DEEPEST = 20  # lists in lists
_CODE = 4  # columns of indent that make code


def read(text: str, start: int) -> Body | None:
    """Read the Markdown from the offset `start`, where a line begins, to the end; None if it is not all plain."""
    if any(text.find(one, start) >= 0 for one in "\t\v\f\0") or text.startswith("\ufeff", start):
        return None
    if "\r" in text and _BREAK_ALONE.search(text, start):
        return None
    reader = _Reader(text, start)
    at = start
    for line in text[start:].split("\n"):
        if reader.paragraph >= 0 and line[:1].isalpha() and line[-1:] != "\r":  # most lines go on with a paragraph
            reader.paragraph_end = at + len(line)
        elif not reader.take(line[:-1] if line[-1:] == "\r" else line, at):
            return None
        at += len(line) + 1
    return reader.body()


class _Reader:
    """What is read so far.

    `margins` are the columns in which the text of the open list items begins, outer ones first; `fence` is what has
    opened the fence that is not closed; `paragraph` and `comment` are where an open one begins, -1 without one.
    """

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.span = Span(start, len(text))
        self.headings: list[Heading] = []
        self.items: list[int] = []
        self.paragraphs: list[Span] = []
        self.code: list[Span] = []
        self.comments: list[Span] = []
        self.commented = "<!--" in text
        self.margins: list[int] = []
        self.fence = ""
        self.fence_start = -1
        self.paragraph = -1
        self.paragraph_end = -1
        self.comment = -1

    def body(self) -> Body | None:
        """Give the body, at the end of the text; None if a fence or a comment is open there."""
        self.close()
        if self.fence or self.comment >= 0:
            return None
        headings, items, paragraphs = tuple(self.headings), tuple(self.items), tuple(self.paragraphs)
        return Body(self.span, headings, items, paragraphs, tuple(self.comments), tuple(self.code))

    def close(self) -> bool:
        """End the paragraph, if one is open. True, as of all that is certain."""
        if self.paragraph >= 0:
            self.paragraphs.append(self.looked_through(Span(self.paragraph, self.paragraph_end)))
            self.paragraph = -1
        return True

    def looked_through(self, span: Span) -> Span:
        """Give the span of a paragraph or heading, the comments in it being taken."""
        if self.commented:
            self.comments += comments(self.text, span, code=True)[0]
        return span

    def take(self, line: str, at: int) -> bool:
        """Take the line at this offset; False if what it means is not certain."""
        bare = line.lstrip(" ")
        if self.fence:
            return self.take_code(line, bare, at)
        if self.comment >= 0 or line.startswith("<!--"):
            return self.take_comment(line, at)
        if not bare:
            return self.close()
        indent = len(line) - len(bare)
        first = bare[0]
        if first.isalpha():
            return self.take_text(line, at, indent)
        if first in "<>" or (self.paragraph >= 0 and _UNDERLINE.fullmatch(bare)):
            return False
        return self.take_marked(line, bare, at, indent)

    def take_marked(self, line: str, bare: str, at: int, indent: int) -> bool:
        """Take a line that begins with no letter."""
        first = bare[0]
        if first in "#`~" and (special := self.take_block(line, bare, at, indent)) is not None:
            return special
        if first in "-*_" and _RULE.fullmatch(bare):
            return self.take_rule(indent)
        marker = _MARKER.match(bare) if first in "-+*0123456789" else None
        if marker:
            return len(marker[2]) <= _CODE and self.take_item(line, at, indent, marker.end(), marker[1])
        return self.take_text(line, at, indent)

    def take_code(self, line: str, bare: str, at: int) -> bool:
        """Take a line in a fence, which perhaps closes it."""
        marks = bare.rstrip(" ")
        if len(line) - len(bare) < _CODE and len(marks) >= len(self.fence) and not marks.strip(self.fence[0]):
            self.code.append(Span(self.fence_start, at + len(line)))
            self.fence = ""
        return True

    def take_block(self, line: str, bare: str, at: int, indent: int) -> bool | None:
        """Take a heading or the beginning of a fence; None if it is neither."""
        found = _HEADING.match(bare) or _FENCE.fullmatch(bare)
        if not found:
            return False if bare.startswith("```") else None
        if indent:
            return False
        self.close()
        self.margins = []
        if bare[0] == "#":
            span = self.looked_through(Span(at, at + len(line)))
            self.headings.append(heading(self.text, span, len(found[1]), setext=False))
        else:
            self.fence, self.fence_start = found[1] or found[2], at
        return True

    def take_comment(self, line: str, at: int) -> bool:
        """Take a line of a comment that stands by itself; False if another one begins where it ends."""
        if self.comment < 0:
            self.close()
            self.margins = []
            self.comment = at
        if "-->" in line:
            found, unclosed = comments(self.text, Span(self.comment, at + len(line)), code=False)
            self.comments += found
            self.comment = -1
            return unclosed < 0
        return True

    def take_rule(self, indent: int) -> bool:
        """Take a rule between paragraphs."""
        self.close()
        self.margins = []
        return not indent

    def take_text(self, line: str, at: int, indent: int) -> bool:
        """Take a line of a paragraph."""
        if self.paragraph < 0:
            self.margins = [margin for margin in self.margins if margin <= indent]
            if indent - (self.margins[-1] if self.margins else 0) >= _CODE:
                return False
            self.paragraph = at
        self.paragraph_end = at + len(line)
        return True

    def take_item(self, line: str, at: int, indent: int, width: int, number: str | None) -> bool:
        """Take the first line of a list item: it begins where the text of an open one does, or one of its siblings."""
        margins = [margin for margin in self.margins if margin <= indent]
        inner = self.paragraph >= 0 and len(margins) == len(self.margins)  # it would end the paragraph it stands in
        if indent != (margins[-1] if margins else 0) or (inner and number not in (None, "1")):
            return False
        rest = line[indent + width :]
        if not rest or _DEEPER.match(rest) or _RULE.fullmatch(rest) or len(margins) > _DEEPEST:
            return False
        self.close()
        self.margins = [*margins, indent + width]
        self.items.append(at)
        self.paragraph, self.paragraph_end = at, at + len(line)
        return True
