"""Markdown of the plainest kind: headings of the document, each with what the rules ask of it.

A heading that begins its line is one wherever it stands, unless a fence or HTML goes on there. So fences are followed,
and what could hold other blocks than words is not read: HTML, comments, underlined and indented headings, what begins
within an item or a quote.
"""

from . import front

SECTIONS = frozenset(("Context", "Current State", "Next Steps"))

_LOG = "session log"
_SPECIAL = frozenset(" #-+*=<>`~_0123456789\t")  # what a line begins with that is perhaps more than words
_WITHIN = frozenset("[-+*0123456789<>`~")  # what the text of an item begins with that is perhaps more than words
_TEMPLATE = ("Curr", "`pat")  # section-placeholder: what these may begin is looked at
_BOXES = ("[ ] ", "[x] ")
_DIGITS = "0123456789"
_DEEPEST = 40  # blanks before a line; the parser of Markdown drops what is nested too deep
# section-placeholder: what the first line of a section that says nothing is, without the marks around it.
_UNSAID = frozenset(("", "tbd", "tbc", "todo", "fixme", "n/a yet", "na yet"))
_MARKS = " -+*_.:!()[]xX0123456789\xe2\x80\xa6"
_MOST_KNOWN, _LONG = 1000, 60
_headings: dict[str, tuple[int, str, bool] | None] = {}
_WAVE = "wW*_"
_PLACES = ("[Title]", "[Name]", "[Agent/Action]")
_TASKS = ("Criterion 1", "Criterion 2")
_ITEMS = ("`path/to/file.py` -", "Current blocker (if any)", "**Decision**: What was", "**Rationale**: Why")


def is_fine(body: str, *, moved: bool) -> bool:
    """Whether the rules on headings, sections, boxes and the log are silent.

    `moved` says that `last_updated` is not `created`.
    """
    tabs = "\t" in body
    fence = margin = ""
    titles = 0
    log = logs = False  # whether the section at hand is the log, and whether there is one
    found: set[str] = set()
    section, said = "", True  # the section at hand, and whether it says something
    blank = True  # whether the line before is blank
    waves: list[tuple[int, str]] | None = None  # from the first wave on: headings, and boxes as level 7
    entries: list[str] = []
    for line in body.split("\n"):
        if not line:
            blank = True
            continue
        first = line[0]
        if fence:
            bare = line.strip(" \t")  # a tab behind a fence does not keep it from closing
            if bare[:3] == fence[:3] and not bare.strip(fence[0]) and len(bare) >= len(fence):
                if line[: len(margin) + 1] != margin + fence[0]:
                    return False
                fence = ""
            elif bare and not line.startswith(margin):
                return False
            continue
        if first not in _SPECIAL:
            blank = False
            if not said:
                if line.strip(_MARKS).lower() in _UNSAID:  # section-placeholder
                    return False
                said = True
            continue
        if tabs and "\t" in line:
            return False
        if first == "#":
            read = _headings[line] if line in _headings else _heading(line)
            if read is None:
                return False
            level, title, is_wave = read
            if level:
                blank = False
                if level > 2:
                    said = True
                    if log and level == 3 and not _is_entry(title, entries):
                        return False
                else:
                    if not said and section in SECTIONS:  # section-empty
                        return False
                    section, said, log = title, False, False
                    if level == 1:
                        titles += 1
                    elif title in SECTIONS:
                        if title in found:  # section-duplicate
                            return False
                        found.add(title)
                    elif title == _LOG:
                        if logs:
                            return False
                        log = logs = True
                if is_wave and waves is None:
                    waves = []
                if waves is not None:
                    waves.append((level, title))
                continue
        if first == "-" and said and line[1:2] == " ":  # an item of words, as most are
            begins = line[2:6]
            if begins in _BOXES:
                if line[6:15] != "Criterion" and " - Brief" not in line:
                    blank = False
                    if waves is not None:
                        waves.append((7, line[:6]))
                    continue
            elif begins not in _TEMPLATE and (begins[:1].isalpha() or (begins[:1] == "`" and begins[1:2].isalpha())):
                blank = False
                continue
        bare = line.strip(" ")
        if not bare:
            blank = True
            continue
        first = bare[0]
        if bare[-1] == first and first in "-+*_=" and not bare.strip(first + " "):
            # a rule, an item without text, or what underlines a heading
            if (first not in "*_" and not (blank and line == "---")) or len(bare) < 3:
                return False
            blank = False
            continue
        blank = False
        indent = 0 if line[0] != " " else len(line) - len(line.lstrip(" "))
        if indent > _DEEPEST or (first == "#" and 0 < indent < 4):
            return False
        if first in "`~" and bare[:3] in ("```", "~~~") and indent < 4:
            fence, margin = bare[: len(bare) - len(bare.lstrip(first))], line[:indent]
            if first == "`" and "`" in bare[len(fence) :]:
                return False
        elif not said and bare.strip(_MARKS).lower() in _UNSAID:  # section-placeholder
            return False
        elif not _is_plain(bare):
            return False
        elif waves is not None and (line[:6] == "- [ ] " or "[x]" in line or "[X]" in line):
            waves.append((7, line[:6]))
        said = True
    if fence or titles != 1 or len(found) != len(SECTIONS):  # title-heading, section-missing
        return False
    if not said and section in SECTIONS:  # section-empty
        return False
    if entries:
        ordered = sorted(entries)
        if entries not in (ordered, ordered[::-1]):  # log-order
            return False
        if not moved and ordered[0] != ordered[-1]:  # never-updated
            return False
    return waves is None or _waves_agree(waves)


def _heading(line: str) -> tuple[int, str, bool] | None:
    """Give level and title of a heading, and whether it is a wave's; level 0 for what is none, and None in doubt."""
    bare = line.rstrip(" ")
    title = bare.lstrip("#")
    level = len(bare) - len(title)
    if level > 6 or title[:1] not in (" ", ""):
        return 0, "", False
    title = title.lstrip(" ")
    if not title or title[-1] == "#" or ("[" in title and any(place in title for place in _PLACES)):
        return None  # section-placeholder
    if level > 2 and title[0] in _DIGITS:  # of the log, mostly, and so no other has the same
        return level, title, False
    read: tuple[int, str, bool] | None
    if level > 2:
        read = level, title, title[0] in _WAVE and title.lstrip("*_")[:4].lower() == "wave"
    elif level == 1:
        return None if title[:9] != "Session: " or title[9] == "#" else (1, title, False)  # title-heading
    elif title[0] in "*_":  # emphasis is no part of a title
        return None
    else:
        read = level, _LOG if title.strip(" :").lower() == _LOG else title, title[:4].lower() == "wave"
    if len(line) < _LONG:
        if len(_headings) > _MOST_KNOWN:
            _headings.clear()
        _headings[line] = read  # many have the same
    return read


def _is_entry(title: str, entries: list[str]) -> bool:
    """Whether a heading in the log is an entry as it should be, or none for certain; see log-entry-format."""
    if title[:19].translate(front.DIGITS) != "0000-00-00 00:00 - ":
        return title[0].isascii() and title[0].isalpha()
    entries.append(title[:16])
    return front.seconds(title[:10], title[11:13], title[14:16], "00") is not None and len(title) > 19


def _is_plain(bare: str) -> bool:
    """Whether a line without its indentation begins no other block within an item or a quote, and its box is good."""
    first, second = bare[0], bare[1:2]
    if first in "-+*":
        if second != " ":
            return second != "[" and not bare.startswith(_ITEMS)  # task-marker, section-placeholder
        rest = bare[2:].lstrip(" ")
    elif first == ">":
        rest = bare[1:].lstrip(" ")
    elif first in _DIGITS:
        number = bare.lstrip(_DIGITS)
        if number[:1] not in (".", ")") or number[1:2] != " ":
            return True
        rest = number[2:].lstrip(" ")
    else:
        return first != "<"  # HTML
    first, second = rest[:1], rest[1:2]
    if first not in _WITHIN:
        return not rest.startswith("Current blocker")
    if first == "[" and second in (" ", "x", "X", "]"):  # task-marker
        good = rest[:3] in ("[ ]", "[x]", "[X]") and rest[3:4] in ("", " ")
        return good and not rest[3:].lstrip(" ").startswith(_TASKS) and " - Brief description" not in rest
    if first in ("-", "+", "*"):
        return second not in ("", " ", "[") and not rest.startswith(_ITEMS)
    if first in _DIGITS:
        number = rest.lstrip(_DIGITS)
        return number[:1] not in (".", ")") or number[1:2] not in ("", " ")
    return first not in "<>" and not rest.startswith(("```", "~~~", *_ITEMS))


def _waves_agree(headings: list[tuple[int, str]]) -> bool:
    """Whether what headings say of waves agrees; see wave-state. Level 7 are boxes, open ones and others."""
    numbers: set[str] = set()
    blockers: set[str] = set()
    actives = within = 0  # `within`: the level of the active wave's heading while its part goes on
    ticked = empty = False
    for level, title in (*headings, (1, "")):
        if level == 7:
            ticked, empty = ticked or title != "- [ ] ", empty or title == "- [ ] "
            continue
        if level <= within:
            if ticked and not empty:
                return False
            within = 0
        words = title.lower()
        if words[:5] != "wave ":
            if words.lstrip("*_")[:5] == "wave ":
                return False
            continue
        rest = words[5:].lstrip(" ")
        after = rest.lstrip(_DIGITS)
        number = rest[: len(rest) - len(after)]
        if number and (len(number) > 4 or number[0] == "0" or after[:1] not in (":", " ", "")):
            return False
        numbers.add(number)
        if "active" in words:
            actives, within, ticked, empty = actives + 1, level, False, False
        if "blocked by" in words:
            named = words.partition("blocked by")[2].strip(" )").removeprefix("wave ")
            if not named.isdigit():
                named = "".join([one if one in _DIGITS else " " for one in named])
            blockers.update(named.split())
    return actives <= 1 and blockers <= numbers
