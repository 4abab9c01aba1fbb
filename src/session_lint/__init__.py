"""session-lint: checks the session files in which coding agents hand over work."""

__version__ = "0.1.0"
