"""What the fast lane lets pass is clean by every rule: one-character mutations, larger ones, broken sessions, real ones.

SESSION_LINT_EXAMPLES=100000 sends that many texts through each instead of some hundred.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_lint import engine, filename, secrecy, session, shipped, timestamps
from session_lint.config import Config, default, load
from session_lint.fast_lane import body, front, reading
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.secrecy import forms

from .. import broken_sessions, secret_samples
from .samples import CLEAN, FULL, NAME, NOW, PAUSED, SHORT, mutated, neighbour, one_character_off

COUNT = int(os.environ.get("SESSION_LINT_EXAMPLES", "1500"))
WEEK, MONTH = 7 * 86_400, 30 * 86_400
FOLDER = ".agents/sessions"
SESSIONS = os.environ.get("SESSION_LINT_SESSIONS", "/nowhere")


def shipped_text(location):
    return shipped.read(location.path)


DEFAULT = default(RULES, shipped_text)


def instant(written: str) -> datetime:
    found = timestamps.read(written).instant
    assert found
    return found


def said_by_rules(name: str, text: str, now: datetime, config: Config = DEFAULT) -> list[str]:
    path = f"{FOLDER}/{name}"
    read = session.read(path, text, config.profile)
    found = engine.check(read, config.rules_for(path), Facts(now), known=config.rules)
    return [f"{one.code} {one.message}" for one in found.diagnostics]


def passes(text: str | bytes, name: str = NAME, now: datetime | None = None) -> bool:
    """Whether the fast lane lets a text pass; fails if it does and a rule has something to say."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    now = now or instant(NOW)
    if reading.facts(name, data, now.timestamp(), (WEEK, MONTH)) is None:
        return False
    decoded, problems = session.decode(data)
    assert (problems, said_by_rules(name, decoded, now)) == ((), []), decoded
    return True


@pytest.mark.parametrize("text", CLEAN, ids=["full", "short", "paused"])
def test_a_plain_clean_session_passes(text):
    assert passes(text)


def test_what_is_one_character_off_and_passes_is_clean():
    random = Random(1)
    if COUNT >= 100_000:
        texts = (one for text in CLEAN for one in one_character_off(text))
    else:
        texts = (neighbour(random.choice(CLEAN), random) for _ in range(COUNT))
    passed = [passes(text) for text in texts]
    assert len(passed) // 20 < sum(passed) < len(passed)


def test_what_became_of_clean_sessions_and_passes_is_clean():
    random = Random(2)
    pool = list(CLEAN)
    passed = 0
    for _ in range(COUNT):
        text = mutated(random.choice(pool), random)
        if passes(text):
            passed += 1
            if len(pool) < 500:
                pool.append(text)
            else:
                pool[random.randrange(len(CLEAN), 500)] = text
    assert COUNT // 20 < passed < COUNT


def test_fences_that_pass_end_where_they_end():
    random = Random(12)
    lines = (
        "```",
        "```",
        "``` ",
        "```\t",
        "``` \t",
        "\t```",
        "~~~",
        "  ```",
        "    ```",
        "````",
        "x",
        "",
        "## Context",
        "- [x ] a",
    )
    passed = 0
    for _ in range(COUNT):
        between = "\n".join(random.choices(lines, k=random.randrange(1, 9)))
        passed += passes(SHORT.replace("\n## Context", f"\n{between}\n## Context"))
    assert passed > COUNT // 50


def test_a_broken_session_that_passes_is_clean():
    random = Random(3)
    for _ in range(COUNT):
        path, text = broken_sessions.session(random)
        passes(text, path.rpartition("/")[2])
        passes(mutated(text, random) if text else text)


def test_bytes_that_pass_are_clean():
    random = Random(4)
    for _ in range(COUNT):
        data = bytearray(random.choice(CLEAN).encode())
        data[random.randrange(len(data))] = random.randrange(256)
        passes(bytes(data))


@pytest.mark.parametrize("folder", ["examples", "sessions"])
def test_a_real_file_that_passes_is_clean(folder):
    root = Path(__file__).parents[2] / folder
    random = Random(5)
    if folder == "sessions":
        root = Path(SESSIONS)
    paths = [Path(top) / name for top, _, names in os.walk(root) for name in names if name.endswith(".md")]
    if not paths:
        pytest.skip("there are none here")
    for path in paths:
        data = path.read_bytes()
        passes(data, path.name)
        text = data.decode("utf-8", "replace")
        for _ in range(max(COUNT // len(paths) // 4, 1)):
            passes(mutated(text, random), path.name)


@pytest.mark.parametrize(
    "name",
    [
        *broken_sessions.NAMES,
        "20251204-143000.md",
        "20251204-143000-.md",
        "20251204-143000-a--b.md",
        "20251204-143000-a-.md",
        "20251204-143000-A.md",
        "20251204-143000-a.MD",
        "20251204-143000-a",
        "20251204-143000-back-123-weather.md",
        "20251204-143000-xback-123.md",
        "20251204-143000-weather.md.md",
        "20251204-142900-weather.md",
        "20251204-142859-weather.md",
        "20251204-143100-weather.md",
        "20251204-143101-weather.md",
        "20251304-143000-weather.md",
        "20251204-243000-weather.md",
        "20251204-143060-weather.md",
        "20250229-143000-weather.md",
        f"20251204-143000-dapi{'0123456789abcdef' * 2}.md",
    ],
)
def test_a_name_that_passes_is_clean(name):
    passes(FULL, name)


def test_names_that_are_as_they_should_be_pass():
    assert [
        passes(FULL, f"20251204-{time}-{words}.md") for time in ("142900", "143100") for words in ("a", "a-2", "2x")
    ] == [True] * 6


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param(FULL, "2025-12-12T09:00:00Z", id="in progress"),
        pytest.param(PAUSED, "2026-01-04T23:59:59Z", id="paused"),
    ],
)
def test_a_session_is_stale_to_the_second(text, last):
    assert passes(text, now=instant(last))
    assert not passes(text, now=instant(last) + timedelta(seconds=1))
    assert said_by_rules(NAME, text, instant(last) + timedelta(seconds=1)) != []


@pytest.mark.parametrize("text", [FULL, PAUSED, SHORT], ids=["full", "paused", "short"])
def test_a_session_lies_in_the_future_to_the_second(text):
    latest = max(one for one in ("2025-12-05T09:00:00Z", "2025-12-05T23:59:59Z", "2025-12-04T14:30:59Z") if one in text)
    first = instant(latest) - timedelta(hours=14)
    assert passes(text, now=first)
    assert not passes(text, now=first - timedelta(seconds=1))
    assert said_by_rules(NAME, text, first - timedelta(seconds=1)) != []


def test_any_clock_that_lets_a_session_pass_finds_it_clean():
    random = Random(6)
    for _ in range(COUNT):
        passes(random.choice(CLEAN), now=instant(NOW) + timedelta(seconds=random.randrange(-(10**6), 4 * 10**6)))


def test_moments_are_those_of_the_calendar():
    random = Random(7)
    for _ in range(COUNT):
        date = f"{random.randrange(1960, 3010):04}-{random.randrange(14):02}-{random.randrange(33):02}"
        written = f"{date}T{random.randrange(26):02}:{random.randrange(62):02}:{random.randrange(62):02}Z"
        found, known = front.instant(written), timestamps.read(written).instant
        if found is not None:
            assert known
            assert known.timestamp() == found
        elif known and 1970 <= known.year < 3000:
            assert written[17:19] == "60"


def test_yaml_that_is_read_means_what_its_parser_says():
    """Compares the data, too, but for what is no text."""
    random = Random(8)
    read = 0
    for _ in range(COUNT):
        text = mutated(random.choice(CLEAN), random)
        plain = reading.text_of(text.encode("utf-8", "replace"))
        found = front.read(plain) if plain else None
        if found:
            read += 1
            known = session.read(f"{FOLDER}/{NAME}", text, DEFAULT.profile).front
            assert known.problems == (), text
            assert is_same(found[0], known.data), text
    assert read > COUNT // 3


def is_same(found: object, known: object) -> bool:
    """Whether data is what the parser says; for what is no text the reading has a mark, and bytes for characters."""
    match found:
        case dict() if isinstance(known, dict):
            return found.keys() == known.keys() and all(is_same(found[key], known[key]) for key in found)
        case list() if isinstance(known, list):
            return len(found) == len(known) and all(map(is_same, found, known))
        case str() if isinstance(known, str):
            return found.encode("latin-1").decode() == known
        case None:
            return known is None
    digits = isinstance(known, str) and known[0].isdigit()  # `2.0.1` is no number
    return found is front._NO_TEXT and (isinstance(known, (int, float, list)) or digits)


def test_what_marks_a_secret_is_what_the_rule_looks_for():
    assert sorted(reading.SIGNS) == sorted(sign.encode() for sign in secrecy._SIGNS)
    in_names = [sign for sign in secrecy._SIGNS if sign == sign.lower() and sign.replace("-", "").isalnum()]
    assert sorted(reading.SIGNS_IN_NAMES) == sorted(in_names)
    assert [reading._IN_ROW[byte] for byte in b"\t\n "] == [ord(" ")] * 3
    letters = {byte for byte in range(256) if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "-_")}
    assert {byte for byte in range(256) if reading._IN_ROW[byte] == ord("x")} == letters
    assert len(reading._IN_ROW) == 256


@pytest.mark.parametrize("form", forms.FORMS, ids=lambda form: form.name.replace(" ", "-"))
def test_what_has_the_form_of_a_secret_does_not_pass(form):
    """Also where all that it may hold of signs that end a row stands in it."""

    @settings(max_examples=30, deadline=None, derandomize=True)
    @given(st.from_regex(f"(?:{form.mark})(?:{form.body})", fullmatch=True, alphabet=st.characters(codec="ascii")))
    def try_it(secret: str) -> None:
        data = f"Use {secret} here.\n".encode()
        if secrecy.find(data.decode()):
            assert reading._may_hold_secret(NAME, data) or reading.text_of(data) is None, secret

    try_it()


def test_what_is_a_section_is_what_the_profile_says():
    assert sorted(DEFAULT.profile.sections) == sorted(body.SECTIONS)


def test_a_description_is_what_the_pattern_says():
    for words in ("a", "a-b", "a1-2b", "", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "\u00e4", "\u00b2", "a.b"):
        is_fine = filename.KEBAB.fullmatch(words) is not None
        assert (reading._stamp(f"20251204-143000-{words}.md") is not None) == is_fine, words


def test_fewer_rules_say_no_more():
    """Whatever a config turns off, what passes is clean by the rest."""
    config = load(
        "session-lint.toml", RULES, lambda one: shipped.read(one.path) if one.shipped else 'ignore = ["SL3"]\n'
    )
    assert [said_by_rules(NAME, text, instant(NOW), config) for text in CLEAN] == [[], [], []]


def test_no_secret_passes_wherever_it_stands():
    random = Random(11)
    for _ in range(max(COUNT // 200, 3)):
        for name in secret_samples.BODIES:
            secret, _ = secret_samples.sample(name, random)
            assert not passes(FULL.replace("Written.", f"Written: {secret}"))
            assert not passes(SHORT.replace("Down.", f"(`{secret}`)"))
            assert not passes(PAUSED.replace("  make test", f'  export KEY="{secret}"'))


def test_a_hostile_file_is_read_in_linear_time():
    """Each of these takes a second at most; what grows with the square of its size takes minutes."""
    for piece in (
        "a" * 20 + " ",
        "\n# a",
        "\n- ",
        "- ",
        "\n```\n",
        "a: b\n",
        "`",
        "\n### Wave 1 (ACTIVE)",
        "> ",
        "x" * 50,
        "[",
        "\ufe0f",
    ):
        for text in (
            FULL + piece * (1_000_000 // len(piece)),
            FULL.replace("\norchestration", piece * 20_000 + "\norchestration"),
        ):
            started = time.process_time()
            reading.facts(NAME, text.encode(), instant(NOW).timestamp(), (WEEK, MONTH))
            assert time.process_time() - started < 5, piece
