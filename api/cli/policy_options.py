"""Options that commands on a bundle of policies share: which bundle, at which instant, whose records."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail
from api.cli.context import settings, told_bundle
from policies import Bundle, UnknownAgencyError

Folder = Annotated[Path | None, typer.Argument(help="Folder of the bundle; without it, BENANG_POLICY or the sample.")]
At = Annotated[str | None, typer.Option(help="The instant, as a date or time in ISO 8601; now without it.")]
Originators = Annotated[list[str] | None, typer.Option("--originator", help="Only its records; may be repeated.")]


def chosen_folder(given: Path | None) -> Path | None:
    """Return the bundle's folder, None for the sample; which one it is, is said where the command does not name it."""
    return given if given is not None else told_bundle(settings().policy)


def instant_of(text: str | None) -> datetime:
    """Return the instant that `--at` and its like give, in UTC where it names no zone; now without one."""
    if text is None:
        return datetime.now(UTC)
    try:
        value = datetime.fromisoformat(text)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):  # or it lies outside the years that there are, in UTC
        fail("a date or time is written in ISO 8601, as 2027-03-31", status=2)


def check_parties(codes: Iterable[str], *bundles: Bundle) -> None:
    """Return if every code is that of a party of one of the bundles.

    Raises:
        UnknownAgencyError: one is not.
    """
    known = {code for bundle in bundles for code in bundle.registers.parties}
    for code in codes:
        if code not in known:
            raise UnknownAgencyError(code, known)
