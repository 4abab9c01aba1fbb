"""What session-lint costs, beside a bare Python and beside other linters: `python -m benchmarks --help`."""
