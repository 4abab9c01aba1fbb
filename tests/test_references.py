"""Which texts refer to a session, and what a rename makes of them."""

from __future__ import annotations

import pytest

from session_lint import references
from session_lint.fixing import edited

OLD = ".agents/sessions/20251204-143000-PLT-1-cache.md"
NEW = ".agents/sessions/20251204-143000-cache.md"
NAME = "20251204-143000-PLT-1-cache.md"


def rewritten(path: str, text: str, *, old: str = OLD, new: str = NEW, bare: bool = True) -> str:
    return edited(text, references.edits(path, text, old, new, bare=bare))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".agents/plans/a.md", "see `.agents/sessions/{}`\n", id="path-from-the-root"),
        pytest.param(".agents/plans/a.md", "see /.agents/sessions/{}.\n", id="path-from-the-root-with-a-slash"),
        pytest.param(".agents/plans/a.md", "[x](../sessions/{})\n", id="link-from-another-folder"),
        pytest.param(".agents/sessions/b.md", "[x]({})\n", id="link-in-the-folder"),
        pytest.param(".agents/sessions/b.md", "[x](./{}#context)\n", id="link-with-a-fragment"),
        pytest.param(".agents/TASKS.json", '{{"session": ".agents/sessions/{}"}}\n', id="json"),
        pytest.param(".agents/sessions/b.md", "---\ncontinues: {}\n---\n", id="bare-name-in-front-matter"),
        pytest.param(".agents/sessions/b.md", "---\nplans:\n  - {}\n---\ntext .agents/sessions/{}\n", id="twice"),
    ],
)
def test_a_reference_follows_the_file(path, text):
    assert rewritten(path, text.replace("{}", NAME).replace("{{", "{").replace("}}", "}")) == text.replace(
        "{}", "20251204-143000-cache.md"
    ).replace("{{", "{").replace("}}", "}")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".agents/plans/a.md", f"```\n.agents/sessions/{NAME}\n```\n", id="fence"),
        pytest.param(".agents/plans/a.md", f"<!-- .agents/sessions/{NAME} -->\n", id="comment"),
        pytest.param(".agents/plans/a.md", f"the file {NAME} is gone\n", id="bare-name-in-the-body"),
        pytest.param(".agents/plans/a.md", f".agents/plans/{NAME}\n", id="another-folder"),
        pytest.param(".agents/plans/a.md", f"other/.agents/sessions/{NAME}\n", id="another-package"),
        pytest.param(".agents/plans/a.md", f".agents/sessions/{NAME}x\n", id="longer-name"),
        pytest.param(".agents/plans/a.md", f".agents/sessions/{NAME}.bak\n", id="longer-suffix"),
        pytest.param(".agents/plans/a.md", f".agents/sessions/x-{NAME}\n", id="name-that-ends-so"),
        pytest.param(".agents/plans/a.md", f"[x]({NAME})\n", id="link-to-a-plan"),
        pytest.param(".agents/plans/a.md", "nothing\n", id="nothing"),
    ],
)
def test_what_only_looks_like_one_stays(path, text):
    assert rewritten(path, text) == text


def test_a_bare_name_that_another_file_has_is_left_alone():
    text = f"---\nplans:\n  - {NAME}\n---\n"
    assert rewritten(".agents/sessions/b.md", text, bare=False) == text


def test_a_package_refers_to_its_own_sessions():
    old, new = f"pkg/{OLD}", f"pkg/{NEW}"
    for text in (f"see .agents/sessions/{NAME}", f"see pkg/.agents/sessions/{NAME}"):
        assert rewritten("pkg/.agents/plans/a.md", text, old=old, new=new) == text.replace("PLT-1-", "")


def test_many_names_take_linear_time():
    text = f".agents/sessions/{NAME} " * 20_000
    assert len(list(references.find(".agents/plans/a.md", text, OLD))) == 20_000
