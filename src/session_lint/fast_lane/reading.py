"""Whether a session is certainly clean by itself, by a reading that knows the plainest of texts only.

Everything here errs on one side: what is let pass is clean by every rule that is on by default, and what looks at all
unusual is left to the rules. Each line names the rules that it stands for; `told` says what these were when somebody
last looked.
"""

from . import body, front

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # What other checks ask of a session that is clean: `created` and `last_updated` in seconds since 1970, and
    # the issue and the branch that it is about.
    Facts = tuple[int, int, str | None, str | None]

MINUTE, HOUR, DAY = 60, 3600, 86_400

_OPEN = ("in_progress", "paused")
_MOST_KNOWN = 2000

# unreadable-file, frontmatter-syntax: of the control characters a text here has none but tab and line feed.
_ASCII = bytes((9, 10, *range(32, 127)))
# hidden-text, and the readers of Markdown: first and last of the characters beyond ASCII that mean nothing to any rule.
# Not among them is what is blank, hidden, or the same as an ASCII letter in another case: U+00DF, U+017F, U+212A.
_HARMLESS = (
    (0xA1, 0xAC), (0xAE, 0xB1), (0xB4, 0xB8), (0xBB, 0xBB), (0xBF, 0xDE), (0xE0, 0x12F), (0x14A, 0x17E),
    (0x391, 0x3A1), (0x3A3, 0x3C1), (0x3C3, 0x3C9), (0x410, 0x44F), (0x2010, 0x2015), (0x2018, 0x201E),
    (0x2020, 0x2022), (0x2026, 0x2026), (0x20AC, 0x20AC), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2500, 0x257F),
    (0x25A0, 0x25FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x3001, 0x3003), (0x3041, 0x3096), (0x30A1, 0x30FE),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF01, 0xFF0F), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF),
)  # fmt: skip

_FORBIDDEN = (
    b"session-lint",  # unknown-suppression: a comment of YAML, or one without its colon
    # section-placeholder, which `body` looks at, too
    b"Background for anyone picking up this work.",
    b"t happened.",  # "Where we are right now. What just happened.", "Brief description of what happened."
)
# What begins with a character that is not in every text.
_RARE = (
    (b"<", b"<!--"),  # comments hide what follows; unused-suppression, unknown-suppression
    (b"<", b"<<<<<<<"),  # merge-conflict
    (b"Y", b"PRIVATE KEY"),  # leaked-secret
    (b"Y", b"This section should ALWAYS be handoff-ready."),  # section-placeholder
    (b"Y", b"YYYY-MM-DD HH:MM - ["),
    (b"=", b"AccountKey="),  # leaked-secret
    (b"?", b"What problem are we solving? Why now?"),  # section-placeholder
)
# leaked-secret: every token has twenty of these in a row, but for two kinds, and one of the signs (`secrecy` has the
# same), which are all that a file's name can hold of them.
_ROW = b"x" * 20
_IN_ROW = (
    b"/" * 9
    + b"  "
    + b"/" * 21
    + b" "
    + b"/" * 12
    + b"x//"
    + b"x" * 10
    + b"/" * 7
    + b"x" * 26
    + b"/" * 4
    + b"x/"
    + b"x" * 26
    + b"/" * 133
)  # `x` for letters, digits, `-` and `_`, blanks for blanks
_SLACK, _AZURE = b"hooks.slack", b"Q~"  # those two
SIGNS = (
    *(b"AKIA", b"ASIA", b"ABIA", b"ACCA", b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_pat_"),
    *(b"glpat-", b"gldt-", b"glrt-", b"glptt-", b"glagent-", b"xox", b"xapp-", b"hooks.slack.com"),
    *(b"webhooks", b":AA", b"k_live_", b"AIza", b"GOCSPX-", b"npm_", b"pypi-AgE", b"sk-ant-", b"T3BlbkFJ"),
    *(b"sk-or-v1-", b"gsk_", b"hf_", b"SG.", b"_v1_", b"lin_api_", b"dapi", b"AccountKey=", b"Q~", b"dckr_"),
    *(b"hvs.", b"glsa_", b"shpat_", b"shpca_", b"shppa_", b"shpss_", b"ATATT3", b"ntn_", b"sntryu_"),
    *(b"PMAK-", b"AGE-SECRET-KEY-1"),
)
SIGNS_IN_NAMES = (
    *("glpat-", "gldt-", "glrt-", "glptt-", "glagent-", "xox", "xapp-", "webhooks", "sk-ant-", "sk-or-v1-", "dapi"),
)

_DONE = ("completed", "complete", "done", "finished")

# The keys of each mapping that the schema knows, and how many edits away another key may be meant for one: unknown-key.
_OF_SESSION = {
    "title": 0,
    "status": 0,
    "created": 0,
    "last_updated": 0,
    "linear_issue": 2,
    "linear_url": 2,
    "branch": 1,
}
_OF_ORCHESTRATION = {"current_task": 0, "spawned_agents": 2}
_OF_AGENT = {"agent": 0, "task": 0, "status": 0, "summary": 1}

_harmless: set[str] = set()
_far: set[tuple[str, str]] = set()


def facts(name: str, data: bytes, now: float, limits: tuple[float, float]) -> "Facts | None":
    """Give what other checks need of a session that is clean in itself; None in any doubt.

    `limits` are the ages in seconds after which a session in progress, and a paused one, is stale.
    """
    text = text_of(data)
    read = front.read(text) if text else None
    stamp = _stamp(name)
    if text is None or read is None or stamp is None:
        return None
    session, orchestration = read[0].get("session"), read[0].get("orchestration")
    if type(session) is not dict or type(orchestration) is not dict:  # frontmatter-schema
        return None
    # frontmatter-schema, timestamp-style
    created, updated = front.instant(session.get("created")), front.instant(session.get("last_updated"))
    if created is None or updated is None or not -MINUTE <= stamp - created <= MINUTE:  # filename-created-mismatch
        return None
    if created - now > 14 * HOUR or updated - now > 14 * HOUR or created - updated > MINUTE:  # timestamp-order
        return None
    status, moved = session.get("status"), created != updated
    if status not in _OPEN:  # frontmatter-schema; completed-session and others on sessions that are over
        return None
    if now - updated > limits[status == "paused"]:  # stale-in-progress, stale-paused
        return None
    if not moved and (status == "paused" or b"[x]" in data or b"[X]" in data):  # never-updated
        return None
    task, agents = orchestration.get("current_task"), orchestration.get("spawned_agents")
    if type(task) is not str or not _is_said(task) or not _is_said(session.get("title")):  # frontmatter-schema
        return None
    if status == "in_progress" and _is_over(task):  # status-contradiction
        return None
    if _is_slip(session, _OF_SESSION) or _is_slip(orchestration, _OF_ORCHESTRATION):  # unknown-key
        return None
    if agents is not None and not _are_fine(agents, moved=moved):
        return None
    issue, url, branch = session.get("linear_issue"), session.get("linear_url"), session.get("branch")
    if not ((issue is None or _is_issue(issue, name)) and (url is None or _is_url(url, issue))):
        return None
    if _may_hold_secret(name, data) or not body.is_fine(text[read[1] :], moved=moved):
        return None
    return created, updated, issue, branch if type(branch) is str else None


def peer(data: bytes) -> "Facts | None":
    """Give issue and branch of a session, clean or not, if it is open; None in doubt. The times are not read."""
    text = text_of(data)
    read = front.read(text) if text else None
    session = read[0].get("session") if read else None
    if type(session) is not dict or type(session.get("status")) is not str:
        return None
    if session["status"] not in _OPEN:
        return 0, 0, None, None
    issue, branch = session.get("linear_issue"), session.get("branch")
    return 0, 0, issue if type(issue) is str else None, branch if type(branch) is str else None


def past(data: bytes) -> tuple[int, int, str] | None:
    """Give `created`, `last_updated` and the status of an earlier version; None in doubt."""
    text = text_of(data)
    read = front.read(text) if text else None
    session = read[0].get("session") if read else None
    if type(session) is not dict:
        return None
    created, updated = front.instant(session.get("created")), front.instant(session.get("last_updated"))
    status = session.get("status")
    return None if created is None or updated is None or type(status) is not str else (created, updated, status)


def text_of(data: bytes) -> str | None:
    """Give the text of a file that has nothing in it that no plain text has; None in doubt.

    What is beyond ASCII is there as its bytes, one character each: it means nothing, and so the text stays small.
    """
    other = data.translate(None, _ASCII)
    if other:
        try:
            data.decode()
            rest = set(other.decode())
        except UnicodeDecodeError:  # unreadable-file
            return None
        if not rest <= _harmless and not _are_harmless(rest, data):
            return None
    for one in _FORBIDDEN:
        if one in data:
            return None
    for character, mark in _RARE:
        if character in data and mark in data:
            return None
    return data.decode("latin-1")


def _are_harmless(characters: set[str], data: bytes) -> bool:
    for one in characters - _harmless:
        if one == "\ufe0f":  # it makes a sign an emoji, and is hidden elsewhere: hidden-text
            if not all(part and part[-1] > " " for part in data.decode().split(one)[:-1]):
                return False
        elif any(first <= ord(one) <= last for first, last in _HARMLESS):
            _harmless.add(one)
        else:
            return False
    return True


def _stamp(name: str) -> int | None:
    """Give the time in a file's name in seconds since 1970; None for a name that is not as it should be."""
    if name[:16].translate(front.DIGITS) != "00000000-000000-" or name[-3:] != ".md":  # filename-timestamp
        return None
    words = name[16:-3]
    letters = words.replace("-", "")  # filename-description, filename-linear-id
    if not (letters.isascii() and letters.isalnum() and letters == letters.lower()):
        return None
    if words[0] == "-" or words[-1] == "-" or "--" in words:
        return None
    return front.seconds(name[:8], name[9:11], name[11:13], name[13:15])


def _is_said(value: object) -> bool:
    return type(value) is str and value.strip(" ") != ""


def _is_over(task: str) -> bool:
    """Whether a task may say that it is done."""
    said = task.strip(" ").lstrip(" *_`[](){}-").lower()
    if said[:4] == "all " or not said.isascii():  # it may begin with a tick
        return any(word in said for word in _DONE)
    return said.startswith(_DONE) and any(
        said.startswith(word) and not said[len(word) :].lstrip("*_` ")[:1].isalnum() for word in _DONE
    )


def _is_slip(mapping: "dict[str, Any]", known: dict[str, int]) -> bool:
    """Whether one of the keys may be a slip of an optional one that is absent."""
    for key in mapping.keys() - known.keys():
        for word, most in known.items():
            if most and word not in mapping and (key, word) not in _far:
                missing = word  # each edit takes one letter away at most
                for letter in key:
                    missing = missing.replace(letter, "", 1)
                if len(missing) <= most and abs(len(key) - len(word)) <= most:
                    return True
                if len(_far) < _MOST_KNOWN:
                    _far.add((key, word))
    return False


def _are_fine(agents: object, *, moved: bool) -> bool:
    """Whether the agents are as they should be: frontmatter-schema, unknown-key and those that are named below."""
    if type(agents) is not list:
        return False
    for agent in agents:
        if type(agent) is not dict or not _is_said(agent.get("agent")) or not _is_said(agent.get("task")):
            return False
        status, summary = agent.get("status"), agent.get("summary")
        if status == "completed":
            if not moved or not _is_said(summary):  # never-updated, agent-summary-missing
                return False
        elif status not in ("pending", "in_progress") or not (summary is None or type(summary) is str):
            return False
        if _is_slip(agent, _OF_AGENT):
            return False
    return True


def _is_issue(issue: object, name: str) -> bool:
    """Whether it has the form of an ID, and the file's name holds none of its team: filename-linear-id."""
    if type(issue) is not str:
        return False
    team, _, number = issue.partition("-")
    if not (issue.isascii() and team.isalnum() and team == team.upper() and team[0].isalpha() and number.isdigit()):
        return False
    return f"{team.lower()}-" not in name


def _is_url(url: object, issue: object) -> bool:
    """Whether it is an address, and that of the issue if it names one: linear-mismatch."""
    if type(url) is not str or url[:8] != "https://" or " " in url or url[8:9] in ("", "/"):
        return False
    named = url.partition("/issue/")[2]
    for mark in "/?#":
        named = named.partition(mark)[0]
    return issue is None or "/issue/" not in url or named == issue


def _may_hold_secret(name: str, data: bytes) -> bool:
    """Whether text or name may hold a token: leaked-secret."""
    for one in SIGNS_IN_NAMES:
        if one in name:
            return True
    if _SLACK in data or (b"~" in data and _AZURE in data):
        return True
    rows = data.translate(_IN_ROW)
    find = rows.find
    at = find(_ROW)
    if at < 0:
        return False
    words = []
    while at >= 0:
        end = find(b" ", at)
        if end < 0:
            end = len(rows)
        words.append(data[rows.rfind(b" ", 0, at) + 1 : end])
        at = find(_ROW, end)
    joined = b" ".join(words)
    return any(sign in joined for sign in SIGNS)
