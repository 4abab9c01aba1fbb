"""What is said of the thing under the pointer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from session_lint import session
from session_lint.lsp import marked
from session_lint.lsp.hover import hover
from session_lint.rules import RULES
from session_lint.text import printable

from ..reading.samples import PATH, PROFILE, cut
from ..reading.test_properties import ANY_TEXT
from .marker import NOW, at_mark, preset

STATUS = (
    "**`session.status`** · required · one of `in_progress`, `paused`, `completed`\n\n"
    "`in_progress`: work is happening; `paused`: stopped for now; `completed`: ready to be deleted.\n\n"
    "Example: `status: in_progress`"
)
UPDATED = (
    (
        '**`session.last_updated`** · required · a timestamp like `"2025-12-04T14:30:00Z"`\n\n'
        "When the session was last brought up to date: RFC 3339 with a zone, quoted.\n\n"
        'Example: `last_updated: "2025-12-04T14:30:00Z"`'
    )
    .replace("like `", "like ")
    .replace('Z"`\n', 'Z"\n')
)


def said(text: str, profile=PROFILE) -> tuple[str | None, str] | None:
    one, offset = at_mark(text, profile)
    found = hover(one, offset, NOW, RULES)
    return (cut(one.text, found.span), found.text) if found else None


@pytest.mark.parametrize(
    ("text", "span", "words"),
    [
        pytest.param("session:\n  sta|tus: paused", "status", STATUS, id="key"),
        pytest.param("session:\n  |status: paused", "status", STATUS, id="beginning of a key"),
        pytest.param("session: {status|: paused}", "status", STATUS, id="flow style"),
        pytest.param(
            "session:\n  status: pau|sed", "paused", STATUS + "\n\n`paused`: stopped for now", id="a word of the schema"
        ),
        pytest.param('session:\n  status: pau|sed\n  title: "', "paused", STATUS + "\n\n`paused`: stopped for now", id="a block that cannot be read"),
        pytest.param('session:\n  status|: paused\n  title: "', "status", STATUS, id="a key of a block that cannot be read"),
        pytest.param("session:\n  status: do|ne", "done", STATUS, id="a word of nobody"),
        pytest.param(
            'session:\n  last_updated: "2025-12-0|4T14:30:00Z"',
            '"2025-12-04T14:30:00Z"',
            UPDATED + "\n\n**21 hours ago** · Thursday, 2025-12-04 14:30:00 UTC",
            id="time",
        ),
        pytest.param(
            "session:\n  last_updated: 2025-12-0|8T14:30:00+01:00",
            "2025-12-08T14:30:00+01:00",
            UPDATED + "\n\n**in 3 days** · Monday, 2025-12-08 13:30:00 UTC",
            id="time to come, of another zone",
        ),
        pytest.param(
            "session:\n  last_updated: 2025-12-0|4",
            "2025-12-04",
            UPDATED + '\n\n`2025-12-04`: it has no time of day and no zone; write "2025-12-04T00:00:00Z" with the real time',
            id="time that is none",
        ),
        pytest.param("when: 2025-12-04T1|4:30:00Z", "2025-12-04T14:30:00Z", "**21 hours ago** · Thursday, 2025-12-04 14:30:00 UTC", id="time at a key that nothing is known of"),
        pytest.param("session:\n  linear_i|ssue: x", "linear_issue", "**`session.linear_issue`** · optional · text or null\n\nThe Linear issue that this work belongs to, such as BACK-123.\n\nExample: `linear_issue: BACK-123`", id="example of the schema"),
        pytest.param(
            "orchestration:\n  spawned_agents:\n    - sta|tus: x",
            "status",
            "**`orchestration.spawned_agents.0.status`** · required · one of `pending`, `in_progress`, `completed`\n\n"
            "How far it has come.\n\nExample: `status: pending`",
            id="key of an item",
        ),
    ],
)  # fmt: skip
def test_keys_and_values_of_the_front_matter_are_explained(text, span, words):
    assert said(f"---\n{text}\n---\n") == (span, words)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nother|: 1\n---\n", id="a key that nothing is known of"),
        pytest.param("---\nsession: |\n---\n", id="no value"),
        pytest.param("---\n---\nTe|xt\n", id="prose"),
        pytest.param("---\n---\n## Notes|\n", id="a heading that nothing is known of"),
        pytest.param("|", id="nothing"),
        pytest.param("---|\n---\n", id="opening"),
    ],
)
def test_of_other_things_nothing_is_said(text):
    assert said(text) is None


def test_what_a_status_means_is_said_of_words_that_only_the_profile_knows():
    own = preset("default", '[profile.statuses]\nactive = ["doing"]\n')
    found = said("---\nsession:\n  status: doi|ng\n---\n", own)
    assert found
    assert found[1].endswith("\n\n`doing`: work that is happening")


def test_a_schema_of_ones_own_is_followed_through_references_and_alternatives():
    schema: dict[str, Any] = {
        "$defs": {"State": {"oneOf": [{"const": "red", "description": "It *fails*."}, {"const": "green"}]}},
        "properties": {"build": {"$ref": "#/$defs/Build"}},
        "allOf": [{"properties": {"more": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/State"}]}}}],
    }
    schema["$defs"]["Build"] = {"required": ["state"], "properties": {"state": {"$ref": "#/$defs/State"}}}
    own = replace(PROFILE, schema=schema)
    assert said("---\nbuild:\n  state: re|d\n---\n", own) == (
        "red",
        "**`build.state`** · required · one of `red`, `green`\n\nIt \\*fails\\*.\n\nExample: `state: red`\n\n"
        "`red`: It \\*fails\\*.",
    )
    assert said("---\nmore|: red\n---\n", own) is not None


def test_nothing_of_a_schema_or_a_file_is_markup():
    schema = {"properties": {"a": {"description": "# [x](https://evil.example) <b> `c` *d* ` e", "enum": ["`](x)"]}}}
    found = said("---\na|: 1\n---\n", replace(PROFILE, schema=schema))
    assert found
    assert found[1].split("\n\n")[1:] == [
        "\\# \\[x\\](https://evil.example) \\<b\\> `c` \\*d\\* \\` e",
        'Example: `` a: "`](x)" ``',
    ]


@pytest.mark.parametrize(
    ("text", "span", "begins"),
    [
        pytest.param("Text <!-- session-lint: ignore SL3|04 -->", "SL304", "`SL304` `section-placeholder` · warning · no fix\n\n**No text of the template is left in a session, and no section says only `TBD`.**\n\n**Why:** it reads like a hand-over and is none.\n\n[section-placeholder](https://", id="code"),
        pytest.param("Text <!-- session-lint: ignore section-|placeholder -->", "section-placeholder", "`SL304` `section-placeholder` · warning", id="name"),
        pytest.param("Text <!-- session-lint: ignore SL|20 -->", "SL20", "`SL20`: 6 rules\n\n- `SL201` `frontmatter-schema`: The front matter holds", id="prefix"),
        pytest.param("Text <!-- session-lint: ign|ore SL20 -->", "ignore", "Silences the rules that follow for this line", id="verb"),
        pytest.param("Text <!-- session-lint: ignore-|file SL20 -->", "ignore-file", "Silences the rules that follow for the whole file.", id="other verb"),
        pytest.param("## Con|text", "## Context", "**Context** · required section\n\nWhy this work is done", id="section"),
        pytest.param("## Session L|og", "## Session Log", "**Session Log** · optional section\n\nWhat happened, an entry for each step, with its time in UTC and who took it.\n\nEntries are written `### YYYY-MM-DD HH:MM - <text>`.", id="log"),
        pytest.param("## Blockers|", "## Blockers", "**Blockers** · optional section", id="other section"),
        pytest.param("## Session Log\n\n### 2025-1|2-04 12:00 - x", "2025-12-04 12:00", "**24 hours ago** · Thursday, 2025-12-04 12:00:00 UTC", id="entry of the log"),
    ],
)  # fmt: skip
def test_comments_headings_and_entries_are_explained(text, span, begins):
    found = said(f"---\n---\n{text}\n")
    assert found
    assert (found[0], found[1][: len(begins)]) == (span, begins)


def test_a_comment_of_yaml_is_explained():
    found = said("---\na: b # session-lint: ignore SL2|03\n---\n")
    assert found
    assert found[1].startswith("`SL203` `timestamp-style` · info · fixable")


def test_secrets_are_masked():
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    text = f"---\nsession:\n  last_updated: {secret}\n---\n"
    one = session.read(PATH, text, PROFILE)
    found = hover(one, text.index("ghp_"), NOW, RULES)
    assert one.secrets
    assert found
    assert secret not in found.text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("**`a.b`** · `x`", "a.b · x", id="a name"),
        pytest.param("`` a`b `` and ` c `", "a`b and c", id="backticks"),
        pytest.param("` ` and `**` and `\\*`", "  and ** and \\*", id="what is code stays"),
        pytest.param("`` open `", "`` open `", id="what is not closed"),
        pytest.param(r"\*a\_b\` \x \\", "*a_b` \\x \\", id="escapes"),
        pytest.param("[stale](https://a.example/#b)", "stale: https://a.example/#b", id="a link"),
        pytest.param("a ** b [c] (d)\n- e", "a  b [c] (d)\n- e", id="other marks"),
    ],
)
def test_who_takes_no_markdown_gets_words(text, plain):
    assert marked.stripped(text) == plain


@given(ANY_TEXT)
def test_what_was_escaped_comes_back(text):
    assert marked.stripped(marked.escaped(text)) == printable(" ".join(text.split()))
    shown = marked.stripped(marked.code(text))
    assert shown in (printable(text), printable(text[:199] + "…"), "(empty)", printable(text)[1:-1])
