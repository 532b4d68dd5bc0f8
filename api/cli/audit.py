"""Commands for the audit trail: verify it anywhere, sign and export it, and read one's own receipts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.audit.auditing import audit_operation
from api.audit.key_succession import CONFIRM_KEY, unconfirmed
from api.audit.receipts import ReceiptPage, ReceiptQuestion
from api.bootstrap import Application, open_application
from api.cli.console import fail, make_folder, print_json, say, show, tell, write_data, write_private
from api.cli.context import KNOWN_ERRORS, StoreProgressLine, run, settings
from api.cli.disclosing import ask_again, audit_named
from api.cli.options import AsToken, Json, with_zone
from api.cli.people import viewer_of_run
from api.cli.witnessing import EveryLog, Member, check_member, check_witnesses
from api.keys import find_checkpoint_key, load_checkpoint_signer
from api.terminal_text import Line, as_line, as_lines
from graph import ReadScope
from graph.files import whole_file
from policies import (
    STORE,
    AuditVerification,
    CheckpointKey,
    DamageBook,
    Disclosure,
    ForbiddenError,
    MutationAction,
    OwnRecords,
    Receipt,
    ReceiptReader,
    StoreSetBackError,
    TrailState,
    ViewerContext,
    authorise,
    logs_for,
    read_notes,
    verify_audit,
    verify_export,
)

Originator = Annotated[str | None, typer.Option(help="As the operator: whose log; instead of a token.")]
_STANDARD = "-"


def audit_verify(
    path: Annotated[
        Path | None, typer.Argument(help="An audit folder, a bundle or a proof; without it, this deployment's folder.")
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(help="Key that checkpoints must be signed with, as text or file; then earlier ones, each again."),
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint kept elsewhere; may be given more than once.")
    ] = None,
    witness: Annotated[
        list[str] | None, typer.Option(help="Key of a witness who must have cosigned the checkpoints given.")
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Accept what no checkpoint vouches for: nothing was signed here yet.")
    ] = False,
    json: Json = False,
) -> None:
    """Check that nothing of an audit trail was changed, removed or cut short, without a database."""
    with _told():
        target = path or settings().audit
        given = [_key(text) for text in key or []]
        notes = list(read_notes(checkpoint or []))
        if witness and not notes:
            fail("a witness cosigns checkpoints: give them with --checkpoint", status=2)
        check_witnesses(notes, witness or [])
        if target.is_file():
            _verify_export(target, given, notes, json=json)
        elif target.is_dir():
            own = find_checkpoint_key(settings().keys) if not given else None
            _verify_folder(target, [own] if own is not None else given, notes, unsigned=unsigned, json=json)
        else:
            fail(f"there is no audit trail at `{target}`")


def audit_key(json: Json = False) -> None:
    """Print the public key that this deployment's checkpoints are signed with, making it at the first use."""
    with _told():
        key = str(load_checkpoint_signer(settings().keys).key)
    if json:
        print_json({"key": key})
        return
    show(key)


def audit_checkpoint(
    out: Annotated[
        Path | None, typer.Option(help="Also write last checkpoints into this folder, for a member.")
    ] = None,
    agency: Member = None,
    every: EveryLog = False,
    json: Json = False,
) -> None:
    """Bring all entries into the logs and sign what grew; members keep the checkpoints of their logs as evidence."""
    if out is not None:
        check_member(agency, every=every)
        make_folder(out)
    elif agency is not None or every:
        fail("--agency and --all say what --out writes: give it too", status=2)
    made, others = run(_checkpoint(out, agency))
    if json:
        print_json(made)
    else:
        for name, note in sorted(made.items()):
            show(name, f"{note.splitlines()[1]} leaves")
    if others:
        fail(f"{unconfirmed(others)}; {CONFIRM_KEY}")


def audit_receipts(
    as_token: AsToken = None,
    record: Annotated[str | None, typer.Option(help="Only of this record.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Only from this time on (UTC).")] = None,
    own: Annotated[bool, typer.Option("--own", help="Also what your own people were shown.")] = False,
    until: Annotated[datetime | None, typer.Option(help="Only from before this time (UTC).")] = None,
    limit: Annotated[int, typer.Option(help="Receipts to list.", min=1, max=100)] = 20,
    before: Annotated[int | None, typer.Option(help="Go on before the receipt of this number.")] = None,
    after: Annotated[str | None, typer.Option(help="Go on after this cursor, which a page ended with.")] = None,
    json: Json = False,
) -> None:
    """List who was shown, hit or given which of your agency's records, and on which basis, the newest first."""
    if before is not None and after is not None:
        fail("give --before or --after, and not both", status=2)
    question = ReceiptQuestion(record_id=record, since=with_zone(since), until=with_zone(until), include_own=own)
    page = run(_receipts(viewer_of_run(as_token), question, limit, before, after))
    if json:
        print_json([receipt_map(r, numbered=page.numbered) for r in page.receipts])
        return
    told = (describe_receipt(r, numbered=page.numbered) for r in page.receipts)
    tell(told, otherwise="no receipts")


def audit_prove(
    number: Annotated[int | None, typer.Argument(help="Number of a receipt.")] = None,
    growth: Annotated[
        Path | None, typer.Option(help="Instead: that the log of this earlier checkpoint was only added to.")
    ] = None,
    as_token: AsToken = None,
    originator: Originator = None,
    to: Annotated[str, typer.Option(help="File to write; - is standard output.")] = _STANDARD,
) -> None:
    """Write a proof that a receipt stands in the log, or that the log only grew; `benang audit verify` reads it."""
    if (number is None) == (growth is None):
        fail("give the number of a receipt, or --growth FILE, and not both", status=2)
    note = None
    if growth is not None:
        with _told():
            note = next(read_notes([growth]), None)
        if note is None:
            fail(f"`{growth}` holds no checkpoint", status=2)
    _write(to, [run(_prove(_party(as_token, originator), number, note))])


def audit_export(
    as_token: AsToken = None,
    originator: Originator = None,
    to: Annotated[str, typer.Option(help="File to write; - is standard output.")] = _STANDARD,
) -> None:
    """Write the whole log of an originator's receipts as a bundle that verifies anywhere."""
    _write(to, run(_export(_party(as_token, originator))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Party:
    """Whose log is read, and by whom; without a viewer by the operator."""

    code: str
    viewer: ViewerContext | None


def describe_receipt(receipt: Receipt, *, numbered: bool = True) -> Line:
    """Return a receipt as text lines: who and why, then one line for each basis; its number where it may be told."""
    case = f", case {receipt.case_ref}" if receipt.case_ref else ""
    number = receipt.index if numbered else "-"
    when = receipt.time.isoformat(timespec="seconds")
    head = as_line(number, when, receipt.agency, receipt.actor, f"{receipt.purpose}{case}")
    told = [
        as_line(
            f"  {d.exposure} by {', '.join(d.permits) or 'a basis that the trail does not hold'}"
            f"{f', grant {d.grant}' if d.grant else ''}{_classes(d)}: {' '.join(d.record_ids) or 'erased'}"
        )
        for d in receipt.disclosures
    ]
    return as_lines([head, *told])


def receipt_map(receipt: Receipt, *, numbered: bool = True) -> dict[str, object]:
    """Return a receipt for machines; its number where it may be told."""
    return {
        "number": receipt.index if numbered else None,
        "time": receipt.time.isoformat(),
        "agency": receipt.agency,
        "actor": receipt.actor,
        "purpose": receipt.purpose,
        "case": receipt.case_ref,
        "policy_version": receipt.policy_version,
        "erased_records": receipt.erased,
        "disclosures": [
            {
                "records": list(d.record_ids),
                "exposure": str(d.exposure),
                "profile": d.profile,
                "permits": list(d.permits),
                "grant": d.grant,
                "classes": list(d.classes) if d.classes is not None else None,
            }
            for d in receipt.disclosures
        ],
    }


def _classes(told: Disclosure) -> str:
    if told.classes is None:
        return ""
    return f", {' '.join(told.classes) or 'no values'}"


async def _checkpoint(out: Path | None, agency: str | None) -> tuple[dict[str, str], Mapping[str, str]]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        trail = app.accountability.trail
        made = await trail.checkpoint()
        if out is not None:
            notes = trail.sequencer.last_notes()
            _write_notes(out, {name: notes[name] for name in logs_for(notes, agency)})
        return made, trail.sequencer.other_keys


def _write_notes(out: Path, notes: Mapping[str, str]) -> None:
    try:
        for name, note in notes.items():
            with whole_file(out / f"{name.replace('/', '-')}.txt") as part:
                part.write_text(note, encoding="utf-8")
    except OSError as exc:
        reason = (exc.strerror or "unknown reason").lower()
        fail(f"the logs are signed, but their checkpoints cannot be written into `{out}`: {reason}")


async def _receipts(
    viewer: ViewerContext, question: ReceiptQuestion, limit: int, before: int | None, after: str | None
) -> ReceiptPage:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        desk = app.accountability.receipts
        cursors = desk.cursors(viewer, question, app.minter)
        try:
            if before is not None:
                desk.check_whole(viewer)
            place = cursors.place(after) if after is not None else before
            page = await _filled(app, viewer, scope, question, limit, place)
        except ForbiddenError:
            audit_operation(app.audit, viewer, "receipts", scope, [], denied=True)
            raise
        audit_named(app, viewer, "receipts", scope, [])
        if page.has_next and page.end is not None:
            say(f"there are more: {f'--before {page.end}' if page.numbered else f'--after {cursors.cursor(page.end)}'}")
        return page


async def _filled(
    app: Application,
    viewer: ViewerContext,
    scope: ReadScope,
    question: ReceiptQuestion,
    limit: int,
    before: int | None,
) -> ReceiptPage:
    """Return a page with as many receipts as asked for, where there are: one that ends with its day goes on."""
    desk = app.accountability.receipts
    chosen: list[Receipt] = []
    while True:
        page = await desk.page(
            viewer, scope, question, directory=app.scopes.directory, first=limit - len(chosen), before=before
        )
        chosen += page.receipts
        if len(chosen) == limit or not page.has_next:
            return replace(page, receipts=tuple(chosen))
        before = page.end


async def _prove(party: _Party, number: int | None, note: str | None) -> bytes:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        reader = await _reader(app, party, "receipt proof")
        key = app.accountability.trail.signer.key
        return reader.prove_growth(note, key) if note is not None else reader.prove(number or 0, key)


async def _export(party: _Party) -> list[bytes]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        reader = await _reader(app, party, "receipt export")
        return list(reader.bundle(app.accountability.trail.signer.key))


async def _reader(app: Application, party: _Party, operation: str) -> ReceiptReader:
    """Return the reader of a party's log, with a checkpoint over all of it; a viewer's reading is audited."""
    if party.viewer is not None:
        scope = await _note_reading(app, party.viewer, operation)
        await app.accountability.trail.checkpoint()
        ask_again(app, party.viewer, operation, scope)  # that may have waited for others who sign
    elif party.code not in app.bundle.registers.parties:
        fail(f"unknown originator `{party.code}`", status=2)
    else:
        await app.accountability.trail.checkpoint()
    return ReceiptReader(app.audit.folder, party.code)


async def _note_reading(app: Application, viewer: ViewerContext, operation: str) -> ReadScope:
    """Write down that a viewer reads the log of their agency, or was refused; return the scope of that."""
    scope = await app.scope_for(viewer)
    try:
        target = OwnRecords(originators=(viewer.agency,))
        authorise(viewer, MutationAction.READ_RECEIPTS, target, directory=app.scopes.directory)
        app.accountability.receipts.check_whole(viewer)
    except ForbiddenError:
        audit_operation(app.audit, viewer, operation, scope, [], denied=True)
        raise
    audit_named(app, viewer, operation, scope, [])
    return scope


def _party(as_token: str | None, originator: str | None) -> _Party:
    if originator is not None and as_token is not None:
        fail("give --as or --originator, and not both", status=2)
    if originator is not None:
        return _Party(code=originator, viewer=None)
    viewer = viewer_of_run(as_token)
    return _Party(code=viewer.agency, viewer=viewer)


def _verify_folder(
    folder: Path, keys: Sequence[CheckpointKey], notes: Sequence[str], *, unsigned: bool, json: bool
) -> None:
    found = verify_audit(folder, key=next(iter(keys), None), earlier=keys[1:], notes=notes)
    set_back = [str(damage) for damage in DamageBook(folder).standing() if damage.name == STORE]
    if not keys and found.checkpoints:
        say("no key to verify signatures with: give --key")
    if found.unread:
        say(f"{found.unread} checkpoints are of an earlier key, and unverified: give that key by --key as well")
    if json:
        print_json({**_verification_map(found), "store_set_back": bool(set_back)})
    else:
        for line in describe_verification(found):
            show(line)
    if found.state is TrailState.UNVOUCHED and not unsigned:
        say(
            "where checkpoints were made, they are gone: give those that members kept with --checkpoint. "
            "Where none was made yet, make some with `benang audit checkpoint`, or accept it with --unsigned"
        )
    accepted = {TrailState.INTACT, *((TrailState.UNVOUCHED, TrailState.EMPTY) if unsigned else ())}
    for problem in set_back:
        say(f"{StoreSetBackError.code}: {problem}; {StoreSetBackError.remedy}")
    if found.state not in accepted or set_back:
        raise typer.Exit(1)


def describe_verification(found: AuditVerification) -> list[str]:
    """Return what a verification found as lines: counts and what they amount to, then each problem."""
    since = f", the oldest of {found.unsigned_since.isoformat(timespec='seconds')}" if found.unsigned_since else ""
    words = {
        TrailState.INTACT: "intact",
        TrailState.CHANGED: f"{len(found.problems)} problems",
        TrailState.UNVOUCHED: "entries that no checkpoint vouches for",
        TrailState.EMPTY: "nothing to verify",
    }
    counts = (
        f"{found.entries} entries in {found.segments} segments, {found.leaves} leaves in {found.logs} logs, "
        f"{found.checkpoints} checkpoints, {found.waiting} entries not yet in a log, {found.unsigned} not yet signed"
        f"{since}, {found.erased} ids erased, {found.unfinished} never finished: {words[found.state]}"
    )
    return [counts, *map(str, found.problems), *(f"{name}: has no checkpoint" for name in found.unvouched)]


def _verification_map(found: AuditVerification) -> dict[str, object]:
    return {
        "state": str(found.state),
        "segments": found.segments,
        "entries": found.entries,
        "logs": found.logs,
        "leaves": found.leaves,
        "checkpoints": found.checkpoints,
        "waiting": found.waiting,
        "unsigned": found.unsigned,
        "unsigned_since": found.unsigned_since.isoformat() if found.unsigned_since else None,
        "unvouched": list(found.unvouched),
        "unread": found.unread,
        "erased": found.erased,
        "unfinished": found.unfinished,
        "problems": [str(p) for p in found.problems],
    }


def _verify_export(path: Path, keys: Sequence[CheckpointKey], notes: Sequence[str], *, json: bool) -> None:
    found = verify_export(path.read_bytes(), key=next(iter(keys), None), earlier=keys[1:], notes=notes)
    if found.own_key:
        say(f"the key was taken from the file itself; trust it only if you know it: {found.key}")
    if json:
        print_json(
            {
                "type": found.kind,
                "originator": found.originator,
                "leaves": found.leaves,
                "checkpoints": found.checkpoints,
                "key": found.key,
                "problems": list(found.problems),
            }
        )
    else:
        state = "intact" if found.intact else f"{len(found.problems)} problems"
        what = f"{found.kind} of {found.originator}"
        show(f"{what}: {found.leaves} leaves, {found.checkpoints} checkpoints: {state}")
        for problem in found.problems:
            show(problem)
    if not found.intact:
        raise typer.Exit(1)


def _key(text: str) -> CheckpointKey:
    return CheckpointKey.parse(Path(text).read_text(encoding="utf-8") if Path(text).is_file() else text)


def _write(to: str, parts: Sequence[bytes]) -> None:
    if to == _STANDARD:
        for part in parts:
            write_data(part.decode())
        return
    # It holds persons and cases, as the trail does: for its owner alone.
    with _told():
        write_private(Path(to), parts)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can be wrong with files, keys and settings into one line."""
    try:
        yield
    except KNOWN_ERRORS as exc:
        fail(str(exc))
    except OSError as exc:
        fail(f"`{exc.filename}`: {(exc.strerror or 'cannot be used').lower()}")
