"""Commands for witnesses: a deployment offers its checkpoints, a member cosigns them on a machine of its own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, make_folder, say, show
from api.cli.context import settings
from api.keys import load_witness
from policies import (
    AuditError,
    CheckpointKey,
    Offer,
    WitnessNotes,
    each_log_once,
    logs_for,
    offers_of,
    open_log,
    origin_of,
    read_notes,
    read_unverified,
    weigh_offer,
)

WITNESS_KEY_FILE = "witness.key"
Out = Annotated[Path, typer.Option("--to", help="Folder to write into, one file for each log.")]
Member = Annotated[
    str | None, typer.Option("--agency", help="Whom it is for: of its own two logs, and of no other agency's.")
]
EveryLog = Annotated[
    bool, typer.Option("--all", help="Of all logs, for who may know how busy each agency is, by the minute.")
]


def audit_offer(
    to: Out,
    since: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that the witness cosigned last; more than once.")
    ] = None,
    agency: Member = None,
    every: EveryLog = False,
) -> None:
    """Write a member's logs' last checkpoints, proving that each only grew since it saw them; needs no database."""
    check_member(agency, every=every)
    make_folder(to)
    folder = settings().audit
    try:
        seen = {found.origin: found.size for found in map(read_unverified, read_notes(since or []))}
        names = logs_for((str(p.parent.relative_to(folder)) for p in folder.glob("*/*/checkpoints")), agency)
        logs = {name: open_log(folder, name) for name in names}
        notes = {name: found[-1] for name, log in logs.items() if (found := log.notes())}
        for offer in offers_of(logs, notes, seen):
            (to / f"{_file_name(offer.note)}.offer").write_text(str(offer), encoding="utf-8")
    except AuditError as exc:
        fail(str(exc))
    say(f"{len(notes)} checkpoints offered")


def check_member(agency: str | None, *, every: bool) -> None:
    """Return if it was said whom checkpoints are for: one member, or who may know the size of every log."""
    if (agency is None) != every:
        fail("say whose logs by --agency CODE, or --all: their sizes tell how busy each agency is", status=2)


def audit_cosign(
    offers: Annotated[list[Path], typer.Argument(metavar="OFFER...", help="Files that `audit offer` wrote.")],
    key: Annotated[str, typer.Option(help="The deployment's key, as `audit key` prints it, as text or file.")],
    name: Annotated[str, typer.Option(help="What the witness is known as, such as witness.sg-fiu.example.")],
    kept: Annotated[Path, typer.Option(help="The witness's own folder: its key, and what it cosigned last.")],
    to: Out,
) -> None:
    """Cosign checkpoints of logs that only grew since the last time; refuse the others and cosign nothing."""
    make_folder(kept, private=True)
    make_folder(to)
    witness, notes, cosigned = load_witness(kept, name), WitnessNotes(kept), list[str]()
    try:
        known = CheckpointKey.parse(Path(key).read_text(encoding="utf-8") if Path(key).is_file() else key)
        read = [Offer.read(path) for path in offers]
        each_log_once(read)
        for offer in read:
            weigh_offer(offer, notes.last(origin_of(offer.note)), known)
            cosigned.append(witness.cosign(offer.note, time=datetime.now(UTC)))
        for note in cosigned:
            notes.keep(note)
    except AuditError as exc:
        fail(str(exc))
    for note in cosigned:
        (to / f"{_file_name(note)}.txt").write_text(note, encoding="utf-8")
        show(origin_of(note), f"{read_unverified(note).size} leaves")
    (to / WITNESS_KEY_FILE).write_text(f"{witness.key}\n", encoding="utf-8")
    say(f"the witness's key, also in `{to / WITNESS_KEY_FILE}`: {witness.key}")


def _file_name(note: str) -> str:
    """Return what the files about a log are called: `originators-th-police`."""
    return "-".join(origin_of(note).rsplit("/", 2)[-2:])


def check_witnesses(notes: list[str], witnesses: list[str]) -> None:
    """Return if each checkpoint is cosigned by each witness.

    Raises:
        AuditError: one is not, or a text is no key.
    """
    for text in witnesses:
        key = CheckpointKey.parse(Path(text).read_text(encoding="utf-8") if Path(text).is_file() else text)
        for note in notes:
            key.cosigned(note)
