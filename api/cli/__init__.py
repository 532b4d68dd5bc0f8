"""The command line: data to standard output, everything else to standard error; exit 0 done, 1 failed, 2 misused.

Start reading at `commands.tsv`, which names every command and its module, then `context.py` and `console.py`. A
command parses, calls one function of a lower package, and presents.
"""

from api.cli.main import main

__all__ = ["main"]
