"""The completion scripts in the shells themselves; a shell that is not there is passed over."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from session_lint import shipped
from session_lint.commands import COMMANDS
from session_lint.commands.completion import SHELLS
from session_lint.formats import FORMATS

from .test_cli import GOOD, repository, run, write

__all__ = ["repository"]

RADAR, WEATHER = "20251203-090000-radar-tiles", "20251204-143000-weather-fallback"
STATUSES = ["in_progress", "paused", "completed", "active"]
AGENTS = ["claude", "codex", "gemini", "cursor", "copilot"]
CASES = [
    pytest.param("sh", ["show"], id="a command"),
    pytest.param("show ", [RADAR, WEATHER], id="sessions"),
    pytest.param("show 20251204", [WEATHER], id="a session"),
    pytest.param("complete --json 20251203", [RADAR], id="a session behind an option"),
    pytest.param("log --now 2025-12-05T12:00:00Z 20251203", [RADAR], id="a session behind a value"),
    pytest.param("show --j", ["--json"], id="an option"),
    pytest.param("status radar ", STATUSES, id="the second place"),
    pytest.param("check --select SL70", ["SL701", "SL702"], id="rules"),
    pytest.param("--ignore SL701,stale-p", ["SL701,stale-paused"], id="rules behind a comma"),
    pytest.param("--fail-on ", ["error", "warning", "info"], id="a choice"),
    pytest.param("--output-format rd", ["rdjson", "rdjsonl"], id="a format of check"),
    pytest.param("rule --output-format ", ["text", "json"], id="a format of another command"),
    pytest.param("rule leaked", ["leaked-secret"], id="a rule by name"),
    pytest.param("hook pre", ["pre-compact"], id="an event"),
    pytest.param("hook --agent ", ["auto", *AGENTS], id="an agent"),
    pytest.param("hook install --agent ", AGENTS, id="an agent to install for"),
    pytest.param("hook install --agent claude --scope ", ["project", "user"], id="an option of two words"),
    pytest.param("init --preset ", ["default", "archive", "journal"], id="a preset"),
    pytest.param("completion ", [*SHELLS], id="a shell"),
    pytest.param("schema b", ["baseline"], id="a schema"),
]


@pytest.fixture
def below(repository) -> Path:
    """A folder below a repository with two sessions, and files that are none or have odd names."""
    for name in (f"{RADAR}.md", f"{WEATHER}.md", "README.md", "20251205-x y.md", "$(touch pwned).md", "a;b.md"):
        write(repository, GOOD, name)
    folder = repository / "src"
    folder.mkdir()
    return folder


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")


def script(shell: str) -> str:
    return f"{Path(shipped.__file__).parent}/completions/session-lint.{shell}"


def output(*command: str, cwd: Path) -> list[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def bash(below: Path, *words: str) -> list[str]:
    needs("bash")
    program = (
        'source "$1"; shift; COMP_WORDS=(session-lint "$@"); COMP_CWORD=$#; _session_lint;'
        ' [[ ${#COMPREPLY[@]} -eq 0 ]] || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return output("bash", "--norc", "-c", program, "bash", script("bash"), *words, cwd=below)


@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_bash_offers(below, typed, offered):
    assert bash(below, *typed.split(" ")) == offered
    assert not (below / "pwned").exists()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param(("--fail-on", "="), ["error", "warning", "info"], id="nothing yet"),
        pytest.param(("--fail-on", "=", "w"), ["warning"], id="a beginning"),
        pytest.param(("status", "--now", "=", "2025", "radar", "p"), ["paused"], id="before the place"),
        pytest.param(("",), [*COMMANDS], id="nothing at all"),
        pytest.param(("log", "radar", ""), [], id="words of one's own"),
    ],
)
def test_bash_takes_an_option_and_its_value_apart(below, words, offered):
    assert bash(below, *words) == offered


@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_fish_offers(below, typed, offered):
    needs("fish")
    program = 'source $argv[1]; complete -C "session-lint $argv[2]"'
    lines = output("fish", "--no-config", "-c", program, script("fish"), typed, cwd=below)
    assert sorted(line.partition("\t")[0] for line in lines) == sorted(offered)
    assert not (below / "pwned").exists()


class Terminal:
    """A zsh in front of which somebody types."""

    def __init__(self, cwd: Path) -> None:
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.environ.update(TERM="dumb", HOME=str(cwd), LANG="C.UTF-8", COLUMNS="100")
            os.execvp("zsh", ["zsh", "-f", "-i"])

    def send(self, keys: str) -> None:
        os.write(self.descriptor, keys.encode())

    def wait_for(self, text: str, seconds: float = 30) -> str:
        said, end = "", time.monotonic() + seconds
        while text not in said:
            assert time.monotonic() < end, said
            if select.select([self.descriptor], [], [], 0.1)[0]:
                said += os.read(self.descriptor, 1 << 16).decode(errors="replace")
        return said

    def close(self) -> None:
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


@pytest.fixture
def zsh(below):
    needs("zsh")
    terminal = Terminal(below)
    # What completion would add is written down, one line a word, and not offered.
    terminal.send(
        f"PS1=; autoload -U compinit; compinit -u -D; source {script('zsh')}\n"
        'compadd() { local -a found; builtin compadd -O found "$@"; print -rl -- $IPREFIX${^found} >>$HOME/offered;'
        ' builtin compadd "$@" }\n'
        "echo REA''DY\n"
    )
    terminal.wait_for("READY\r\n")
    yield terminal
    terminal.close()


@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_zsh_offers(zsh, below, typed, offered):
    zsh.send(f"session-lint {typed}\t")
    # What is typed ahead would break the completion off.
    end = time.monotonic() + 20
    while offered and not (below / "offered").exists() and time.monotonic() < end:
        time.sleep(0.05)
    zsh.send("\x15echo D''ONE\n")
    zsh.wait_for("DONE\r\n")
    found = (below / "offered").read_text(encoding="utf-8").split()
    assert sorted(set(found)) == sorted(offered)
    assert not (below / "pwned").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_printed(repository, shell):
    done = run("completion", shell, cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, Path(script(shell)).read_text(encoding="utf-8"), "")


def test_another_shell_is_told(repository):
    done = run("completion", "tcsh", cwd=repository)
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: argument SHELL: invalid choice: 'tcsh' (choose from 'bash', 'zsh', 'fish')\n"
        "  help: see `session-lint completion --help`\n",
    )


def test_every_command_option_and_format_is_in_every_script(repository):
    texts = {shell: Path(script(shell)).read_text(encoding="utf-8") for shell in SHELLS}
    for shell, text in texts.items():
        assert [word for word in (*COMMANDS, *FORMATS) if word not in text] == [], shell
    for word in COMMANDS:
        for option in run(word, "--help", cwd=repository).stdout.split():
            if option.startswith("--"):
                bare = option.strip("-[],.;:=").partition("=")[0]
                assert [shell for shell, text in texts.items() if bare not in text] == [], (word, option)
