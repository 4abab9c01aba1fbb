from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.secrecy import Mask, find, masked
from session_lint.secrecy.forms import FORMS, PRIVATE_KEY
from session_lint.text import shown

from ..secret_samples import BASE64, BODIES, FORMS_BY_NAME, checked, key, sample, some

NAMES = st.sampled_from(sorted(BODIES))
BEGIN, END = "-----BEGIN " + "PRIVATE KEY-----", "-----END " + "PRIVATE KEY-----"


def test_there_is_a_sample_of_every_form():
    assert sorted(BODIES) == sorted(form.name for form in (*FORMS, PRIVATE_KEY))


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("`", "`"),
        ('token: "', '"\n'),
        ("TOKEN=", "\r\n"),
        ("https://user:", "@example.org"),
        ("_", "_"),
        ("<!-- ", "-->"),
        ("é天🤖", "天"),
        ("(", ")."),
    ],
    ids=["alone", "code", "quotes", "assignment", "address", "emphasis", "comment", "other letters", "brackets"],
)
def test_a_secret_is_found_wherever_it_stands(name, before, after):
    for seed in range(20):
        secret, body = sample(name, Random(seed))
        text = f"{before}{secret}{after}"
        found = find(text)
        assert [one.form.name for one in found] == [name], (seed, text)
        # A token of any length takes a hyphen or underscore behind it for its own.
        assert text[found[0].body_start : found[0].body_end].rstrip("_-") == body
        assert found[0].certain
        hidden = masked(text)
        assert len(hidden) == len(text)
        assert hidden.count("\n") == text.count("\n")
        assert hidden.startswith(before)
        assert hidden.endswith(after.lstrip("_-"))
        assert not set(body) & set(hidden[found[0].body_start : found[0].body_end]) - {"\n"}


@given(NAMES, st.integers(0, 1 << 32), st.text(), st.text())
def test_what_stands_around_a_secret_hides_none_of_it(name, seed, before, after):
    secret, body = sample(name, Random(seed))
    assert body not in masked(f"{before} {secret} {after}")


@given(st.text(max_size=400))
def test_masking_keeps_length_and_breaks(text):
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert [at for at, one in enumerate(hidden) if one in "\r\n"] == [
        at for at, one in enumerate(text) if one in "\r\n"
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9d31a02c5f0e4b7a8d6c1e2f3a4b5c6d7e8f9a0b", id="git SHA-1"),
        pytest.param("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", id="SHA-256"),
        pytest.param("3f2504e0-4f89-11d3-9a0c-0305e82c3301", id="UUID"),
        pytest.param("sha512-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC0vO6PqYw1R2dY3m4==", id="integrity"),
        pytest.param("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", id="image digest"),
        pytest.param("See .agents/sessions/20251204-143000-weather-fallback-for-the-night.md", id="session name"),
        pytest.param("https://linear.app/acme/issue/PLT-123/cache-the-forecast-for-the-night-hours", id="Linear address"),
        pytest.param("https://github.com/acme/weather/pull/12/files#diff-9d31a02c5f0e4b7a8d6c1e2f3a4b5c6d", id="GitHub address"),
        pytest.param("test_that_a_session_with_a_very_long_name_is_found_in_the_folder", id="name of a test"),
        pytest.param("ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", id="JSON Web Token"),
        pytest.param("SK" + "9d31a02c5f0e4b7a8d6c1e2f3a4b5c6d", id="hexadecimal behind two letters"),
        pytest.param("sk" + "_test_" + "4eC39HqLyjWDarjtT1zdp7dc", id="Stripe test key"),
        pytest.param("gh" + "p_" + "*" * 36, id="stars"),
        pytest.param("gh" + "p_<token>", id="placeholder in brackets"),
        pytest.param(f"if '{BEGIN}' in text: refuse()", id="only the begin of a key"),
        pytest.param(f"{BEGIN}\n...\n{END}", id="a key left out"),
        pytest.param("-----BEGIN PUBLIC KEY-----\n" + some(Random(1), "ABCDEFGHIJKLMabcdef01234", 64), id="a public key"),
        pytest.param("hf_hub_download and npm_config_registry and _v1_ and SG. and sk-learn and dapi", id="signs alone"),
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(text):
    assert find(text) == ()
    assert masked(text) == text
    assert shown(text, 200).strip("` ") == text.replace("\n", r"\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("AK" + "IAIOSFODNN7EXAMPLE", id="AWS example"),
        pytest.param("np" + "m_" + "x" * 36, id="one letter"),
        pytest.param("h" + "f_abcdefghijklmnopqrstuvwxyz01234567", id="letters in order"),
        pytest.param("h" + "f_1234abcd5678efgh1234abcd5678efgh12", id="letters in order, in parts"),
        pytest.param("gl" + "pat-your-token-goes-here", id="a sentence"),
        pytest.param("gl" + "pat-deadbeefdeadbeefdead", id="few letters"),
        pytest.param("https://hooks.slack" + ".com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", id="Slack"),
        pytest.param(f"{BEGIN}\n" + "A" * 64 + f"\n{END}", id="a key of one letter"),
        pytest.param("gh" + "o_16C7e42F292c6912E7710c838347Ae178B4a", id="GitHub example, with a wrong checksum"),
    ],
)
def test_what_was_plainly_made_up_is_masked_and_not_certain(text):
    assert [one.certain for one in find(text)] == [False]
    assert masked(text) != text
    assert masked(text, only_certain=True) == text


def test_the_checksum_of_github_is_that_of_its_published_example():
    token = "gh" + "p_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17"
    assert [one.certain for one in find(token)] == [True]
    assert [one.certain for one in find(token[:-1] + "8")] == [False]


def test_a_longer_github_token_has_no_checksum_of_this_sort():
    token = "gh" + "r_" + checked(Random(3)) + some(Random(4), BASE64, 1000).replace("+", "").replace("/", "")[:40]
    assert [one.certain for one in find(token)] == [True]
    assert masked(token) == "ghr_" + "*" * 76


RANDOM = Random(7)
LINES = key(RANDOM)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        pytest.param(f"{BEGIN}\n{LINES}\n{END}\nText", f"{BEGIN}|{END}\nText", id="plain"),
        pytest.param(f"{BEGIN}\n{LINES}\n\nNext steps are here.", f"{BEGIN}|\n\nNext steps are here.", id="without end"),
        pytest.param(f"{BEGIN}\r\n{key(Random(2), 2, chr(13) + chr(10))}\r\n{END}", f"{BEGIN}|{END}", id="CRLF"),
        pytest.param('"' + BEGIN + key(Random(2), 2, r"\n").join((r"\n", r"\n")) + END + '"', f'"{BEGIN}|{END}"', id="JSON"),
        pytest.param(f"    {BEGIN}\n    {key(Random(2), 2, chr(10) + '    ')}\n    {END}", f"    {BEGIN}|{END}", id="indented"),
        pytest.param(f"> {BEGIN}\n> {key(Random(2), 2, chr(10) + '> ')}\n> {END}", f"> {BEGIN}|{END}", id="quoted"),
        pytest.param(
            f"{BEGIN.replace('PRIV', 'RSA PRIV')}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0D1E2F\n\n{LINES}\n{END}",
            f"{BEGIN.replace('PRIV', 'RSA PRIV')}|{END}",
            id="encrypted",
        ),
        pytest.param(
            f"{BEGIN.replace('KEY', 'KEY BLOCK').replace('PRIV', 'PGP PRIV')}\nVersion: GnuPG v2\n\n{LINES}\n=aB3d\n{END}",
            f"{BEGIN.replace('KEY', 'KEY BLOCK').replace('PRIV', 'PGP PRIV')}|{END}",
            id="PGP",
        ),
    ],
)  # fmt: skip
def test_a_private_key_is_masked_from_line_to_line(text, shows):
    before, after = shows.split("|")
    hidden = masked(text)
    assert hidden.startswith(before)
    assert hidden.endswith(after)
    assert set(hidden[len(before) : len(hidden) - len(after)]) <= set("*\r\n")
    assert [one.form for one in find(text)] == [PRIVATE_KEY]


@given(NAMES, st.integers(0, 1 << 32), st.data())
def test_a_piece_of_a_secret_is_hidden_too(name, seed, data):
    secret, body = sample(name, Random(seed))
    mask = Mask(f"some text {secret} and more")
    start = data.draw(st.integers(0, len(body) - 12))
    piece = body[start : start + data.draw(st.integers(8, 60))]
    hidden = mask(f"the title is `{piece.lower()}…`")
    assert hidden == f"the title is `{''.join(one if one == chr(10) else '*' for one in piece)}…`"
    assert mask("the title is `Weather`; expected one of `in_progress`") == (
        "the title is `Weather`; expected one of `in_progress`"
    )


def test_an_empty_mask_is_false_and_still_hides_whole_secrets():
    secret, _ = sample("a GitLab token", Random(1))
    assert not Mask("nothing")
    assert Mask("nothing")(secret) == "glpat-" + "*" * 20
    assert Mask(secret)


def test_a_secret_is_masked_before_a_value_is_cut():
    secret, body = sample("an Anthropic key", Random(1))
    quoted = shown(f"Use the key {secret} for the night")
    assert quoted == "`Use the key sk-ant-api03-" + "*" * 34 + "…`"
    assert body[:12] not in quoted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("gh" + "p_" * 400_000, id="marks"),
        pytest.param("T3BlbkFJ" + "sk-" * 300_000, id="OpenAI"),
        pytest.param("T3BlbkFJ" + "sk-proj-" * 100_000, id="OpenAI, projects"),
        pytest.param(BEGIN * 20_000, id="keys"),
        pytest.param(BEGIN + "\n" * 1_000_000, id="breaks"),
        pytest.param(BEGIN + "Abc: \n" * 100_000, id="headers"),
        pytest.param((BEGIN + "Abc: \n") * 20_000, id="keys with headers"),
        pytest.param("hooks.slack.com/services/" * 40_000, id="webhooks"),
        pytest.param("gh" + "s_a_ey" * 100_000 + "." * 100_000, id="web tokens"),
        pytest.param(("gh" + "s_1_ey" + "a" * 3000 + ".") * 300, id="long web tokens"),
        pytest.param("a" * 1_000_000, id="one word"),
        pytest.param("Q~" * 500_000, id="Azure"),
    ],
)
def test_no_text_takes_long(text):
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 5


def test_every_form_says_where_it_is_from():
    assert all(form.source and form.shape and form.name.startswith(("a ", "an ")) for form in FORMS_BY_NAME.values())
    assert all(any(sign in sample(form.name, Random(1))[0] for sign in form.signs) for form in FORMS_BY_NAME.values())
