"""The forms of secrets that cannot be taken for anything else: private keys, and tokens that providers have marked.

A form is in the table only if nothing but such a secret looks like it. Left out are secrets that are bare hexadecimal
or base64, and those that are often no secret, such as JSON Web Tokens, which expire or hold no more than an identity.
The sources are the providers' own pages, and for lengths and alphabets, which these often do not tell, the rules of
public scanners by their identifier (gitleaks: `config/gitleaks.toml`).
"""

from __future__ import annotations

import re
from functools import cached_property

from ..values import dataclass

_ALNUM = "[A-Za-z0-9]"
_URL64 = "[A-Za-z0-9_-]"
_HEX = "[a-f0-9]"


@dataclass(frozen=True)
class SecretForm:
    """One form. `name` has its article; `signs` are texts of which every such secret holds one.

    `mark` and `body` are regular expressions, one behind the other: what tells the form and may be shown, and what is
    secret. `shape` says the same to people. `checked` tells whether GitHub's checksum ends a body of 36 characters.
    """

    name: str
    signs: tuple[str, ...]
    mark: str
    body: str
    shape: str
    source: str
    checked: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the secret; the group `body` is what must not be shown."""
        return re.compile(f"(?<![A-Za-z0-9]){self.mark}(?P<body>{self.body})(?![A-Za-z0-9])")


FORMS = (
    SecretForm(
        "an AWS access key ID",
        ("AKIA", "ASIA", "ABIA", "ACCA"),
        "A(?:KI|SI|BI|CC)A",
        "[A-Z2-7]{16}",
        "`AKIA`, `ASIA`, `ABIA` or `ACCA`, 16 of base32",
        "AWS, IAM identifiers; gitleaks `aws-access-token`",
    ),
    SecretForm(
        "a GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        "gh[pousr]_",
        f"{_ALNUM}{{36,255}}",
        "`ghp_`, `gho_`, `ghu_`, `ghs_` or `ghr_`, 36 letters and digits, the last 6 of them a CRC-32 of the others in "
        "base62; or more, without one",
        "GitHub, Behind GitHub's new authentication token formats (2021)",
        checked=True,
    ),
    SecretForm(
        "a GitHub installation token",
        ("ghs_",),
        "ghs_",
        rf"{_ALNUM}{{1,20}}_ey{_URL64}{{15,2000}}\.{_URL64}{{15,4000}}\.{_URL64}{{15,2000}}",
        "`ghs_`, the app's ID, `_`, a JSON Web Token",
        "GitHub, Notice about upcoming new format for GitHub App installation tokens (2026)",
    ),
    SecretForm(
        "a GitHub fine-grained token",
        ("github_pat_",),
        "github_pat_",
        f"{_ALNUM}{{22}}_{_ALNUM}{{59}}",
        "`github_pat_`, 22 letters and digits, `_`, 59 more",
        "GitHub, About authentication to GitHub; gitleaks `github-fine-grained-pat`",
    ),
    SecretForm(
        "a GitLab token",
        ("glpat-", "gldt-", "glrt-", "glptt-", "glagent-"),
        "gl(?:pat|dt|rt|ptt|agent)-",
        rf"{_URL64}{{20,300}}(?:\.[0-9a-z]{{2}}\.?[0-9a-z]{{7}})?",
        "`glpat-`, `gldt-`, `glrt-`, `glptt-` or `glagent-`, 20 or more of base64url",
        "GitLab, Token prefixes; gitleaks `gitlab-pat`, `gitlab-pat-routable`",
    ),
    SecretForm(
        "a Slack token",
        ("xox",),
        "xox[abeoprs]-",
        "[0-9]{1,13}-[A-Za-z0-9-]{18,250}",
        "`xoxb-`, `xoxp-` and the like, digits, `-`, 18 or more letters, digits and hyphens",
        "gitleaks `slack-bot-token`, `slack-user-token`, `slack-config-access-token`",
    ),
    SecretForm(
        "a Slack app token",
        ("xapp-",),
        "xapp-",
        "[0-9]-[A-Z0-9]{5,20}-[0-9]{5,20}-[a-z0-9]{32,128}",
        "`xapp-`, a digit, the app's ID, digits, 32 or more letters and digits, with hyphens between",
        "gitleaks `slack-app-token`",
    ),
    SecretForm(
        "a Slack webhook",
        ("hooks.slack.com",),
        r"hooks\.slack\.com\\?/(?:services|workflows|triggers)\\?/",
        r"[A-Za-z0-9+/\\]{40,80}",
        "`hooks.slack.com/services/`, 40 or more letters, digits and slashes",
        "Slack, Sending messages using incoming webhooks; gitleaks `slack-webhook-url`",
    ),
    SecretForm(
        "a Discord webhook",
        ("webhooks",),
        r"discord(?:app)?\.com\\?/api\\?/webhooks\\?/",
        rf"[0-9]{{17,20}}\\?/{_URL64}{{60,80}}",
        "`discord.com/api/webhooks/`, 17 to 20 digits, `/`, 60 or more of base64url",
        "Discord, Webhook resource",
    ),
    SecretForm(
        "a Telegram bot token",
        (":AA",),
        "[0-9]{8,10}:",
        f"AA{_URL64}{{33}}",
        "8 to 10 digits, `:AA`, 33 of base64url",
        "gitleaks `telegram-bot-api-token`",
    ),
    SecretForm(
        "a Stripe live key",
        ("k_live_",),
        "[sr]k_live_",
        f"{_ALNUM}{{20,247}}",
        "`sk_live_` or `rk_live_`, 20 or more letters and digits",
        "Stripe, API keys; gitleaks `stripe-access-token`",
    ),
    SecretForm(
        "a Google API key",
        ("AIza",),
        "AIza",
        f"{_URL64}{{35}}",
        "`AIza`, 35 of base64url",
        "gitleaks `gcp-api-key`",
    ),
    SecretForm(
        "a Google OAuth client secret",
        ("GOCSPX-",),
        "GOCSPX-",
        f"{_URL64}{{28}}",
        "`GOCSPX-`, 28 of base64url",
        "the rules of several scanners",
    ),
    SecretForm(
        "an npm token",
        ("npm_",),
        "npm_",
        f"{_ALNUM}{{36}}",
        "`npm_`, 36 letters and digits",
        "GitHub, npm has a new access token format (2021); gitleaks `npm-access-token`",
    ),
    SecretForm(
        "a PyPI token",
        ("pypi-AgE",),
        "pypi-AgE",
        f"{_URL64}{{50,1000}}",
        "`pypi-AgE`, 50 or more of base64url",
        "PyPI, API tokens; gitleaks `pypi-upload-token`",
    ),
    SecretForm(
        "an Anthropic key",
        ("sk-ant-",),
        "sk-ant-[a-z]{3,8}[0-9]{2}-",
        f"{_URL64}{{80,120}}",
        "`sk-ant-`, a kind such as `api03`, `-`, 80 or more of base64url",
        "gitleaks `anthropic-api-key`, `anthropic-admin-api-key`",
    ),
    SecretForm(
        "an OpenAI key",
        ("T3BlbkFJ",),
        "sk-(?:(?:proj|svcacct|admin)-)?",
        f"{_URL64}{{20,80}}T3BlbkFJ{_URL64}{{20,80}}",
        "`sk-`, `sk-proj-`, `sk-svcacct-` or `sk-admin-`, base64url with `T3BlbkFJ` (`OpenAI`) in its middle",
        "gitleaks `openai-api-key`",
    ),
    SecretForm(
        "an OpenRouter key",
        ("sk-or-v1-",),
        "sk-or-v1-",
        f"{_HEX}{{64}}",
        "`sk-or-v1-`, 64 of hexadecimal",
        "the rules of several scanners",
    ),
    SecretForm(
        "a Groq key",
        ("gsk_",),
        "gsk_",
        f"{_ALNUM}{{52}}",
        "`gsk_`, 52 letters and digits",
        "Kingfisher `kingfisher.groq.1`",
    ),
    SecretForm(
        "a Hugging Face token",
        ("hf_",),
        "hf_",
        f"{_ALNUM}{{34}}",
        "`hf_`, 34 letters and digits",
        "gitleaks `huggingface-access-token`",
    ),
    SecretForm(
        "a SendGrid key",
        ("SG.",),
        r"SG\.",
        rf"{_URL64}{{22}}\.{_URL64}{{43}}",
        "`SG.`, 22 of base64url, `.`, 43 more",
        "gitleaks `sendgrid-api-token`",
    ),
    SecretForm(
        "a DigitalOcean token",
        ("_v1_",),
        "do[opr]_v1_",
        f"{_HEX}{{64}}",
        "`dop_v1_`, `doo_v1_` or `dor_v1_`, 64 of hexadecimal",
        "gitleaks `digitalocean-pat`, `digitalocean-access-token`",
    ),
    SecretForm(
        "a Linear key",
        ("lin_api_",),
        "lin_api_",
        f"{_ALNUM}{{40}}",
        "`lin_api_`, 40 letters and digits",
        "gitleaks `linear-api-key`",
    ),
    SecretForm(
        "a Databricks token",
        ("dapi",),
        "dapi",
        f"{_HEX}{{32}}(?:-[0-9])?",
        "`dapi`, 32 of hexadecimal",
        "gitleaks `databricks-api-token`",
    ),
    SecretForm(
        "an Azure storage key",
        ("AccountKey=",),
        "AccountKey=",
        "[A-Za-z0-9+/]{86}==",
        "`AccountKey=`, 86 of base64, `==`",
        "Microsoft Purview, Azure storage account key",
    ),
    SecretForm(
        "an Azure client secret",
        ("Q~",),
        "",
        "[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
        "3 characters, a digit, `Q~`, 31 to 34 letters, digits, `_`, `~`, `.` and `-`",
        "gitleaks `azure-ad-client-secret`",
    ),
    SecretForm(
        "a Docker token",
        ("dckr_",),
        "dckr_[op]at_",
        f"{_URL64}{{27,32}}",
        "`dckr_pat_` or `dckr_oat_`, 27 or 32 of base64url",
        "TruffleHog `dockerhub`",
    ),
    SecretForm(
        "a Vault token",
        ("hvs.",),
        r"hvs\.",
        f"{_URL64}{{90,120}}",
        "`hvs.`, 90 or more of base64url",
        "gitleaks `vault-service-token`",
    ),
    SecretForm(
        "a Grafana token",
        ("glsa_",),
        "glsa_",
        f"{_ALNUM}{{32}}_[A-Fa-f0-9]{{8}}",
        "`glsa_`, 32 letters and digits, `_`, 8 of hexadecimal",
        "gitleaks `grafana-service-account-token`",
    ),
    SecretForm(
        "a Shopify token",
        ("shpat_", "shpca_", "shppa_", "shpss_"),
        "shp(?:at|ca|pa|ss)_",
        "[A-Fa-f0-9]{32}",
        "`shpat_`, `shpca_`, `shppa_` or `shpss_`, 32 of hexadecimal",
        "gitleaks `shopify-access-token`",
    ),
    SecretForm(
        "an Atlassian token",
        ("ATATT3",),
        "ATATT3",
        "[A-Za-z0-9_=-]{186}",
        "`ATATT3`, 186 of base64url",
        "gitleaks `atlassian-api-token`",
    ),
    SecretForm(
        "a Notion token",
        ("ntn_",),
        "ntn_",
        f"[0-9]{{11}}{_ALNUM}{{35}}",
        "`ntn_`, 11 digits, 35 letters and digits",
        "gitleaks `notion-api-token`",
    ),
    SecretForm(
        "a Sentry token",
        ("sntryu_",),
        "sntryu_",
        f"{_HEX}{{64}}",
        "`sntryu_`, 64 of hexadecimal",
        "gitleaks `sentry-user-token`",
    ),
    SecretForm(
        "a Postman key",
        ("PMAK-",),
        "PMAK-",
        f"{_HEX}{{24}}-{_HEX}{{34}}",
        "`PMAK-`, 24 of hexadecimal, `-`, 34 more",
        "gitleaks `postman-api-token`",
    ),
    SecretForm(
        "an age key",
        ("AGE-SECRET-KEY-1",),
        "AGE-SECRET-KEY-1",
        "[02-9AC-HJ-NP-Z]{58}",
        "`AGE-SECRET-KEY-1`, 58 of bech32",
        "age, file format; gitleaks `age-secret-key`",
    ),
)
"""Tokens. A new one needs a mark of its own and a source."""

PRIVATE_KEY = SecretForm(
    "a private key",
    ("-----BEGIN ",),
    "-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----",
    "",
    "`-----BEGIN ... PRIVATE KEY-----` with a key behind it, with or without its end",
    "RFC 7468; RFC 9580 (PGP); OpenSSH `PROTOCOL.key`",
)
"""A private key in armour; its lines are not one regular expression, so `secrecy` follows them."""
