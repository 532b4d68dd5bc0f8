"""Takes records and links that arrive ready made, as through the API: the same core and quarantine as for files."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import NotRequired, TypedDict, Unpack

from graph import (
    VICTIM_ROLES,
    Evaluation,
    IdMinter,
    LinkId,
    Ontology,
    Record,
    RecordId,
    SubjectRole,
    all_known,
    load_ontology,
)
from graph.store import QuarantinedRow, WaitingRow, WriteBatch, WriteSummary
from graph.values import NO_ZONE, country_hint, fold_reference, is_country_code
from ingest.batches import QuarantineLabel
from ingest.duplicate_references import DuplicateCheck
from ingest.errors import MalformedSettingError, UnknownProfileError
from ingest.filed_in_vain import FiledInVain, filed_before
from ingest.link_times import read_time_beside
from ingest.mapped_rows import MappedRow, Unread, named_by
from ingest.pipeline import BatchWriter
from ingest.records import LinkDraft, RecordDraft, RowAssembler, is_its_value, nobody, parse_instant, seen_reference
from ingest.rules import Problem, Rule
from ingest.supply import Supply, describe_format, parse_format
from ingest.tables.mapping_file import DEFAULT_EVALUATION, SLUG_FORM, is_slug, parse_evaluation
from ingest.values.countries_beside import UnsaidCountries
from ingest.values.source_text import SourceText
from ingest.values.told_ages import inputs_of

SUBMISSION_FORMAT = "submission"

MayHear = Callable[[Collection[str]], Awaitable[frozenset[str]]]
"""Tells of which of these records and links the sender may hear, as they stand or as they went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedRecord:
    """A record as its originator sends it: `properties` holds raw texts, the rest is None where a default holds.

    `subject_role` has no default: None says nothing of it, and leaves the role of a record that stands as it is.
    """

    kind: str
    reference: str
    properties: Mapping[str, Sequence[str]]
    subject_role: str | None = None
    profile: str | None = None
    evaluation: str | None = None
    asserted_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedLink:
    """A link between two of the originator's references, in this submission or sent before."""

    type: str
    source_reference: str
    target_reference: str
    reference: str | None = None
    profile: str | None = None
    evaluation: str | None = None
    since: str | None = None
    until: str | None = None
    note: str | None = None


SubmittedItem = SubmittedRecord | SubmittedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOutcome:
    """What became of one item: its id where it was taken, the broken rules where it waits in quarantine.

    `unread`: the properties of one that was taken of which a value could not be read, and was kept as it was written,
    each with the reasons, and what mends them.
    `country_unsaid`: those of which a value would be another, had the country beside it been said for it.
    `unsealed`: the record stood as a victim's, and what was filed took the seal off. `closed`: a legal hold keeps it as
    it stands, so that it waits, and it stands as the victim's from now on as which it was filed. `withdrawn`: it was
    withdrawn or erased, or leads to what was, and was passed over; it does not wait.
    """

    id: RecordId | LinkId | None = None
    problems: tuple[Problem, ...] = ()
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country_unsaid: tuple[str, ...] = ()
    unsealed: bool = False
    closed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionResult:
    """What became of a submission. `outcomes` stand in the order of the items.

    `in_vain`: of the records that the sender may not hear to be kept, those for which something waited before.
    """

    outcomes: tuple[ItemOutcome, ...]
    summary: WriteSummary
    in_vain: tuple[FiledInVain, ...] = ()


class SubmissionMapper:
    """Maps items. `kinds` tells the kind of each reference that the submission itself holds, folded."""

    def __init__(self, supply: Supply, kinds: Mapping[str, str]) -> None:
        self._supply = supply
        self._kinds = kinds
        self._assembler = RowAssembler(supply)

    def map_item(self, item: SubmittedItem) -> MappedRow:
        """Return what an item gives; one broken rule and it gives problems alone."""
        if isinstance(item, SubmittedRecord):
            self._add_record(item)
        else:
            self._add_link(item)
        return self._assembler.take()

    def _add_record(self, item: SubmittedRecord) -> None:
        kind = self._supply.ontology.kinds.get(item.kind)
        reference = seen_reference(item.reference)
        if kind is None:
            self._note(Rule.UNKNOWN_KIND, "kind", item.kind)
            return
        if not reference:
            self._note(Rule.MISSING_REFERENCE, "reference")
        texts, known = {}, (*kind.properties, *inputs_of(kind))
        for name, values in item.properties.items():
            if name not in known:
                # None is proposed: the nearest to a person's `phoneNumber` is `passportNumber`.
                self._note(Rule.UNKNOWN_PROPERTY, name, reason=all_known(known).removeprefix(": "))
                continue
            given = tuple(dict.fromkeys(SourceText(t, t) for value in values if (t := value.strip())))
            if given:
                texts[name] = given
        draft = RecordDraft(
            kind=kind.name,
            reference=reference,
            texts=texts,
            profile=item.profile,
            evaluation=self._evaluation(item.evaluation),
            subject_role=self._role(item.subject_role, has_subject=kind.has_subject),
            asserted_at=self._instant(item.asserted_at, kind=kind.name, reference=reference),
            own_reference=nobody if reference and is_its_value(kind, reference, texts) else None,
        )
        self._assembler.add_record(draft)

    def _add_link(self, item: SubmittedLink) -> None:
        schema = self._supply.ontology.links.get(item.type)
        if schema is None:
            self._note(Rule.UNKNOWN_LINK_TYPE, "type", item.type)
            return
        ends = (seen_reference(item.source_reference), seen_reference(item.target_reference))
        if not all(ends):
            self._note(Rule.MISSING_REFERENCE, "target_reference" if ends[0] else "source_reference")
            return
        kinds = [self._kinds.get(fold_reference(end)) for end in ends]
        if kinds[0] is not None and kinds[1] is not None and not schema.allows(kinds[0], kinds[1]):
            self._note(Rule.WRONG_ENDS, "type", item.type)
        self._assembler.add_link(
            LinkDraft(
                type=schema.name,
                source_reference=ends[0],
                target_reference=ends[1],
                reference=seen_reference(item.reference or "") or None,
                profile=item.profile,
                evaluation=self._evaluation(item.evaluation),
                since=self._date("since", item.since),
                until=self._date("until", item.until, is_end=True),
                note=item.note,
            )
        )

    def _note(self, rule: Rule, column: str, value: str | None = None, *, reason: str | None = None) -> None:
        self._assembler.problems.append(Problem(rule=rule, column=column, value=value, reason=reason))

    def _evaluation(self, text: str | None) -> Evaluation | None:
        if not text:
            return None
        evaluation = parse_evaluation(text)
        if evaluation is None:
            self._note(Rule.UNREADABLE_EVALUATION, "evaluation", text)
        return evaluation

    def _role(self, text: str | None, *, has_subject: bool) -> SubjectRole | None:
        if text is None:
            return None
        try:
            role = SubjectRole(text)
        except ValueError:
            role = None
        if role is None or (role is not SubjectRole.NONE and not has_subject):
            self._note(Rule.UNKNOWN_ROLE, "subject_role", text)
        return role

    def _date(self, column: str, text: str | None, *, is_end: bool = False) -> str | None:
        if not text:
            return None
        found, problem = read_time_beside(text, sort="date", country=self._supply.country, column=column, is_end=is_end)
        if problem is not None:
            self._assembler.problems.append(problem)
        return found.value if found is not None else None

    def _instant(self, text: str | None, *, kind: str, reference: str) -> datetime | None:
        if not text:
            return None
        column, country = "asserted_at", self._supply.country
        found, problem = read_time_beside(text, sort="timestamp", country=country, column=column)
        if problem is not None:
            self._assembler.leave_asserted_at(problem, kind=kind, reference=reference)
        if found is None or found.value is None:
            return None
        if found.reason == NO_ZONE:
            self._note(Rule.MISSING_ZONE, "asserted_at", text)
        return parse_instant(found.value)


class SubmissionTerms(TypedDict):
    """Whose a submission is, and what holds for its items.

    `originator`: whose they are; the caller has made sure that the sender may speak for it.
    `dataset`: the originator's dataset that they belong to, a code as in a mapping.
    `known_profiles`: the registered handling profiles.
    `minter`: makes the ids.
    `profile`: the handling profile of items that name none; without one such items go to quarantine.
    `country`: the code of the country that phone numbers, dates and accounts are read with.
    `evaluation`: the 4x4 evaluation of items that have none of their own.
    `ontology`: the product's own where it is left out.
    """

    originator: str
    dataset: str
    known_profiles: Collection[str]
    minter: IdMinter
    profile: NotRequired[str | None]
    country: NotRequired[str | None]
    evaluation: NotRequired[Evaluation]
    ontology: NotRequired[Ontology | None]


async def submit(
    items: Sequence[SubmittedItem],
    *,
    writer: BatchWriter,
    guards_victims: bool = False,
    keeps_withdrawn: MayHear | None = None,
    **terms: Unpack[SubmissionTerms],
) -> SubmissionResult:
    """Write a submission, each item as a whole or not at all.

    What the store refuses goes to quarantine in a second transaction. Where that one fails the caller gets the error,
    and sends the same submission again: what stands is unchanged then.

    Args:
        items: records and links in any order; the caller bounds their number.
        writer: where the batch goes.
        guards_victims: whether what waits in quarantine as a victim's keeps its reference from what is filed here.
        keeps_withdrawn: where what was withdrawn is not to come back, tells of what the sender may hear that it was;
            the rest comes back, as all does without this.
        terms: whose they are, and what holds for them.

    Returns:
        One outcome per item. Items with problems wait in the originator's quarantine.

    Raises:
        UnknownProfileError: `profile` is not registered.
        MalformedSettingError: `dataset` or `country` is no code; nothing was written.
    """
    submission = _Submission(items, _supply(terms))
    return await submission.write(writer, guards_victims=guards_victims, may_hear=keeps_withdrawn)


def try_submission(items: Sequence[SubmittedItem], **terms: Unpack[SubmissionTerms]) -> tuple[ItemOutcome, ...]:
    """Return what would become of each item by itself and beside the others: nothing is written, and no store asked.

    What only the store tells is not in it: an end of a link that is filed nowhere, a hold, what was withdrawn. The
    terms and errors are those of `submit`.
    """
    return _Submission(items, _supply(terms)).outcomes()


def _supply(terms: SubmissionTerms) -> Supply:
    profile, country, known = terms.get("profile"), terms.get("country"), terms["known_profiles"]
    if profile is not None and profile not in known:
        raise UnknownProfileError(profile, known)
    _check_codes(terms["dataset"], country)
    return Supply(
        originator=terms["originator"],
        dataset=terms["dataset"],
        profile=profile,
        known_profiles=frozenset(known),
        evaluation=terms.get("evaluation", DEFAULT_EVALUATION),
        country=country,
        minter=terms["minter"],
        ontology=terms.get("ontology") or load_ontology(),
    )


def _check_codes(dataset: str, country: str | None) -> None:
    if not is_slug(dataset):
        raise MalformedSettingError("dataset", f"is no code: {SLUG_FORM}")
    # Read with a country that there is not, every national number would be stored as invalid without a word.
    if country is not None and not is_country_code(country):
        raise MalformedSettingError("country", f"is no country code{country_hint(country)}")


class _Submission:
    def __init__(self, items: Sequence[SubmittedItem], supply: Supply) -> None:
        self._items = items
        self._supply = supply
        kinds = {fold_reference(item.reference): item.kind for item in items if isinstance(item, SubmittedRecord)}
        mapper = SubmissionMapper(supply, kinds)
        check = DuplicateCheck()
        whole = [mapper.map_item(item) for item in items]
        self._ids = [next((item.id for item in row.items), None) for row in whole]
        self._unread = [_reasons(row.unread) for row in whole]
        countries = UnsaidCountries(supply.ontology, country=supply.country)
        self._unsaid = [tuple(name for record in row.records for name in countries.properties(record)) for row in whole]
        self._rows = [check.admit(row) for row in whole]
        self._contents = [item_content(item) for item in items]
        digest = hashlib.sha256("\n".join(self._contents).encode()).hexdigest()
        self._label = QuarantineLabel.of(
            supply,
            file=f"submission {digest[:16]}",
            mapping=describe_format(SUBMISSION_FORMAT, supply),
            at=datetime.now(UTC),
        )

    def outcomes(self) -> tuple[ItemOutcome, ...]:
        """Return what the items are by themselves, before they are written."""
        return tuple(
            ItemOutcome(problems=row.problems)
            if row.problems
            else ItemOutcome(id=item_id, unread=unread, country_unsaid=unsaid)
            for row, item_id, unread, unsaid in zip(self._rows, self._ids, self._unread, self._unsaid, strict=True)
        )

    async def write(self, writer: BatchWriter, *, guards_victims: bool, may_hear: MayHear | None) -> SubmissionResult:
        if guards_victims:
            await self._leave_victims(writer)
        waiting = await self._waiting(writer, {str(item.id) for row in self._rows for item in row.items})
        summary = await writer.write(
            WriteBatch(
                records=[record for row in self._rows for record in row.records],
                links=[link for row in self._rows for link in row.links],
                quarantined=self._quarantined(self._rows),
                settled={row.id: row.names for row in waiting},
                keeps_withdrawn=self._label.originator if may_hear is not None else None,
                brings_back=await self._above(may_hear) if may_hear is not None else frozenset(),
            )
        )
        in_vain = self._in_vain(summary.untold, waiting) if summary.untold else ()
        if refused := _refused(summary):
            late = [
                replace(refused[item_id](item), named=named_by(row)) if item_id in refused and not row.problems else row
                for row, item_id, item in zip(self._rows, self._ids, self._items, strict=True)
            ]
            changed = [new if new is not old else MappedRow() for new, old in zip(late, self._rows, strict=True)]
            await writer.write(WriteBatch(quarantined=self._quarantined(changed)))
            self._rows = late
        gone = summary.withdrawn | summary.links_withdrawn
        outcomes = tuple(
            ItemOutcome(withdrawn=True)
            if item_id in gone and not row.problems
            else ItemOutcome(problems=row.problems, closed=item_id in summary.closed)
            if row.problems and item_id not in summary.untold
            else ItemOutcome(id=item_id, unread=unread, country_unsaid=unsaid, unsealed=item_id in summary.unsealed)
            for row, item_id, unread, unsaid in zip(self._rows, self._ids, self._unread, self._unsaid, strict=True)
        )
        return SubmissionResult(outcomes=outcomes, summary=summary, in_vain=in_vain)

    def _in_vain(self, untold: Collection[str], waiting: Sequence[WaitingRow]) -> tuple[FiledInVain, ...]:
        filed = [record for row in self._rows for record in row.records if record.id in untold]
        by_record: defaultdict[tuple[str, ...], list[WaitingRow]] = defaultdict(list)
        for row in waiting:
            by_record[row.names].append(row)
        found = [filed_before(record, by_record[(record.id,)], read=self._record_of) for record in filed]
        return tuple(before for before in found if before is not None)

    def _record_of(self, row: WaitingRow) -> Record | None:
        """Return the record of a row of an earlier submission, as it was read then."""
        name, defaults = parse_format(row.mapping)
        if name != SUBMISSION_FORMAT:
            return None
        evaluation = parse_evaluation(defaults.get("evaluation", "")) or DEFAULT_EVALUATION
        supply = replace(
            self._supply,
            profile=row.profile,
            country=defaults.get("country"),
            evaluation=evaluation,
            received_at=row.at,
        )
        return next(iter(SubmissionMapper(supply, {}).map_item(item_of_content(row.content)).records), None)

    async def _above(self, may_hear: MayHear) -> frozenset[str]:
        """Return those of the records and links, and of their ends, that the sender may not hear to have gone."""
        ends = {end for row in self._rows for link in row.links for end in (link.source_id, link.target_id)}
        ids = {str(item.id) for row in self._rows for item in row.items} | {str(end) for end in ends}
        return frozenset(ids - await may_hear(ids))

    async def _waiting(self, writer: BatchWriter, given: Collection[str]) -> Sequence[WaitingRow]:
        return await writer.waiting(self._label.originator, self._label.dataset, given=given) if given else ()

    async def _leave_victims(self, writer: BatchWriter) -> None:
        """Keep items away from the references of victims that wait, items that break a rule of their own as well."""
        named = [row.named if row.problems else named_by(row) for row in self._rows]
        waiting = await self._waiting(writer, {str(name) for names in named for name in names})
        victims = {name for row in waiting if may_be_victims(row) for name in row.names}
        self._rows = [
            row if victims.isdisjoint(names) else replace(_kept(item, rule=Rule.PROTECTED), named=tuple(names))
            for row, names, item in zip(self._rows, named, self._items, strict=True)
        ]

    def _quarantined(self, rows: Sequence[MappedRow]) -> list[QuarantinedRow]:
        return [
            quarantined
            for number, (row, content) in enumerate(zip(rows, self._contents, strict=True), start=1)
            for quarantined in self._label.rows(number, content, row)
        ]


def _reasons(unread: Iterable[Unread]) -> dict[str, tuple[str, ...]]:
    """Return the properties of values that could not be read, in their order, each with its reasons."""
    found: dict[str, dict[str, None]] = {}
    for value in unread:
        found.setdefault(value.property, {})[value.reason] = None
    return {name: tuple(reasons) for name, reasons in found.items()}


def _refused(summary: WriteSummary) -> dict[str | None, Callable[[SubmittedItem], MappedRow]]:
    """Return what the store did not take, by its id, each with what makes the row that says so."""
    refused: dict[str | None, Callable[[SubmittedItem], MappedRow]] = {}
    refused.update(dict.fromkeys(summary.dangling, _unknown_end))
    refused.update((rid, partial(_kept, rule=kept_by(summary, rid))) for rid in summary.held)
    refused.update((lid, partial(_kept, rule=kept_by(summary, lid))) for lid in summary.links_held)
    return refused


def _unknown_end(item: SubmittedItem) -> MappedRow:
    ends = f"{item.source_reference} {item.target_reference}" if isinstance(item, SubmittedLink) else item.reference
    return MappedRow(problems=(Problem(rule=Rule.UNKNOWN_END, value=ends),))


def kept_by(summary: WriteSummary, item_id: RecordId | LinkId) -> Rule:
    """Return the rule that left a record or a link of a batch as it stood."""
    return Rule.PROTECTED if item_id in summary.guarded else Rule.LEGAL_HOLD


def _kept(item: SubmittedItem, *, rule: Rule) -> MappedRow:
    reference = item.reference if isinstance(item, SubmittedRecord) else None
    return MappedRow(problems=(Problem(rule=rule, column="reference", value=reference),))


def may_be_victims(row: WaitingRow) -> bool:
    """Return whether a row that waits may be to give a victim's record: one under a role that is none may be hers."""
    if parse_format(row.mapping)[0] != SUBMISSION_FORMAT:
        return any(str(role) in text for role in VICTIM_ROLES for text in (row.mapping, row.content))
    item = item_of_content(row.content)
    role = item.subject_role if isinstance(item, SubmittedRecord) else None
    return role is not None and role not in set(SubjectRole).difference(VICTIM_ROLES)


def item_content(item: SubmittedItem) -> str:
    """Return an item as JSON, so that it can be tried again."""
    fields = asdict(replace(item, properties=_lists(item))) if isinstance(item, SubmittedRecord) else asdict(item)
    return json.dumps({"item": "record" if isinstance(item, SubmittedRecord) else "link", **fields}, ensure_ascii=False)


def item_of_content(content: str) -> SubmittedItem:
    """Return the item that a quarantined row of a submission holds."""
    fields = json.loads(content)
    return SubmittedRecord(**fields) if fields.pop("item") == "record" else SubmittedLink(**fields)


def _lists(item: SubmittedRecord) -> dict[str, list[str]]:
    return {name: list(values) for name, values in item.properties.items()}
