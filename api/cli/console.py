"""What all commands share: progress on a terminal or plain lines elsewhere, errors as one line, JSON output."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import orjson
import typer

from api.countries import read_country
from api.errors import InputError
from api.terminal_text import Line, as_line, printable
from graph.files import make_private_folder, whole_file

T = TypeVar("T")
MOST_LINES = 100
"""So many members or links of one thing are printed unless all are asked for."""


def fail(problem: str, *, status: int = 1) -> NoReturn:
    """Say what is wrong in one line and end."""
    sys.stderr.write(f"benang: {printable(problem)}\n")
    raise typer.Exit(status)


def country_or_fail(text: str | None) -> str | None:
    """Return the code of a country that `--country` gives by code or name; one that there is not is a misuse."""
    try:
        return read_country(text)
    except InputError as exc:
        fail(f"`--country` {exc.problem}", status=2)


def check_header(path: str, header: Sequence[str]) -> None:
    """End the command where a table names a column twice, of which one would be lost."""
    twice = next((name for name, count in Counter(header).items() if count > 1), None)
    if twice is not None:
        fail(f"`{path}` has two columns `{twice}`")


def make_folder(path: Path, *, private: bool = False) -> Path:
    """Return a folder to write into, made where it is not there; with `private` for its owner alone."""
    try:
        if private:
            make_private_folder(path)
        else:
            path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        fail(f"the folder `{path}` cannot be made: {(exc.strerror or 'unknown reason').lower()}")
    return path


def write_private(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file for its owner alone, whatever stood there before; it is there whole or not at all.

    A pipe or device is written to as it is.

    Raises:
        OSError: it cannot be written; what stood there stays.
    """
    with whole_file(path, private=True) as part, part.open("wb") as file:
        file.writelines(parts)


def say(text: str) -> None:
    """Tell what is being done, on standard error."""
    sys.stderr.write(f"{printable(text)}\n")


def show(*cells: object) -> None:
    """Print a line of data for people, its values escaped; a cell that is a `Line` was escaped before."""
    typer.echo(as_line(*cells))


def tell(lines: Iterable[Line], *, otherwise: str) -> None:
    """Print lines of data; where there are none, say so."""
    found = list(lines)
    for line in found:
        show(line)
    if not found:
        say(otherwise)


def show_some(found: Sequence[T], describe: Callable[[T], Line], *, everything: bool) -> None:
    """Print a line for each of the first of what may be thousands, and how many are left; with `everything` all."""
    shown = found if everything else found[:MOST_LINES]
    for item in shown:
        show(describe(item))
    if len(found) > len(shown):
        show(f"  ... and {len(found) - len(shown):,} more; --all prints them")


def write_data(text: str) -> None:
    """Write what a machine or a file takes as it is, a token or a proof, with a line break at its end."""
    typer.echo(text, nl=not text.endswith("\n"))


def print_json(data: object) -> None:
    """Print machine-readable output."""
    sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n")


def print_json_line(data: object) -> None:
    """Print one of many objects for machines, a line each."""
    sys.stdout.write(orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode() + "\n")


def flush_output() -> None:
    """Have what was printed leave now: whoever reads a command that goes on waits for it."""
    sys.stdout.flush()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a callback (done, total): a bar on a terminal, a plain line every few seconds elsewhere."""
    if sys.stderr.isatty():
        with _bar(label) as update:
            yield update
        return
    last = time.monotonic()

    def line(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= 5:
            last = time.monotonic()
            say(f"{label}: {done} of {total}")

    yield line


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console  # noqa: PLC0415 - loads slowly, for what a terminal alone shows
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        task = bar.add_task(printable(label), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
