"""Plugins: how they are found, what they must be, that they take part in everything, and what a broken one costs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from session_lint import engine, session
from session_lint.config import ActiveRule
from session_lint.diagnostic import Delete, Diagnostic, Edit, Finding, Fix, Related, Rename, Severity
from session_lint.failure import Failure
from session_lint.plugins import rules
from session_lint.rule import Example, FactRule, Facts, Needs, SessionRule, option
from session_lint.rules import RULES
from session_lint.rules.section_empty import SectionEmpty
from session_lint.testing import NOW, default_profile
from session_lint.text import Span

from .test_cli import GOOD, NAME, repository, run, write
from .test_config import failure, load
from .test_layers import loaded_after
from .test_packaging import output

__all__ = ("repository",)

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "plugin"
SESSION = f".agents/sessions/{NAME}"
HOME = GOOD.replace("A cache is written", "A cache is written to /home/ada/cache")
SAYS = "`/home/ada` is on one machine only; expected a path that others have, too"
MODULE = '''
from session_lint.diagnostic import Edit, Finding, Fix, Severity
from session_lint.rule import FactRule, SessionRule, option
from session_lint.text import Span

class Bad(SessionRule):
    """A thing holds."""

    code, name, severity = "ACME001", "a-thing", Severity.WARNING

    def check(self, session):
        yield Finding(Span(0, 3), "the thing does not hold", "mend it")
'''


def install(site: Path, text: str = MODULE, name: str = "acme", value: str = "acme_rules:Bad") -> Path:
    """Put a package with a plugin into a folder, as pip leaves it."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    entries = f"[console_scripts]\nx = y:z\n\n[session_lint.rules]\n# ours\n{name} = {value}\n"
    (info / "entry_points.txt").write_text(entries, encoding="utf-8")
    (site / f"{value.partition(':')[0]}.py").write_text(text, encoding="utf-8")
    return site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def project(repository: Path) -> Path:
    """A repository with one good session whose config names the plugin `acme`."""
    write(repository, GOOD)
    (repository / "session-lint.toml").write_text('plugins = ["acme"]\n', encoding="utf-8")
    return repository


# -- the example


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder into which pip has installed the example."""
    pytest.importorskip("hatchling", reason="the example is built with hatchling, which `.[dev]` brings along")
    source = tmp_path_factory.mktemp("source") / "plugin"
    shutil.copytree(EXAMPLE, source)
    folder = tmp_path_factory.mktemp("installed")
    output(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--target", str(folder), str(source)),
    )
    return folder


def test_the_example_is_installed_and_takes_part_in_everything(installed, project):
    write(project, HOME)

    def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("--output-format", "concise", "--quiet", *arguments, cwd=project, PYTHONPATH=str(installed))

    line = f"{SESSION}:18:23: ACME001 {SAYS}\n"
    assert (ran().stdout, ran().returncode) == (line, 0)
    for chosen in ("ACME001", "home-path", "ACME", "ACME0", "ALL"):
        assert ran("--select", chosen).stdout == line
        assert ran("--ignore", chosen).stdout == ""
    assert ran("--fail-on", "warning").returncode == 1
    diff = ran("--diff", "--unsafe-fixes").stdout
    assert (
        "-A cache is written to /home/ada/cache, not yet read.\n+A cache is written to ~/cache, not yet read.\n" in diff
    )
    assert ran("--fix", "--unsafe-fixes").stdout == ""
    assert (project / SESSION).read_text(encoding="utf-8") == HOME.replace("/home/ada", "~")


def test_the_example_is_configured_like_any_rule(installed, project):
    write(project, HOME)
    config = project / "session-lint.toml"
    config.write_text(
        'plugins = ["acme"]\n[rules.home-path]\nseverity = "error"\nhomes = ["/srv"]\n'
        '[[overrides]]\nfiles = ["**/2025*"]\nrules.ACME001.homes = ["/home"]\n',
        encoding="utf-8",
    )
    (found,) = json.loads(run("--output-format", "json", cwd=project, PYTHONPATH=str(installed)).stdout)["diagnostics"]
    assert (found["code"], found["name"], found["severity"], found["url"]) == ("ACME001", "home-path", "error", None)
    printed = run("--show-settings", cwd=project, PYTHONPATH=str(installed)).stdout
    settings = tomllib.loads(printed)
    assert settings["plugins"] == ["acme"]
    assert settings["rules"]["home-path"] == {"severity": "error", "homes": ["/srv"]}
    config.write_text(printed, encoding="utf-8")
    assert run("--show-settings", cwd=project, PYTHONPATH=str(installed)).stdout == printed
    config.write_text('plugins = ["acme"]\n\n[rules.home-path]\nhome = ["/srv"]\n', encoding="utf-8")
    assert run(cwd=project, PYTHONPATH=str(installed)).stderr == (
        "session-lint: error: session-lint.toml:4: unknown key `home` in `rules.home-path`\n  help: did you mean `homes`?\n"
    )


def test_the_example_is_among_the_rules(installed, project):
    listed = run("rule", cwd=project, PYTHONPATH=str(installed)).stdout
    assert "ACME001 home-path " in listed
    page = run("rule", "home-path", cwd=project, PYTHONPATH=str(installed)).stdout
    assert page.startswith("## home-path\n\n`ACME001` · warning · fixable\n\n**No path leads into the home folder")
    data = json.loads(run("rule", "ACME001", "--output-format", "json", cwd=project, PYTHONPATH=str(installed)).stdout)
    assert data["options"]["homes"]["default"] == ["/home", "/Users"]


def test_the_tests_of_the_example_pass(installed, tmp_path):
    shutil.copytree(EXAMPLE / "tests", tmp_path / "tests")
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "tests"))
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


# -- finding plugins


def test_nothing_is_looked_for_when_no_plugin_is_named(project, site, monkeypatch):
    install(site)
    (project / "session-lint.toml").write_text("plugins = []\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(site))
    loaded = loaded_after(cwd=project)
    assert "session_lint.config.chain" in loaded
    assert loaded & {"session_lint.plugins", "session_lint.plugins.rules", "acme_rules", "importlib.metadata"} == set()


def test_an_installed_plugin_is_found_without_importlib_metadata(project, site, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(install(site)))
    loaded = loaded_after(cwd=project)
    assert "acme_rules" in loaded
    assert "importlib.metadata" not in loaded


def test_a_plugin_in_a_zip_file_is_found_too(project, site, tmp_path):
    install(site)
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        for path in site.rglob("*"):
            archive.write(path, path.relative_to(site))
    done = run("--output-format", "concise", "-q", cwd=project, PYTHONPATH=str(tmp_path / "site.zip"))
    assert done.stdout == f"{SESSION}:1:1: ACME001 the thing does not hold\n"


def test_a_repository_cannot_bring_a_plugin(project):
    """`python -m` puts the current folder, which is the repository, on the path of modules."""
    install(project, 'open("was_here", "w").close()\n', value="evil_rules:Bad")
    done = run(cwd=project)
    assert done.stderr.startswith("session-lint: error: session-lint.toml:1: no plugin `acme` is installed\n")
    assert (done.returncode, (project / "was_here").exists()) == (2, False)


def test_an_unknown_plugin_names_the_nearest(project, site):
    install(site, name="acne")
    done = run(cwd=project, PYTHONPATH=str(site))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "session-lint: error: session-lint.toml:1: no plugin `acme` is installed\n  help: did you mean `acne`?\n"
    )


def test_what_pip_could_not_remove_is_no_second_plugin(project, site):
    install(site, value="gone_rules:Bad")
    (site / "acme-1.0.dist-info").rename(site / "~cme-1.0.dist-info")
    install(site)
    assert run("-q", cwd=project, PYTHONPATH=str(site)).stderr == ""


def test_two_packages_with_one_plugin_are_told_apart_by_a_person(project, tmp_path):
    first, second = install(tmp_path / "a"), install(tmp_path / "b", value="other:Bad")
    both = f"{first}{os.pathsep}{second}"
    assert "session-lint.toml:1: two installed packages have a plugin `acme`: `acme_rules:Bad` and `other:Bad`" in (
        run(cwd=project, PYTHONPATH=both).stderr
    )
    twice = f"{first}{os.pathsep}{install(tmp_path / 'c')}"
    assert run("-q", "--output-format", "concise", cwd=project, PYTHONPATH=twice).returncode == 0


@pytest.mark.parametrize(
    "value",
    ["acme_rules:Bad", "acme_rules : Bad", "acme_rules:RULES", "acme_rules:More.RULES", "acme_rules:Bad [extra]"],
)
def test_an_entry_point_is_a_rule_or_several(project, site, value):
    text = f"{MODULE}\nRULES = [Bad]\nclass More:\n    RULES = (Bad,)\n"
    install(site, text)
    (site / "acme-1.0.dist-info" / "entry_points.txt").write_text(
        f"[session_lint.rules]\nacme={value}\n[other]\nacme = x:y\n", encoding="utf-8"
    )
    done = run("--output-format", "concise", "-q", cwd=project, PYTHONPATH=str(site))
    assert (done.stdout, done.stderr) == (f"{SESSION}:1:1: ACME001 the thing does not hold\n", "")


# -- loading order


def plugin_of(name: str, known: tuple[type[Any], ...]) -> tuple[type[Any], ...]:
    """A loader that needs nothing installed: the plugin `ab` has the rule AB001 `ab-rule`."""
    if name == "gone":
        raise Failure("no plugin `gone` is installed", "install it")
    rule = type("Rule", (Good,), {"code": f"{name.upper()}001", "name": f"{name}-rule", "__doc__": "It holds."})
    return rules.accepted(rule, name, known)


def test_rules_of_plugins_are_known_before_a_config_is_checked():
    from session_lint import config

    from .test_config import RULES as THESE
    from .test_config import reader

    files = {
        "a.toml": 'extend = "b.toml"\nplugins = ["cd"]\nselect = ["AB", "cd-rule"]\nrules.CD001.limit = 3\n'
        '[[overrides]]\nfiles = ["x"]\nextend = "c.toml"\n',
        "b.toml": 'plugins = ["ab"]\n[rules.ab-rule]\nlimit = 2\n',
        "c.toml": 'plugins = ["ef", "ab"]\nselect = ["EF001"]\n',
    }
    made = config.load("a.toml", THESE, reader(files), plugin_of)
    assert made.plugins == ("ab", "cd")
    assert [(on.rule.code, vars(on.rule)) for on in made.rules_for("y")] == [
        ("AB001", {"limit": 2}),
        ("CD001", {"limit": 3}),
    ]
    assert [on.rule.code for on in made.rules_for("x")] == ["EF001"]


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        pytest.param('plugins = "a"', "1: `plugins` is `a`; expected a list", "", id="no list"),
        pytest.param(
            'plugins = [""]', "1: item 1 of `plugins` is empty; expected text that is not blank", "", id="blank"
        ),
        pytest.param('plugins = [\n"a"]', "2: no plugin `a` is installed", "take it out of `plugins`", id="unknown"),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\nplugins = ["a"]',
            "3: unknown key `plugins` in item 1 of `overrides`",
            "known keys: `files`, `extend`, `select`, `extend-select`, `ignore`, `per-file-ignores`, `rules`, `profile`",
            id="in an override",
        ),
    ],
)
def test_a_mistake_in_the_list_of_plugins_is_named_with_its_line(text, message, advice):
    assert failure(text) == (f"session-lint.toml:{message}", advice)


def test_plugins_of_a_parent_are_added():
    assert load("").plugins == ()


def test_a_prefix_of_letters_selects_no_longer_letters(project, site):
    text = MODULE + MODULE.replace("Bad", "Worse").replace("ACME001", "ACMEX001").replace("a-thing", "b-thing")
    install(site, f"{text}\nRULES = (Bad, Worse)\n", value="acme_rules:RULES")
    for prefix, codes in (("ACME", ["ACME001"]), ("ACMEX", ["ACMEX001"]), ("ALL", ["ACME001", "ACMEX001"])):
        done = run("--select", prefix, "--output-format", "json", cwd=project, PYTHONPATH=str(site))
        assert [one["code"] for one in json.loads(done.stdout)["diagnostics"]] == codes


# -- what a rule of a plugin must be


@dataclass(frozen=True)
class Good(SessionRule):
    """A thing holds."""

    code, name, severity = "ACME001", "a-thing", Severity.WARNING
    limit: int = option(1, "How many.")

    def check(self, session: session.Session) -> Iterator[Finding]:
        yield from ()


def rule(base: type[Any] = SessionRule, /, **changes: Any) -> Any:
    """Make a class of a rule that is good but for some changes."""
    body = {"__doc__": "A thing holds.", "code": "ACME001", "name": "a-thing", "severity": Severity.WARNING}
    return type("Bad", (base,), {**body, "check": lambda self, session: iter(()), **changes})


class Undecorated(Good):
    """A thing holds."""

    code = "ACME002"
    words: tuple[str, ...] = option((), "Some.")


@dataclass(frozen=True)
class Untyped(Good):
    """A thing holds."""

    words: dict[str, str] = option(None, "Some.")


@dataclass(frozen=True)
class Severe(Good):
    """A thing holds."""

    severity: Severity = option(Severity.ERROR, "Some.")  # type: ignore[misc]


@dataclass(frozen=True)
class Undocumented(SessionRule):
    code, name, severity = "ACME001", "a-thing", Severity.WARNING
    limit: int = option(1, "How many.")

    def check(self, session: session.Session) -> Iterator[Finding]:
        yield from ()


@dataclass(frozen=True)
class Undefaulted(SessionRule):
    """A thing holds."""

    limit: int
    code, name, severity = "ACME001", "a-thing", Severity.WARNING

    def check(self, session: session.Session) -> Iterator[Finding]:
        yield from ()


@dataclass(frozen=True)
class Refusing(Good):
    """A thing holds."""

    def __post_init__(self) -> None:
        raise ValueError("limit\nis odd")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param(1, "the plugin acme gives `1`; expected a rule class, or a tuple of some", id="a number"),
        pytest.param((), "the plugin acme has no rules", id="nothing"),
        pytest.param(
            (Good, sys), "the plugin acme gives a `module`; expected a rule class, or a tuple of some", id="a module"
        ),
        pytest.param(
            SessionRule, "the plugin acme gives a `type`; expected a rule class, or a tuple of some", id="a base"
        ),
        pytest.param(
            Good(), "the plugin acme gives a `Good`; expected a rule class, or a tuple of some", id="an instance"
        ),
        pytest.param(
            rule(code="acme1"),
            "the rule Bad of the plugin acme has the code `acme1`; expected capitals and three digits, such as `ACME001`",
            id="a code",
        ),
        pytest.param(
            rule(code=1),
            "the rule Bad of the plugin acme has the code `1`; expected capitals and three digits, such as `ACME001`",
            id="a code that is no text",
        ),
        *(
            pytest.param(
                rule(code=code),
                f"the rule {code} of the plugin acme has the code `{code}`; "
                "expected one that begins with neither `SL` nor `ALL`, which are not free",
                id=f"the code {code}",
            )
            for code in ("SL901", "SLX001", "ALL001")
        ),
        pytest.param(
            rule(name="A_thing"),
            "the rule ACME001 of the plugin acme has the name `A_thing`; "
            "expected small letters and hyphens, such as `broken-link`",
            id="a name",
        ),
        pytest.param(
            rule(name=SectionEmpty.name),
            "the rule ACME001 of the plugin acme is called `section-empty`, as SL303 section-empty is; "
            "expected names of its own",
            id="a name of ours",
        ),
        pytest.param(
            (Good, rule(name="b-thing")),
            "the rule ACME001 of the plugin acme is called `ACME001`, as ACME001 a-thing is; expected names of its own",
            id="a code twice",
        ),
        pytest.param(
            rule(severity="error"),
            "the rule ACME001 of the plugin acme has the severity `error`; expected a `Severity`",
            id="a severity",
        ),
        *(
            pytest.param(
                given,
                "the rule ACME001 of the plugin acme has no docstring; expected one, whose first line says what must hold",
                id=name,
            )
            for name, given in (("no docstring", rule(__doc__=None)), ("dataclass's docstring", Undocumented))
        ),
        pytest.param(
            rule(check=SessionRule.check), "the rule ACME001 of the plugin acme has no `check`", id="no check"
        ),
        pytest.param(
            rule(FactRule, needs="git"), "the rule ACME001 of the plugin acme needs `git`; expected `Needs`", id="needs"
        ),
        pytest.param(
            rule(examples=[Example("")]),
            "the rule ACME001 of the plugin acme has `examples` that are no tuple of `Example`",
            id="examples",
        ),
        pytest.param(
            Undecorated,
            "the rule ACME002 of the plugin acme has the option `words` and is no dataclass; "
            "expected `@dataclass(frozen=True)` above the class",
            id="no dataclass",
        ),
        pytest.param(
            Severe,
            "the rule ACME001 of the plugin acme has an option `severity`; "
            "expected another name, since a config sets the severity by this one",
            id="an option called severity",
        ),
        pytest.param(
            Undefaulted,
            "the rule ACME001 of the plugin acme has the option `limit` without a default; "
            "expected `option(default, description)`",
            id="no default",
        ),
        pytest.param(
            Untyped,
            "the rule ACME001 of the plugin acme has an option that no config can hold: TypeError: "
            "option `words` is a dict[str, str]; "
            "expected bool, int, float, str, timedelta, Literal, Enum or a tuple of one",
            id="a type",
        ),
        pytest.param(
            Refusing,
            r"the rule ACME001 of the plugin acme cannot be set up: ValueError: limit\nis odd",
            id="no instance",
        ),
    ],
)
def test_a_rule_that_is_wrong_is_named_with_what_is_wrong(given, message):
    with pytest.raises(Failure) as caught:
        rules.accepted(given, "acme", RULES)
    assert caught.value.message == message
    assert caught.value.help


def test_a_good_rule_keeps_all_that_it_is():
    made: Any = rules.accepted(Good, "acme", RULES)[0]
    assert issubclass(made, Good)
    assert (made.__doc__, made.__name__, made.code) == (Good.__doc__, "Good", "ACME001")
    assert made(2).limit == 2
    assert made(2) == made(2)
    assert made(2) != made(3)


def test_a_rule_that_refuses_what_a_config_sets_is_blamed():
    @dataclass(frozen=True)
    class Picky(Good):
        """A thing holds."""

        age: timedelta = option(timedelta(1), "How old.")

        def __post_init__(self) -> None:
            if self.limit > 1:
                raise ValueError("limit is at most 1")

    made: Any = rules.accepted(Picky, "acme", RULES)[0]
    with pytest.raises(
        Failure, match="the rule ACME001 of the plugin acme cannot be set up: ValueError: limit is at most 1"
    ):
        made(2)


# -- what a rule of a plugin may say


TEXT = "---\n---\n# Weather\n"
SPAN = Span(0, 3)


def judge(check: Callable[..., Any], base: type[Any] = SessionRule) -> tuple[Diagnostic, ...]:
    """Run a rule with this `check` as the program does."""
    (made,) = rules.accepted(rule(base, check=check), "acme", RULES)
    read = session.read(SESSION, TEXT, default_profile())
    return engine.check(read, (ActiveRule(made(), Severity.WARNING, explicit=False),), Facts(NOW)).diagnostics


def finding(**changes: Any) -> Any:
    return Finding(**{"span": SPAN, "message": "it does not hold", "help": "mend it", **changes})


def fix(*changes: Any, **others: Any) -> Any:
    return finding(fix=Fix(**{"title": "mend it", "changes": changes, "safe": False, **others}))


class Rude(BaseException):
    """What nobody expects."""

    def __str__(self) -> str:
        raise ValueError


def raises(error: BaseException) -> Callable[..., Any]:
    def check(self: Any, session: Any) -> Any:
        raise error

    return check


def raises_after_one(self: Any, session: Any) -> Iterator[Any]:
    yield finding()
    raise KeyError("x\x1b")


def raises_in_the_end(self: Any, session: Any) -> Iterator[Any]:
    try:
        while True:
            yield finding()
    finally:
        raise ValueError("never let go")


def goes_on(self: Any, session: Any) -> Iterator[Any]:
    while True:
        yield finding()


@pytest.mark.parametrize(
    ("check", "said"),
    [
        pytest.param(raises(ValueError("a\nb")), r"has failed on `{}`: ValueError: a\nb", id="an error"),
        pytest.param(raises(ValueError("x" * 999)), "has failed on `{}`: ValueError: " + "x" * 300, id="a long error"),
        pytest.param(raises(ValueError()), "has failed on `{}`: ValueError", id="an error without words"),
        pytest.param(raises(Rude()), "has failed on `{}`: Rude", id="an odd error"),
        pytest.param(raises(SystemExit(0)), "has failed on `{}`: it called `sys.exit`", id="an exit"),
        pytest.param(raises(Failure("x")), "has failed on `{}`: Failure: x", id="a failure of ours"),
        pytest.param(raises_after_one, r"has failed on `{}`: KeyError: 'x\x1b'", id="an error later"),
        pytest.param(raises_in_the_end, "has failed on `{}`: ValueError: never let go", id="an error in the end"),
        pytest.param(
            lambda self, session: None, "has failed on `{}`: TypeError: 'NoneType' object is not iterable", id="nothing"
        ),
        pytest.param(
            lambda self: None,
            "has failed on `{}`: TypeError: <lambda>() takes 1 positional argument but 2 were given",
            id="another signature",
        ),
    ],
)
def test_a_rule_that_fails_is_blamed(check, said):
    with pytest.raises(Failure) as caught:
        judge(check)
    assert caught.value.message.replace("test_a_rule_that_fails_is_blamed.<locals>.", "") == (
        f"the rule ACME001 of the plugin acme {said.format(SESSION)}"
    ).replace("<lambda>", check.__qualname__)
    assert isinstance(caught.value.__cause__, BaseException)


OUTSIDE = "with the span `{}` to `{}`, and the text has 18 characters"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param("text", "a `str`; expected a `Finding`", id="text"),
        pytest.param(None, "a `NoneType`; expected a `Finding`", id="nothing"),
        pytest.param(finding(message=" "), "a finding without a message", id="a blank message"),
        pytest.param(finding(message=1), "a finding without a message", id="no message"),
        pytest.param(finding(help=None), "a finding whose `help` is no text", id="no help"),
        pytest.param(finding(span=(0, 1)), "a finding without a `Span`", id="no span"),
        pytest.param(finding(span=Span(0, 1.5)), "a finding without a `Span`", id="half a place"),  # type: ignore[arg-type]
        pytest.param(finding(span=Span(0, 19)), f"a finding {OUTSIDE.format(0, 19)}", id="behind the text"),
        pytest.param(finding(span=Span(-1, 3)), f"a finding {OUTSIDE.format(-1, 3)}", id="before the text"),
        pytest.param(finding(span=Span(3, 2)), f"a finding {OUTSIDE.format(3, 2)}", id="backwards"),
        pytest.param(finding(field="title"), "a finding whose `field` is no tuple of keys", id="a field"),
        pytest.param(finding(section=1), "a finding whose `section` is no text", id="a section"),
        pytest.param(
            finding(severity=Severity.OFF), "a finding whose `severity` is none of error, warning and info", id="off"
        ),
        pytest.param(
            finding(severity="error"), "a finding whose `severity` is none of error, warning and info", id="a severity"
        ),
        pytest.param(
            finding(related=[Related(SPAN, "x")]), "a finding whose `related` is no tuple of `Related`", id="a list"
        ),
        pytest.param(
            finding(related=(Related(SPAN, 1),)),  # type: ignore[arg-type]
            "a related place whose message or path is no text",
            id="a related message",
        ),
        pytest.param(
            finding(related=(Related(Span(0, 19), "x"),)), f"a related place {OUTSIDE.format(0, 19)}", id="related"
        ),
        pytest.param(finding(fix="x"), "a fix that is no `Fix` with a title", id="no fix"),
        pytest.param(fix(title=""), "a fix that is no `Fix` with a title", id="no title"),
        pytest.param(fix(), "a fix that does not say what it changes, or whether it is safe", id="no changes"),
        pytest.param(
            fix(Edit(SESSION, SPAN, ""), safe=None),
            "a fix that does not say what it changes, or whether it is safe",
            id="perhaps safe",
        ),
        pytest.param(
            fix(Edit(SESSION, SPAN, ""), fills=("title",)), "a fix whose `fills` are no tuple of paths", id="fills"
        ),
        pytest.param(fix("x"), "a fix with a `str`; expected an `Edit`, `Rename` or `Delete`", id="no change"),
        pytest.param(fix(Edit("src/main.py", SPAN, "")), "a fix for another file", id="another file"),
        pytest.param(fix(Rename("src/main.py", SESSION)), "a fix for another file", id="another file's name"),
        pytest.param(fix(Edit(SESSION, SPAN, 1)), "an edit whose `content` is no text", id="no content"),  # type: ignore[arg-type]
        pytest.param(fix(Edit(SESSION, SPAN, "\ud800")), "an edit whose `content` is no text", id="half a character"),
        pytest.param(
            fix(Edit(SESSION, SPAN, "", ("a",))),  # type: ignore[arg-type]
            "an edit whose `fields` are no tuple of paths",
            id="fields",
        ),
        pytest.param(fix(Edit(SESSION, Span(9, 99), "")), f"an edit {OUTSIDE.format(9, 99)}", id="an edit outside"),
        pytest.param(
            fix(Edit(SESSION, Span(2, 5), ""), Edit(SESSION, Span(0, 3), "")),
            "a fix with edits that overlap",
            id="overlap",
        ),
        pytest.param(
            fix(Edit(SESSION, Span(2, 2), "a"), Edit(SESSION, Span(2, 2), "b")),
            "a fix with edits that overlap",
            id="two insertions",
        ),
        *(
            pytest.param(fix(Rename(SESSION, to)), "a rename to another folder, or to what is no name", id=f"to {to!r}")
            for to in ("x.md", "../x.md", SESSION, f"{SESSION}/x", ".agents/sessions/..", ".agents/sessions/a\0b")
        ),
        pytest.param(
            fix(Rename(SESSION, ".agents/sessions/x.md"), safe=True),
            "a safe fix that renames or deletes the file; expected `safe=False`",
            id="a safe rename",
        ),
        pytest.param(
            fix(Delete(SESSION), Edit(SESSION, SPAN, "")),
            "a fix that renames or deletes the file and changes it in another way, too",
            id="delete and edit",
        ),
        pytest.param(
            fix(Rename(SESSION, ".agents/sessions/x.md"), Rename(SESSION, ".agents/sessions/y.md")),
            "a fix that renames or deletes the file and changes it in another way, too",
            id="two renames",
        ),
    ],
)
def test_nonsense_is_blamed_on_the_rule(given, said):
    with pytest.raises(Failure) as caught:
        judge(lambda self, session: [given])
    assert caught.value.message == f"the rule ACME001 of the plugin acme has yielded for `{SESSION}` {said}"


def test_what_a_rule_says_well_is_taken():
    changes = (Edit(SESSION, SPAN, "", ((),)), Rename(SESSION, ".agents/sessions/x.md"))
    good = finding(
        field=("session",),
        section="Context",
        severity=Severity.INFO,
        related=(Related(SPAN, "a\x1b"), Related(Span(0, 99), "b", "other.md")),
        fix=Fix("mend\x1b", changes, safe=False),
        message="it does\nnot",
        help="mend\u202e",
    )
    (made,) = judge(lambda self, session: [good])
    assert (made.message, made.help, made.severity) == (r"it does\nnot", r"mend\u202e", Severity.INFO)
    assert made.fix == Fix(r"mend\x1b", changes, safe=False)
    assert [related.message for related in made.related] == [r"a\x1b", "b"]
    assert (made.field, made.section) == (("session",), "Context")


def test_a_rule_that_needs_facts_is_given_them():
    def check(self: Any, session: Any, facts: Facts) -> Iterator[Finding]:
        yield finding(message=f"it is {facts.now:%Y}")

    assert [one.message for one in judge(check, FactRule)] == ["it is 2025"]
    assert Needs.NOTHING is FactRule.needs


def test_a_rule_without_an_end_is_stopped():
    assert len(judge(goes_on)) == engine.MAX_DIAGNOSTICS


def test_our_own_rules_run_without_a_guard():
    assert all(rule.__module__.startswith("session_lint.rules.") for rule in RULES)
    assert all(rule.check.__module__ == rule.__module__ for rule in RULES)


# -- what a broken plugin costs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "1 / 0",
            "session-lint.toml:1: the plugin acme cannot be loaded: ZeroDivisionError: division by zero",
            id="raises",
        ),
        pytest.param(
            "raise SystemExit(0)",
            "session-lint.toml:1: the plugin acme cannot be loaded: it called `sys.exit`",
            id="exits",
        ),
        pytest.param(
            "import gone_for_good",
            "session-lint.toml:1: the plugin acme cannot be loaded: "
            "ModuleNotFoundError: No module named 'gone_for_good'",
            id="a module",
        ),
        pytest.param(
            "",
            "session-lint.toml:1: the plugin acme cannot be loaded: "
            "AttributeError: module 'acme_rules' has no attribute 'Bad'",
            id="no rule",
        ),
        pytest.param(
            MODULE.replace("ACME001", "SL001"),
            "session-lint.toml:1: the rule SL001 of the plugin acme has the code `SL001`; "
            "expected one that begins with neither `SL` nor `ALL`, which are not free",
            id="our code",
        ),
        pytest.param(
            MODULE.replace("yield Finding", "raise SystemExit(0); yield Finding"),
            f"the rule ACME001 of the plugin acme has failed on `{SESSION}`: it called `sys.exit`",
            id="exits in check",
        ),
        pytest.param(
            MODULE.replace("Span(0, 3)", "Span(0, 9999)"),
            f"the rule ACME001 of the plugin acme has yielded for `{SESSION}` a finding with the span `0` to `9999`, "
            f"and the text has {len(GOOD)} characters",
            id="a span",
        ),
    ],
)
def test_a_broken_plugin_costs_one_line(project, site, text, said):
    install(site, text)
    before = (project / SESSION).read_bytes()
    for arguments in ((), ("--fix",), ("--output-format", "json")):
        done = run(*arguments, cwd=project, PYTHONPATH=str(site))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.split("\n  help: ")[0] == f"session-lint: error: {said}"
    assert (project / SESSION).read_bytes() == before


def test_the_maker_of_a_plugin_sees_where_it_broke(project, site):
    install(site, MODULE.replace("yield Finding", "raise ValueError; yield Finding"))
    env = {**os.environ, "PYTHONPATH": str(site), "SESSION_LINT_DEBUG": "1"}
    command = (sys.executable, "-m", "session_lint")
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert "acme_rules.py" in done.stderr
    assert (
        f"session-lint: error: the rule ACME001 of the plugin acme has failed on `{SESSION}`: ValueError" in done.stderr
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal there")
def test_ctrl_c_stops_a_plugin(project, site):
    install(
        site, MODULE.replace("yield Finding", "import time; open('runs', 'w').close(); time.sleep(60); yield Finding")
    )
    env = {**os.environ, "PYTHONPATH": str(site)}
    process = subprocess.Popen((sys.executable, "-m", "session_lint"), cwd=project, env=env, stderr=subprocess.PIPE)
    for _ in range(200):
        if (project / "runs").exists():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, b"")


def test_a_config_that_cannot_be_used_leaves_our_own_rules_to_be_looked_up(project):
    done = run("rule", cwd=project)
    assert done.stderr.startswith(
        "session-lint: without the rules of plugins, since the config cannot be used: "
        "session-lint.toml:1: no plugin `acme` is installed"
    )
    assert done.stdout.startswith("SL001 unreadable-file")
    assert run("rule", "SL001", cwd=project).stderr == ""
