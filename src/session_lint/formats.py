"""The names of the formats of a report, for the config, the command line and the reports alike."""

from __future__ import annotations

FORMATS = (
    *("full", "concise", "grouped", "json", "json-lines"),
    *("github", "markdown", "gitlab", "junit", "rdjson", "rdjsonl", "sarif"),
)
