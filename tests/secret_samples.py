"""Made-up secrets of every form, put together while the tests run, so that no scanner takes this file for a leak."""

from __future__ import annotations

import string
import zlib
from collections.abc import Callable, Mapping
from random import Random

from session_lint.secrecy.forms import FORMS, PRIVATE_KEY

ALNUM = string.ascii_letters + string.digits
URL64 = ALNUM + "_-"
BASE64 = ALNUM + "+/"
HEX = "0123456789abcdef"
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def some(random: Random, alphabet: str, count: int) -> str:
    """Give random characters, of which the first and last are letters or digits."""
    plain = [one for one in alphabet if one.isalnum()]
    inner = [random.choice(alphabet) for _ in range(count - 2)]
    return "".join((random.choice(plain), *inner, random.choice(plain)))


def checked(random: Random) -> str:
    """Give the body of a GitHub token: 30 characters and their CRC-32 in base62."""
    body, number, digits = some(random, ALNUM, 30), 0, ""
    number = zlib.crc32(body.encode())
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return body + digits


def key(random: Random, lines: int = 3, newline: str = "\n") -> str:
    """Give the lines of a private key, the last one short."""
    return newline.join((*(some(random, BASE64, 64) for _ in range(lines)), some(random, BASE64, 20)))


# What stands before the secret part, and the secret part.
BODIES: Mapping[str, tuple[str, Callable[[Random], str]]] = {
    "an AWS access key ID": ("AK" + "IA", lambda r: some(r, string.ascii_uppercase + "234567", 16)),
    "a GitHub token": ("gh" + "p_", checked),
    "a GitHub installation token": (
        "gh" + "s_",
        lambda r: f"{r.randrange(10**6, 10**7)}_ey{some(r, URL64, 40)}.{some(r, URL64, 300)}.{some(r, URL64, 86)}",
    ),
    "a GitHub fine-grained token": ("github" + "_pat_", lambda r: f"{some(r, ALNUM, 22)}_{some(r, ALNUM, 59)}"),
    "a GitLab token": ("gl" + "pat-", lambda r: some(r, URL64, 20)),
    "a Slack token": (
        "xo" + "xb-",
        lambda r: f"{some(r, '0123456789', 12)}-{some(r, '0123456789', 12)}-{some(r, ALNUM, 24)}",
    ),
    "a Slack app token": (
        "xa" + "pp-",
        lambda r: (
            f"1-{some(r, string.ascii_uppercase + '0123456789', 11)}-{some(r, '0123456789', 13)}-{some(r, HEX, 64)}"
        ),
    ),
    "a Slack webhook": (
        "https://hooks.slack" + ".com/services/",
        lambda r: f"T{some(r, string.ascii_uppercase, 9)}/B{some(r, string.ascii_uppercase, 9)}/{some(r, ALNUM, 24)}",
    ),
    "a Discord webhook": (
        "https://discord" + ".com/api/webhooks/",
        lambda r: f"{some(r, '0123456789', 18)}/{some(r, URL64, 68)}",
    ),
    "a Telegram bot token": ("1234567" + "89:", lambda r: f"AA{some(r, URL64, 33)}"),
    "a Stripe live key": ("sk" + "_live_", lambda r: some(r, ALNUM, 24)),
    "a Google API key": ("AI" + "za", lambda r: some(r, URL64, 35)),
    "a Google OAuth client secret": ("GOC" + "SPX-", lambda r: some(r, URL64, 28)),
    "an npm token": ("np" + "m_", lambda r: some(r, ALNUM, 36)),
    "a PyPI token": ("pypi" + "-AgE", lambda r: some(r, URL64, 150)),
    "an Anthropic key": ("sk-" + "ant-api03-", lambda r: some(r, URL64, 95)),
    "an OpenAI key": ("sk-" + "proj-", lambda r: f"{some(r, URL64, 74)}T3Blbk" + f"FJ{some(r, URL64, 74)}"),
    "an OpenRouter key": ("sk-" + "or-v1-", lambda r: some(r, HEX, 64)),
    "a Groq key": ("gs" + "k_", lambda r: some(r, ALNUM, 52)),
    "a Hugging Face token": ("h" + "f_", lambda r: some(r, string.ascii_letters, 34)),
    "a SendGrid key": ("S" + "G.", lambda r: f"{some(r, URL64, 22)}.{some(r, URL64, 43)}"),
    "a DigitalOcean token": ("do" + "p_v1_", lambda r: some(r, HEX, 64)),
    "a Linear key": ("lin" + "_api_", lambda r: some(r, ALNUM, 40)),
    "a Databricks token": ("da" + "pi", lambda r: some(r, HEX, 32)),
    "an Azure storage key": ("Account" + "Key=", lambda r: some(r, BASE64, 86) + "=="),
    "an Azure client secret": ("", lambda r: f"{some(r, ALNUM, 3)}8Q~{some(r, ALNUM + '_~.-', 34)}"),
    "a Docker token": ("dckr" + "_pat_", lambda r: some(r, URL64, 27)),
    "a Vault token": ("hv" + "s.", lambda r: some(r, URL64, 95)),
    "a Grafana token": ("gl" + "sa_", lambda r: f"{some(r, ALNUM, 32)}_{some(r, HEX, 8)}"),
    "a Shopify token": ("sh" + "pat_", lambda r: some(r, HEX, 32)),
    "an Atlassian token": ("ATA" + "TT3", lambda r: some(r, URL64, 186)),
    "a Notion token": ("nt" + "n_", lambda r: f"{some(r, '0123456789', 11)}{some(r, ALNUM, 35)}"),
    "a Sentry token": ("sntr" + "yu_", lambda r: some(r, HEX, 64)),
    "a Postman key": ("PM" + "AK-", lambda r: f"{some(r, HEX, 24)}-{some(r, HEX, 34)}"),
    "an age key": ("AGE-SECRET" + "-KEY-1", lambda r: some(r, "023456789ACDEFGHJKLMNPQRSTUVWXYZ", 58)),
    "a private key": ("-----BEGIN RSA " + "PRIVATE KEY-----", lambda r: f"\n{key(r)}\n"),
}

FORMS_BY_NAME = {form.name: form for form in (*FORMS, PRIVATE_KEY)}


def sample(name: str, random: Random) -> tuple[str, str]:
    """Give a made-up secret of the form of this name, and the part of it that nobody may see."""
    mark, body = BODIES[name]
    made = body(random)
    end = "-----END RSA " + "PRIVATE KEY-----" if name == PRIVATE_KEY.name else ""
    return f"{mark}{made}{end}", made
