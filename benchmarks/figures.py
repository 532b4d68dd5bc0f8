"""How a benchmark gives its figures: a line each, or JSON for who compares them."""

import argparse
import json
import tempfile
from collections.abc import Mapping


def options_of(doc: str | None, **defaults: int) -> argparse.ArgumentParser:
    """Return the parser of a command: an option for each whole number, and `--json`."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", action="store_true")
    return parser


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for a run, which goes with it even where a server is still writing there."""
    return tempfile.TemporaryDirectory(prefix="benang-bench-", ignore_cleanup_errors=True)


def show_figures(figures: Mapping[str, object], *, as_json: bool) -> None:
    """Print figures by their names."""
    if as_json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name}\t{value}")
