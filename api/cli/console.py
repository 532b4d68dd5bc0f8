"""What commands share: settings, progress on a terminal or plain lines elsewhere, errors as one line, JSON output."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import orjson
import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.authentication import Authenticator
from api.countries import read_country
from api.errors import ApiError, InputError
from api.settings import Settings
from api.terminal_text import Line, as_line, printable
from entity_resolution.errors import ResolutionError
from graph import GraphError
from graph.errors import StoreUnavailableError
from graph.files import whole_file
from graph.store import Progress as StoreProgress
from graph.store import Step, find_full_folder, run_on_fast_loop
from ingest import IngestError
from policies import Bundle, Directory, PolicyError, ViewerContext, load_bundle, shipped_bundle_folder

T = TypeVar("T")
KNOWN_ERRORS = (GraphError, IngestError, PolicyError, ResolutionError, ApiError)
MOST_LINES = 100
"""So many members or links of one thing are printed unless all are asked for."""
messages = Console(stderr=True, highlight=False)


def settings() -> Settings:
    """Return the settings of this process's environment."""
    return Settings.from_env(os.environ)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; a known error becomes one line and exit status 1."""
    configure_logs()
    try:
        return run_on_fast_loop(work)
    except StoreUnavailableError as exc:
        fail(f"{exc}{_full_disk()}")
    except KNOWN_ERRORS as exc:
        fail(str(exc))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@contextmanager
def guarded() -> Iterator[None]:
    """Turn a known error of the work within into one line and exit status 1."""
    try:
        yield
    except KNOWN_ERRORS as exc:
        fail(str(exc))


def policy_bundle() -> Bundle:
    """Return the bundle that the settings name, the sample without one; its text is checked, not its signature."""
    return load_bundle(settings().policy or shipped_bundle_folder())


def told_bundle(folder: Path | None) -> Path | None:
    """Return the folder of the settings' bundle, None for the sample, and say which one that is."""
    what = f"the bundle that BENANG_POLICY names: `{folder}`"
    say(f"reading {what if folder is not None else 'the sample bundle, as BENANG_POLICY names no other'}")
    return folder


def fail(problem: str, *, status: int = 1) -> NoReturn:
    """Say what is wrong in one line and end."""
    messages.print(f"benang: {printable(problem)}", markup=False, soft_wrap=True)
    raise typer.Exit(status)


def _full_disk() -> str:
    """Return what to add to an error of the store where the disk of the embedded one is full."""
    folder = find_full_folder(settings().store)
    if folder is None:
        return ""
    return f"; the disk of `{folder}` is full: end all that uses the store, make room, start again"


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
        path.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
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


def configure_logs() -> None:
    """Send structured log events to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        # Looked up at each event: standard error may be another file by then.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def say(text: str) -> None:
    """Tell what is being done, on standard error."""
    messages.print(printable(text), markup=False, soft_wrap=True)


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


def viewer_of(token: str | None) -> ViewerContext:
    """Return the viewer that a token given by `--as` or BENANG_TOKEN speaks for; misuse without one."""
    text = token or os.environ.get("BENANG_TOKEN", "")
    if not text:
        fail("say who asks: give --as TOKEN or set BENANG_TOKEN (benang token --help)", status=2)
    directory = Directory(policy_bundle().registers)
    return Authenticator(settings(), directory).authenticate(text.strip()).viewer


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a callback (done, total): a bar on a terminal, a plain line every few seconds elsewhere."""
    if messages.is_terminal:
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=messages, transient=True) as bar:
            task = bar.add_task(printable(label), total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return
    last = time.monotonic()

    def line(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= 5:
            last = time.monotonic()
            say(f"{label}: {done} of {total}")

    yield line


class StoreProgressLine:
    """Tells of downloads and starts of the embedded store."""

    def __init__(self) -> None:
        self._told: dict[Step, float] = {}

    def __call__(self, found: StoreProgress) -> None:
        """Print a line at the beginning of a step, and then every few seconds."""
        now = time.monotonic()
        if now - self._told.get(found.step, -60.0) < 3 and found.done < found.total:
            return
        if found.step is Step.DOWNLOAD and found.total:
            say(f"fetching Neo4j: {found.done / 1e6:.0f} of {found.total / 1e6:.0f} MB")
        elif found.step is Step.START and not found.done:
            say("starting Neo4j")
        self._told[found.step] = now
