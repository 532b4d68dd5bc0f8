"""Options that many commands have in common, and what a time without a zone means where one is given."""

from datetime import UTC, datetime
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
AsToken = Annotated[str | None, typer.Option("--as", help="A token; without it, BENANG_TOKEN.")]
Id = Annotated[str, typer.Argument(help="Id of a record; any member's id leads to its entity.")]
Records = Annotated[list[str], typer.Argument(help="Ids of records of your agency.")]
Reason = Annotated[str, typer.Option(help="Why; is kept, and read by whoever is told.")]


def with_zone(instant: datetime | None) -> datetime | None:
    """Return a time that an option gives, in UTC where it names no zone; `None` as it is."""
    return instant.replace(tzinfo=instant.tzinfo or UTC) if instant is not None else None
