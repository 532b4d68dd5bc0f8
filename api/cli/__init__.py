"""The command line: data to standard output, everything else to standard error; exit 0 done, 1 failed, 2 misused."""

from api.cli.main import main

__all__ = ["main"]
