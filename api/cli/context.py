"""What commands that use the store or the policies share: settings, whose view, known errors as one line and status 1.

Apart from `api.cli.console`, which loads neither: a command over a file alone starts in half of the time.
"""

import os
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import typer

from api.authentication import Authenticated, Authenticator
from api.cli.console import fail, say
from api.errors import ApiError, AuthenticationError, KeysUnreadableError
from api.log_lines import configure_logs
from api.settings import Settings
from entity_resolution.errors import ResolutionError
from graph import GraphError
from graph.errors import StoreQueryError, StoreUnavailableError
from graph.store import Progress as StoreProgress
from graph.store import Step, find_full_folder, run_on_fast_loop
from ingest import IngestError
from policies import Bundle, Directory, PolicyError, ViewerContext, load_bundle, shipped_bundle_folder

T = TypeVar("T")
TOKEN_REFUSALS = (AuthenticationError, KeysUnreadableError)
"""Which errors say that a token speaks for nobody, or that nobody can say for whom."""
KNOWN_ERRORS = (GraphError, IngestError, PolicyError, ResolutionError, ApiError)


def settings() -> Settings:
    """Return the settings of this process's environment."""
    return Settings.from_env(os.environ)


def run(work: Coroutine[Any, Any, T], *, when_stopped: str = "stopped", stopped_status: int = 130) -> T:
    """Run a command's work; a known error becomes one line and exit status 1, Ctrl-C one that says how to go on.

    `stopped_status`: the exit status of Ctrl-C; 0 of work that has no other end.
    """
    configure_logs()
    try:
        return run_on_fast_loop(work)
    except StoreUnavailableError as exc:
        fail(f"{exc}{_full_disk()}")
    except StoreQueryError as exc:
        fail(f"the store was too busy to answer in time (`{exc.store_code}`): try again" if exc.passes else str(exc))
    except KNOWN_ERRORS as exc:
        fail(str(exc))
    except KeyboardInterrupt:
        say(when_stopped)
        raise typer.Exit(stopped_status) from None


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


def _full_disk() -> str:
    """Return what to add to an error of the store where the disk of the embedded one is full."""
    folder = find_full_folder(settings().store)
    if folder is None:
        return ""
    return f"; the disk of `{folder}` is full: end all that uses the store, make room, start again"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TokenViewer(ViewerContext):
    """Who a command's token speaks for, with what asks the token again: commands may wait and work for long.

    Attributes:
        ask: returns who the token speaks for; raises `TOKEN_REFUSALS` once it speaks for nobody.
    """

    ask: Callable[[], Authenticated] = field(repr=False)

    @property
    def plain(self) -> ViewerContext:
        """The viewer alone, as others like it are made and compared."""
        return ViewerContext(**{part.name: getattr(self, part.name) for part in fields(ViewerContext)})


def viewer_of(token: str | None) -> TokenViewer:
    """Return the viewer that a token given by `--as` or BENANG_TOKEN speaks for; misuse without one."""
    return viewer_asked_by(confirming(token, Directory(policy_bundle().registers)))


def viewer_asked_by(confirm: Callable[[], Authenticated]) -> TokenViewer:
    """Return the viewer of a token that can be asked again."""
    found = confirm().viewer
    return TokenViewer(**{part.name: getattr(found, part.name) for part in fields(found)}, ask=confirm)


def token_of_run(token: str | None) -> str:
    """Return the token that an option gives, else the one in BENANG_TOKEN; empty where neither does."""
    return token or os.environ.get("BENANG_TOKEN", "")


def confirming(token: str | None, directory: Directory) -> Callable[[], Authenticated]:
    """Return what asks who such a token speaks for, as often as it is called: its key may be taken out meanwhile."""
    text = token_of_run(token)
    if not text:
        fail("say who asks: give --as TOKEN or set BENANG_TOKEN (benang token --help)", status=2)
    return partial(Authenticator(settings(), directory).authenticate, text.strip())


class StoreProgressLine:
    """Tells of downloads and starts of the embedded store, and of what an older one lacks."""

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
        elif found.step is Step.RECOVER:
            say("the store's database does not start: trying once with more memory")
        elif found.step is Step.AWAIT_OLDER:
            say("waiting for a program of an older version that still uses the store to end")
        elif found.step is Step.OLDER_UNKNOWN:
            say("the store's login may not ask who uses it: no program of an older version may run meanwhile")
        elif found.step is Step.MIGRATE:
            say(f"bringing the store up to date: {found.done + 1} of {found.total}")
        self._told[found.step] = now
