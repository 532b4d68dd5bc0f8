"""The pure core: what one source row gives, whichever format it came from."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from graph import (
    MAX_REFERENCE_LENGTH,
    Evaluation,
    KindSchema,
    Link,
    LinkId,
    OriginatorCode,
    PropertySchema,
    Provenance,
    Record,
    RecordId,
    SubjectRole,
)
from graph.store import FormerLink, SourceEdge
from graph.values import NormalisedValue, fold_reference, is_nobodys_own
from ingest.duplicate_references import with_kind
from ingest.mapped_rows import FLAWED_NAME, MappedRow, NamedEnd, Unread
from ingest.rules import Problem, Rule
from ingest.separators import Separators
from ingest.supply import Supply
from ingest.values.days_to_come import PastDays
from ingest.values.property_reader import PropertyReader
from ingest.values.source_text import SourceText
from ingest.values.told_ages import with_told_ages
from ingest.values.unread_values import explain


class RecordDraft(NamedTuple):
    """A record before its values are read. None means what the supply says, or of a role what stands.

    `texts` names no property without one.

    `own_reference`: of a selector whose reference is the text of its value, what gives the reference under which it is
    its row's own where that value is none; None where nothing of the row tells which one it is. `parted_by`: what
    parts the cell of which its value is a part. `made_by`: the record of the mapping that it is.
    """

    kind: str
    reference: str
    texts: Mapping[str, tuple[SourceText, ...]]
    profile: str | None = None
    evaluation: Evaluation | None = None
    subject_role: SubjectRole | None = None
    asserted_at: datetime | None = None
    own_reference: Callable[[], str | None] | None = None
    parted_by: Separators | None = None
    made_by: str | None = None


class LinkDraft(NamedTuple):
    """A link between two references of one originator. None means what the supply says, or the default reference.

    `source_column` and `target_column` are the properties of the row that name the ends, where each end has one.
    """

    type: str
    source_reference: str
    target_reference: str
    source_dataset: str | None = None
    target_dataset: str | None = None
    reference: str | None = None
    profile: str | None = None
    evaluation: Evaluation | None = None
    asserted_at: datetime | None = None
    since: str | None = None
    until: str | None = None
    note: str | None = None
    source_column: str | None = None
    target_column: str | None = None


class EdgeDraft(NamedTuple):
    """An edge of a source before its links are named: each has a reference of the edge and of both its ends.

    `link_type` is the one of its schema; `link_types` are all that links of edges may be of.
    """

    reference: str
    link_type: str
    link_types: Collection[str]
    links: Sequence[LinkDraft]


def is_its_value(kind: KindSchema, reference: str, texts: Mapping[str, Sequence[SourceText]]) -> bool:
    """Return whether a selector's reference is the text of its value and nothing else."""
    given = texts.get(kind.key.name, ()) if kind.key is not None else ()
    return any(fold_reference(source.text) == fold_reference(reference) for source in given)


def nobody() -> None:
    """Say that nothing tells which one it is; for what comes alone."""


class RowAssembler:
    """Collects the records and links of one row and gives them only if no rule is broken. One serves all rows."""

    def __init__(self, supply: Supply) -> None:
        self._supply = supply
        self._originator = OriginatorCode(supply.originator)
        # What most records of an input have in common is hashed once.
        self._common_hash = hash(supply.evaluation)
        self._readers: dict[str, PropertyReader] = {}
        self._past_days: dict[str, PastDays] = {}
        self._records: list[Record] = []
        self._links: list[Link] = []
        self._ends: dict[LinkId, tuple[NamedEnd, NamedEnd]] = {}
        self._edges: list[SourceEdge] = []
        self._made_by: list[str] = []
        self._joined: list[tuple[str, str]] = []
        self._record_signatures: list[int] = []
        self._link_signatures: list[int] = []
        # A link usually joins records of its own row, whose ids need not be made twice.
        self._ids: dict[str, RecordId] = {}
        self._named: list[RecordId] = []
        self._named_links: list[LinkId] = []
        self._flawed: list[RecordId] = []
        self._unread: list[Unread] = []
        # When records were asserted, where it was not read: a rule that is broken, unless a victim's record is here.
        self._unread_times: list[tuple[Problem, Unread]] = []
        self._victims: set[str] = set()
        # Of what is its row's own the reference that the row has for it, and what an older version linked under that.
        self._written: dict[str, str] = {}
        self._former: list[FormerLink] = []
        self.problems: list[Problem] = []

    def reader(self, kind: str) -> PropertyReader:
        """Return the reader of a kind's properties."""
        reader = self._readers.get(kind)
        if reader is None:
            reader = PropertyReader(self._supply.ontology.kind(kind), country=self._supply.country)
            self._readers[kind] = reader
        return reader

    def _days(self, kind: str) -> PastDays:
        days = self._past_days.get(kind)
        if days is None:
            days = PastDays(self._supply.ontology.kind(kind), received_at=self._supply.received_at)
            self._past_days[kind] = days
        return days

    def add_record(self, draft: RecordDraft) -> Record | None:
        """Add a record to the row; a broken rule is noted instead."""
        before = len(self.problems)
        profile = self._profile(draft.profile)
        if draft.reference:
            self._named.append(self.record_id(draft.reference))
        if len(draft.reference) > MAX_REFERENCE_LENGTH:
            self.problems.append(Problem(rule=Rule.LONG_REFERENCE, value=draft.reference))
        of_victim = draft.subject_role is not None and draft.subject_role.is_victim
        if of_victim:
            self._victims.add(fold_reference(draft.reference))
        reader, schema = self.reader(draft.kind), self._supply.ontology.kind(draft.kind)
        properties = reader.read(
            with_told_ages(schema, draft.texts, draft.asserted_at), self.problems, of_victim=of_victim
        )
        properties = self._days(draft.kind).check(properties, draft.asserted_at, self.problems)
        unread = reader.take_unread() if reader.unread else ()
        is_none = reader.has_no_key if draft.parted_by is not None else reader.names_nothing
        if draft.own_reference is not None and is_none(properties):
            draft = self._of_its_row(draft, draft.own_reference(), properties)
        if unread:
            record_id = self.record_id(draft.reference)
            self._unread.extend(
                Unread(record_id, draft.kind, value.name, explain(schema, value, properties, parted_by=draft.parted_by))
                for value in unread
            )
        if profile is None or len(self.problems) > before:
            return None
        record = Record(
            id=self.record_id(draft.reference),
            kind=draft.kind,
            provenance=self._provenance(draft, draft.reference, profile),
            subject_role=draft.subject_role,
            properties=properties,
        )
        self._records.append(record)
        if draft.made_by is not None:
            self._made_by.append(draft.made_by)
        self._record_signatures.append(self._record_signature(draft, profile))
        return record

    def flaw_reference(self, reference: str) -> None:
        """Say that the reference of the record added last, empty where none was, is of a cell that the file got wrong.

        The row is not known by it again: whoever mends the cell gives the record another one.
        """
        self._flawed += [FLAWED_NAME, self._named.pop()] if reference else [FLAWED_NAME]

    def _of_its_row(
        self, draft: RecordDraft, reference: str | None, properties: Mapping[str, Sequence[NormalisedValue]]
    ) -> RecordDraft:
        """Return a record whose value is none under a reference of its row's own: `-` is the same thing in no two."""
        if reference is None:
            key = self._supply.ontology.kind(draft.kind).key
            column, reason = (None, _NO_NAME) if key is None else (key.name, _why_no_name(key, properties))
            self.problems.append(Problem(rule=Rule.MISSING_KEY, column=column, value=draft.reference, reason=reason))
            # The next row that says `-` is another one, and whoever mends it here gives the record another reference.
            self._named.pop()
            self._flawed.append(FLAWED_NAME)
            return draft
        self._named[-1] = self.record_id(reference)
        self._written[reference] = draft.reference
        return draft._replace(reference=reference)

    def _add_former(self, draft: LinkDraft) -> None:
        """Note the link that an older version asserted in the place of one whose end is its row's own."""
        ends = (draft.source_reference, draft.target_reference)
        source, target = (self._written.get(end, end) for end in ends)
        if draft.reference is not None or (source, target) == ends:
            return
        self.leave_link(draft._replace(source_reference=source, target_reference=target))

    def leave_link(self, draft: LinkDraft) -> None:
        """Note a link that no row asserts any more, as an end of it is a word for no number."""
        self._former.append(
            FormerLink(
                id=self._link_id(draft.type, draft.reference or _default_reference(draft)),
                type=draft.type,
                source_id=self.record_id(draft.source_reference, draft.source_dataset),
                target_id=self.record_id(draft.target_reference, draft.target_dataset),
            )
        )

    def add_edge(self, draft: EdgeDraft) -> None:
        """Add the links that an edge of the source is. One alone is called as the edge is, each of several by its ends.

        A store keeps the names that they have, see `graph.store.SourceEdge`.
        """
        named = len(self._named_links)
        alone = {name: self._link_id(name, draft.reference) for name in draft.link_types}
        is_one = len(draft.links) == 1
        links: dict[LinkId, tuple[LinkId, ...]] = {}
        for one in draft.links:
            pair = self._link_id(one.type, one.reference or _default_reference(one))
            given = draft.reference if is_one else one.reference
            link = self.add_link(one._replace(reference=given), edge=fold_reference(draft.reference))
            if link is not None:
                links[link.id] = (pair if is_one else alone[one.type],)
        # An edge that waits is known by its own name, whatever it joins when it comes again.
        known = self._link_id(draft.link_type, draft.reference)
        self._named_links[named:] = [known]
        if links:
            supply = self._supply
            self._edges.append(
                SourceEdge(
                    id=known,
                    reference=draft.reference,
                    originator=supply.originator,
                    dataset=supply.dataset,
                    alone=alone,
                    links=links,
                )
            )

    def _link_id(self, link_type: str, reference: str) -> LinkId:
        # The type is part of it: one reference told again as another type of link is another link.
        supply = self._supply
        return supply.minter.link_id(supply.originator, supply.dataset, f"{link_type}|{reference}")

    def leave_asserted_at(self, problem: Problem, *, kind: str, reference: str) -> None:
        """Note that the time of a record was not read: a victim's row goes on without it, another one waits."""
        told = Unread(self.record_id(reference), kind, ASSERTED_AT, problem.reason or "")
        self._unread_times.append((problem, told))

    def without_unread_times(self, draft: LinkDraft, unread: Mapping[str, Problem]) -> LinkDraft:
        """Return a link, one of a victim's record of the row without what was not read of its times, which it notes.

        Its note is read by whoever may know her alone. Any other link keeps its row waiting: who leads a house is said
        to do so no longer than was written.

        Args:
            draft: the link.
            unread: by `since` and `until` what was not read.
        """
        if not unread:
            return draft
        ends = ((draft.source_dataset, draft.source_reference), (draft.target_dataset, draft.target_reference))
        if not any(dataset is None and fold_reference(end) in self._victims for dataset, end in ends):
            self.problems.extend(unread.values())
            return draft
        link_id = self._link_id(draft.type, draft.reference or _default_reference(draft))
        self._unread.extend(Unread(link_id, draft.type, name, told.reason or "") for name, told in unread.items())
        words = (f"{name}: {told.value}" for name, told in unread.items())
        return draft._replace(note="; ".join(filter(None, (draft.note, *words))))

    def add_link(self, draft: LinkDraft, *, edge: str | None = None) -> Link | None:
        """Add a link to the row, of an edge of its source or by itself; a broken rule is noted instead."""
        profile = self._profile(draft.profile)
        reference = draft.reference or _default_reference(draft)
        link_id = self._link_id(draft.type, reference)
        if draft.reference or not any(p.rule is Rule.UNREADABLE_DATE for p in self.problems):
            self._named_links.append(link_id)  # without its times a link would be taken for another of the same ends
        if profile is None:
            return None
        link = Link(
            id=link_id,
            type=draft.type,
            source_id=self.record_id(draft.source_reference, draft.source_dataset),
            target_id=self.record_id(draft.target_reference, draft.target_dataset),
            provenance=self._provenance(draft, reference, profile),
            since=draft.since,
            until=draft.until,
            note=draft.note,
            edge=edge,
        )
        self._links.append(link)
        self._joined.append((_end(draft.source_dataset, draft.source_reference),
                             _end(draft.target_dataset, draft.target_reference)))  # fmt: skip
        if self._written:
            self._add_former(draft)
        if draft.source_column is not None and draft.target_column is not None:
            named = (NamedEnd(draft.source_column, draft.source_reference),
                     NamedEnd(draft.target_column, draft.target_reference))  # fmt: skip
            self._ends[link.id] = named
        ends = (link.source_id, link.target_id)
        self._link_signatures.append(hash((draft.type, *ends, profile, draft.since, draft.until, draft.note)))
        return link

    def record_id(self, reference: str, dataset: str | None = None) -> RecordId:
        """Return the id of a record of the originator."""
        supply = self._supply
        if dataset is not None and dataset != supply.dataset:
            return supply.minter.record_id(supply.originator, dataset, reference)
        record_id = self._ids.get(reference)
        if record_id is None:
            record_id = supply.minter.record_id(supply.originator, supply.dataset, reference)
            self._ids[reference] = record_id
        return record_id

    def own_reference(self, reference: str, beside: Sequence[str]) -> str:
        """Return the reference of what is its row's own: the row's, and a mark of the references that it stands beside.

        The mark tells none of them, as they may be of records that are closed to who reads this one.
        """
        supply = self._supply
        told = supply.minter.derived_id("own", supply.originator, supply.dataset, *map(fold_reference, beside))
        return f"{reference[:_LONGEST_WORD]} #{told.removeprefix('own-')[:_MARK_DIGITS]}"

    def _settle_times(self) -> None:
        """Count the times that were not read where a seal would wait for them, else keep them as broken rules."""
        if self._victims:
            self._unread.extend(told for _, told in self._unread_times)
        else:
            self.problems.extend(problem for problem, _ in self._unread_times)
        self._unread_times = []

    def take(self) -> MappedRow:
        """Return the row and make ready for the next one."""
        if self._unread_times:
            self._settle_times()
        if self.problems:
            row = MappedRow(problems=tuple(self.problems), named=self._names())
        else:
            signatures = (*self._record_signatures, *self._link_signatures)
            row = MappedRow(
                tuple(self._records),
                tuple(self._links),
                (),
                signatures,
                tuple(self._unread),
                ends=self._ends or None,
                former=tuple(self._former),
                edges=tuple(self._edges),
                made_by=tuple(self._made_by),
                joined=tuple(self._joined),
            )
        self._records, self._links, self._ids, self.problems = [], [], {}, []
        self._record_signatures, self._link_signatures = [], []
        self._named, self._named_links, self._unread = [], [], []
        self._ends, self._edges = {}, []
        self._made_by, self._joined = [], []
        self._flawed, self._victims = [], set()
        if self._written or self._former:
            self._written, self._former = {}, []
        return row

    def _names(self) -> tuple[RecordId | LinkId, ...]:
        if self._flawed:
            return tuple(dict.fromkeys([*self._named, *self._flawed]))
        return tuple(self._named or self._named_links)

    def _record_signature(self, draft: RecordDraft, profile: str) -> int:
        """Return a number that equal records have in common, with a mark of their kind."""
        # The time of the assertion is no content: the same thing told on two days is one record.
        evaluation = self._common_hash if draft.evaluation is None else hash(draft.evaluation)
        role = draft.subject_role.value if draft.subject_role is not None else None
        return with_kind(hash((draft.kind, profile, evaluation, role, frozenset(draft.texts.items()))), draft.kind)

    def _provenance(self, draft: RecordDraft | LinkDraft, reference: str, profile: str) -> Provenance:
        return Provenance(
            originator=self._originator,
            dataset=self._supply.dataset,
            reference=reference,
            profile=profile,
            evaluation=draft.evaluation or self._supply.evaluation,
            asserted_at=draft.asserted_at,
        )

    def _profile(self, name: str | None) -> str | None:
        profile = name or self._supply.profile
        if profile is not None and profile in self._supply.known_profiles:
            return profile
        rule = Rule.MISSING_PROFILE if profile is None else Rule.UNKNOWN_PROFILE
        # A link takes its record's profile, and one mistake is told once.
        if not any(p.rule is rule and p.value == profile for p in self.problems):
            self.problems.append(Problem(rule=rule, value=profile))
        return None


ASSERTED_AT = "assertedAt"
"""What an unread time of a record's telling is counted as."""
_LONGEST_WORD, _MARK_DIGITS = 400, 16
_NOBODYS = "the reference is the text of a value that no row has to itself"
_NO_NAME = "the reference is the text of a number that is none: a word, a dash or one that a program shortened"


def _why_no_name(key: PropertySchema, properties: Mapping[str, Sequence[NormalisedValue]]) -> str:
    value = next(iter(properties.get(key.name, ())), None)
    return f"{_NOBODYS}: {value.reason}" if value is not None and is_nobodys_own(value, key.type) else _NO_NAME


def parse_instant(text: str) -> datetime | None:
    """Return a normalised timestamp or date as an instant in UTC: the first one that it may mean."""
    parts = text.split("-")
    try:
        if len(text) <= 10:
            year, month, day = (*(int(p) for p in parts), 1, 1)[:3]
            return datetime(year, month, day, tzinfo=UTC)
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def seen_reference(text: str) -> str:
    """Return a reference as it was written, without spaces around it; an empty one where nothing of it can be seen."""
    written = text.strip()
    return written if written.isascii() or fold_reference(written) else ""


def _end(dataset: str | None, reference: str) -> str:
    """Return how an end of a link is named: by its reference, behind the dataset where that is another one."""
    return f"{dataset}:{reference}" if dataset else reference


def _default_reference(draft: LinkDraft) -> str:
    """Return a reference that tells apart links of one type between the same ends at different times."""
    source = _end(draft.source_dataset, draft.source_reference)
    target = _end(draft.target_dataset, draft.target_reference)
    times = f" {draft.since or ''}/{draft.until or ''}" if draft.since or draft.until else ""
    return link_reference(draft.type, source, target, times)


def link_reference(link_type: str, source: str, target: str, times: str = "") -> str:
    """Return the reference of a link that has none of its own: by its type, its ends, and its times where given."""
    reference = f"{source} {link_type} {target}{times}"
    folded = fold_reference(reference)
    if len(folded) <= MAX_REFERENCE_LENGTH:
        return reference
    return f"{link_type} {hashlib.sha256(folded.encode()).hexdigest()}"
