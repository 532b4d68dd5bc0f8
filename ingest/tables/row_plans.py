"""The records and links of a mapping, each compiled once for the header of a table."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from graph import Evaluation, KindSchema, Ontology, SubjectRole
from graph.values import NormalisedValue, is_word_for_none
from ingest.link_times import read_time_beside
from ingest.mapping import LinkMapping, RecordMapping, RemoteEnd, ValueRule
from ingest.records import ASSERTED_AT, LinkDraft, RecordDraft, RowAssembler, parse_instant, seen_reference
from ingest.rules import Problem, Rule
from ingest.supply import Supply
from ingest.tables.cell_readers import (
    Cells,
    PartsReader,
    condition_reader,
    plain_column,
    reference_reader,
    text_reader,
    texts_reader,
)
from ingest.tables.mapping_file import parse_evaluation
from ingest.values.serial_days import day_of_serial
from ingest.values.source_text import SourceText

_ROLES = {str(role): role for role in SubjectRole}


class MadeRecord(NamedTuple):
    """A record that a row holds, as its links need it. `is_none`: its reference is a word for no number at all."""

    reference: str
    profile: str | None
    evaluation: Evaluation | None
    is_none: bool = False


class _Single:
    """A rule that gives one text, such as a profile."""

    __slots__ = ("_default", "_fixed", "_read", "_serial", "_translate", "column")

    def __init__(self, rule: ValueRule, index: Mapping[str, int]) -> None:
        self.column = rule.columns[0].name if rule.columns else None
        self._default = rule.default
        self._translate = rule.translate
        self._serial = rule.serial
        self._read = text_reader(rule, index)
        # A rule without a column says the same of every row.
        self._fixed = self._meant(rule.constant or "") if rule.template is None else None

    def text(self, cells: Cells) -> tuple[str, str]:
        """Return the text as the row has it and as it is meant; both are empty where the row says nothing."""
        return self._fixed or self._meant(self._read(cells))

    def _meant(self, raw: str) -> tuple[str, str]:
        if not raw:
            return "", self._default or ""
        translated = self._translate.get(raw, raw)
        if translated is raw and self._default is not None and self._translate and raw not in self._translate.values():
            return raw, self._default
        return raw, translated if self._serial is None else day_of_serial(translated, self._serial)


class _PropertyPlan(NamedTuple):
    """The rules of one property of one record.

    `at` is the place of the column where the property is that column and nothing more, which is the usual case.
    """

    name: str
    column: str | None
    at: int | None
    rules: tuple[Callable[[Cells], tuple[SourceText, ...]], ...]

    @classmethod
    def of(cls, name: str, rules: Sequence[ValueRule], index: Mapping[str, int]) -> "_PropertyPlan":
        column = next((c.name for r in rules for c in r.columns), None)
        at = plain_column(rules[0], index) if len(rules) == 1 else None
        return cls(name, column, at, tuple(texts_reader(r, index) for r in rules))

    def texts(self, cells: Cells) -> tuple[SourceText, ...]:
        if len(self.rules) == 1:
            return self.rules[0](cells)
        return tuple(dict.fromkeys(text for rule in self.rules for text in rule(cells)))


class RecordPlan:
    """One record mapping, compiled."""

    __slots__ = (
        "_asserted_at", "_columns", "_country", "_evaluation", "_kind", "_profile", "_properties",
        "_reference_columns", "_role", "each", "is_named_by_value", "name",
        "reference", "when",
    )  # fmt: skip

    def __init__(self, mapping: RecordMapping, kind: KindSchema, country: str | None, index: Mapping[str, int]) -> None:
        self.name = mapping.name
        self.is_named_by_value = _is_named_by_value(mapping, kind)
        self.when = condition_reader(mapping.when, index)
        self.reference = reference_reader(mapping.reference, index)
        self.each = PartsReader(mapping.each, index) if mapping.each is not None else None
        self._kind = mapping.kind
        self._reference_columns = tuple((c.name, index[c.name]) for c in mapping.reference.columns)
        self._country = country
        self._properties = tuple(_PropertyPlan.of(n, rules, index) for n, rules in mapping.properties.items())
        self._columns = {plan.name: plan.column for plan in self._properties}
        self._profile = _single(mapping.profile, index)
        self._evaluation = _single(mapping.evaluation, index)
        self._role = _single(mapping.subject_role, index)
        self._asserted_at = _single(mapping.asserted_at, index)

    def add(
        self, cells: Cells, reference: str, assembler: RowAssembler, own: Callable[[], str | None] | None
    ) -> MadeRecord:
        """Add the record of a row.

        Args:
            cells: the row's.
            reference: the record's, as the row has it.
            assembler: takes the record, or the rules that it breaks.
            own: gives the reference of its row's own, where its number may turn out to be none.
        """
        problems, unread = assembler.problems, dict[str, Problem]()
        profile = self._profile.text(cells)[1] or None if self._profile is not None else None
        evaluation = _read_evaluation(self._evaluation, cells, problems)
        before = len(problems)
        record = assembler.add_record(
            RecordDraft(
                kind=self._kind,
                reference=reference,
                texts=self._texts(cells),
                profile=profile,
                evaluation=evaluation,
                subject_role=self._read_role(cells, problems),
                asserted_at=_read_instant(self._asserted_at, cells, self._country, unread),
                own_reference=own,
                parted_by=self.each.split if self.each is not None else None,
                made_by=self.name,
            )
        )
        if len(problems) > before:
            self._name_columns(problems, before)
        if own is not None and record is not None:
            reference = record.provenance.reference
        for problem in unread.values():
            assembler.leave_asserted_at(problem, kind=self._kind, reference=reference)
        return MadeRecord(reference, profile, evaluation)

    def _texts(self, cells: Cells) -> dict[str, tuple[SourceText, ...]]:
        texts: dict[str, tuple[SourceText, ...]] = {}
        for plan in self._properties:
            if plan.at is not None:
                text = cells[plan.at]
                if text:
                    texts[plan.name] = (SourceText(text, text),)
            elif found := plan.texts(cells):
                texts[plan.name] = found
        return texts

    def names_nothing(self, cells: Cells, assembler: RowAssembler) -> bool:
        """Return whether the record is named by its number alone, and that is none."""
        if not self.is_named_by_value:
            return False
        reader = assembler.reader(self._kind)
        is_none = reader.has_no_key if self.each is not None else reader.names_nothing
        found = is_none(reader.read(self._texts(cells), []))
        reader.take_unread()
        return found

    def is_referred_to_by(self, columns: Collection[int]) -> bool:
        """Return whether one of these columns is part of the record's reference."""
        return any(place in columns for _, place in self._reference_columns)

    def empty_reference_column(self, cells: Cells) -> str | None:
        """Return the first column of the reference that the row leaves empty."""
        return next((name for name, place in self._reference_columns if not seen_reference(cells[place])), None)

    def _read_role(self, cells: Cells, problems: list[Problem]) -> SubjectRole | None:
        # An empty cell says no more than a column that is not there: only a word takes off a role that stands.
        if self._role is None:
            return None
        raw, text = self._role.text(cells)
        if not text:
            return None
        role = _ROLES.get(text)
        if role is None:
            problems.append(Problem(rule=Rule.UNKNOWN_ROLE, column=self._role.column, value=raw))
        return role

    def _name_columns(self, problems: list[Problem], first: int) -> None:
        """Say the file's column where the reader of properties could only say the property."""
        for i in range(first, len(problems)):
            column = problems[i].column
            if problems[i].rule in {Rule.MISSING_PROFILE, Rule.UNKNOWN_PROFILE}:
                column = self._profile.column if self._profile is not None else None
            elif column in self._columns:
                column = self._columns[column]
            problems[i] = replace(problems[i], column=column)


class EndPlan(NamedTuple):
    """One end of a link: the local name of a record of the row, or what gives the reference of one elsewhere."""

    local: str | None
    reference: Callable[[Cells], str] | None
    dataset: str | None
    is_selector: bool = False

    @classmethod
    def of(cls, end: str | RemoteEnd, index: Mapping[str, int], ontology: Ontology) -> "EndPlan":
        """Compile an end for a header."""
        if isinstance(end, str):
            return cls(end, None, None)
        is_selector = ontology.kind(end.kind).is_selector
        return cls(None, reference_reader(end.reference, index), end.dataset, is_selector)

    def find(self, cells: Cells, made: Mapping[str, MadeRecord]) -> MadeRecord | None:
        """Return the record at this end, None where the row has none."""
        if self.reference is None:
            return made.get(self.local or "")
        reference = self.reference(cells)
        if not reference:
            return None
        return MadeRecord(reference, None, None, is_none=self.is_selector and is_word_for_none(reference))


class LinkPlan:
    """One link mapping, compiled."""

    __slots__ = ("_country", "_evaluation", "_note", "_profile", "_reference", "_since", "_source", "_target", "_type",
                 "_until", "when")  # fmt: skip

    def __init__(self, mapping: LinkMapping, supply: Supply, index: Mapping[str, int]) -> None:
        self.when = condition_reader(mapping.when, index)
        self._type = mapping.type
        self._country = supply.country
        self._source = EndPlan.of(mapping.source, index, supply.ontology)
        self._target = EndPlan.of(mapping.target, index, supply.ontology)
        self._reference = reference_reader(mapping.reference, index) if mapping.reference is not None else None
        self._profile = _single(mapping.profile, index)
        self._evaluation = _single(mapping.evaluation, index)
        self._since = _single(mapping.since, index)
        self._until = _single(mapping.until, index)
        self._note = _single(mapping.note, index)

    def end_among(self, names: Collection[str]) -> str | None:
        """Return which of these records of the row is an end of the link; no link has two that come in parts."""
        return next((end.local for end in (self._source, self._target) if end.local in names), None)

    def ends_beside(self, name: str, cells: Cells) -> tuple[EndPlan, ...]:
        """Return the other end of the link where one end is this record of the row."""
        if self.when is not None and not self.when(cells):
            return ()
        ends = (self._source, self._target)
        return tuple(other for end, other in (ends, ends[::-1]) if end.local == name and other.local != name)

    def add(self, cells: Cells, made: Mapping[str, MadeRecord], assembler: RowAssembler) -> None:
        """Add the link of a row, or note the rules that it breaks; nothing where the row lacks an end."""
        # A row that lacks a record lacks its links, and most rows lack most of what a mapping knows.
        target = self._target.find(cells, made)
        source = self._source.find(cells, made) if target is not None else None
        if source is None or target is None:
            return
        problems, unread = assembler.problems, dict[str, Problem]()
        profile = self._profile.text(cells)[1] if self._profile is not None else ""
        evaluation = _read_evaluation(self._evaluation, cells, problems)
        put = assembler.leave_link if source.is_none or target.is_none else assembler.add_link
        draft = LinkDraft(
            type=self._type,
            source_reference=source.reference,
            target_reference=target.reference,
            source_dataset=self._source.dataset,
            target_dataset=self._target.dataset,
            reference=self._reference(cells) or None if self._reference is not None else None,
            # A link says something about its first record, so it is handled as that record is.
            profile=profile or source.profile or target.profile,
            evaluation=evaluation or source.evaluation or target.evaluation,
            since=_read_date(self._since, cells, self._country, "since", unread),
            until=_read_date(self._until, cells, self._country, "until", unread),
            note=self._note.text(cells)[1] or None if self._note is not None else None,
        )
        put(assembler.without_unread_times(draft, unread))


def _is_named_by_value(mapping: RecordMapping, kind: KindSchema) -> bool:
    """Return whether the columns of a selector's reference are those of its number, or of what that is read with."""
    if kind.key is None:
        return False
    beside = (kind.key.country, *kind.key.hints.values())
    of_number, explaining = (
        {column.name for name in names for rule in mapping.properties.get(name or "", ()) for column in rule.columns}
        for names in ((kind.key.name,), beside)
    )
    named = {column.name for column in mapping.reference.columns}
    return not named.isdisjoint(of_number) and named <= of_number | explaining


def _single(rule: ValueRule | None, index: Mapping[str, int]) -> _Single | None:
    return _Single(rule, index) if rule is not None else None


def _read_evaluation(rule: _Single | None, cells: Cells, problems: list[Problem]) -> Evaluation | None:
    if rule is None:
        return None
    raw, text = rule.text(cells)
    if not text:
        return None
    evaluation = parse_evaluation(text)
    if evaluation is None:
        problems.append(Problem(rule=Rule.UNREADABLE_EVALUATION, column=rule.column, value=raw))
    return evaluation


def _read_date(
    rule: _Single | None, cells: Cells, country: str | None, name: str, unread: dict[str, Problem]
) -> str | None:
    found = _read_time(rule, cells, country, name, unread)
    return found.value if found is not None else None


def _read_instant(
    rule: _Single | None, cells: Cells, country: str | None, unread: dict[str, Problem]
) -> datetime | None:
    found = _read_time(rule, cells, country, ASSERTED_AT, unread)
    return parse_instant(found.value) if found is not None and found.value is not None else None


def _read_time(
    rule: _Single | None, cells: Cells, country: str | None, name: str, unread: dict[str, Problem]
) -> NormalisedValue | None:
    """Return a time beside the properties; where it cannot be read the rule that it breaks is put under its name."""
    if rule is None:
        return None
    raw, text = rule.text(cells)
    if not text:
        return None
    sort = "timestamp" if name == ASSERTED_AT else "date"
    found, problem = read_time_beside(text, sort=sort, country=country, column=rule.column, is_end=name == "until")
    if problem is not None:
        unread[name] = replace(problem, value=raw)
    return found
