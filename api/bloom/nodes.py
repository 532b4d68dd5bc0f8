"""Turns a view's entities, records, links and pairs into nodes and relationships that an analyst can read in Bloom.

An entity carries the normalised values of all its visible records, in types that can be counted and compared; each
agency's record stands behind it and carries what that agency wrote, as text. A property has one type: the first value
stands under its name, different ones as a list under `other...`, and what its type cannot hold as text under `...Text`
(decision 0088). Closed classes never reach this code: the store itself withheld them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from api.bloom.viewer_class import ViewerClass
from api.protection import NON_PUNISHMENT
from entity_resolution.comparing.decision import Outcome
from entity_resolution.views.clustering import PairDecision
from entity_resolution.views.review import Explanation
from graph import Ontology, PropertyClass, PropertySchema, RecordId, SubjectRole
from graph.grants import Condition, Grant, grant_number
from graph.matches import JudgementValue
from graph.parts import StoredValue
from graph.store import (
    DESCRIBES,
    MATCHES,
    MAY_BE_SAME_AS,
    RECORD_LABEL,
    ProjectedEntity,
    ProjectedRelationship,
    VisibleLink,
    VisibleRecord,
)
from graph.values import NativeValue, Position, ValueStatus, ValueType, currency_of, native, script_of_text
from policies import HandlingProfile

CAPTION = "caption"
MAX_CAPTION_LENGTH = 200

PAYMENT = "Payment"
TRANSFER = "TRANSFERRED_TO"

NodeValue = NativeValue | bool | Sequence[NativeValue]
Properties = dict[str, NodeValue]

_TYPES_BESIDES_TEXT = frozenset(
    {ValueType.DATE, ValueType.TIMESTAMP, ValueType.NUMBER, ValueType.AMOUNT, ValueType.COORDINATES}
)
_IDENTIFYING = frozenset(
    {
        ValueType.PHONE, ValueType.WALLET, ValueType.ACCOUNT, ValueType.DOCUMENT, ValueType.DEVICE, ValueType.PLATE,
        ValueType.URL, ValueType.HANDLE, ValueType.EMAIL,
    }
)  # fmt: skip
# A `bool` is an `int`, and a `datetime` a `date`: the narrower stands first.
_BLOOM_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"), (int, "bigint"), (float, "number"), (datetime, "DateTime"), (date, "Date"), (Position, "Point"),
)  # fmt: skip

# What a node or relationship carries besides the ontology's properties; a test holds the two apart.
OWN_PROPERTIES = frozenset(
    {
        "id", "kind", CAPTION, "names", "identifiers", "originator", "originators", "redacted", "unverified",
        "subjectRole", "subjectRoles", "notice", "profile", "tlp", "caveats", "purposes", "receivedOn",
        "sourceReference", "sourceDataset", "evaluation", "assertedAt", "handling",
    }
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class ProjectionShape:
    """Which labels, relationship types and property names occur in a projection, and their types; never values."""

    nodes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    relationships: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    segments: set[tuple[str, str, str]] = field(default_factory=set)

    def add_entity(self, entity: ProjectedEntity) -> None:
        """Note an entity with its records."""
        self.nodes[entity.kind].update(_data_types(entity.properties))
        for record in entity.records:
            self.nodes[RECORD_LABEL].update(_data_types(record))
        self.relationships.setdefault(DESCRIBES, {})
        self.segments.add((RECORD_LABEL, DESCRIBES, entity.kind))

    def add_relationship(self, found: ProjectedRelationship, source: str, target: str) -> None:
        """Note a relationship between nodes of these labels."""
        self.relationships[found.type].update(_data_types(found.properties))
        self.segments.add((source, found.type, target))


class NodeMaker:
    """Makes nodes and relationships for one viewer class."""

    def __init__(
        self,
        viewer_class: ViewerClass,
        ontology: Ontology,
        profiles: Mapping[str, HandlingProfile],
        grants: Mapping[int, Grant],
    ) -> None:
        self._class = viewer_class
        self._ontology = ontology
        self._profiles = profiles
        self._grants = grants

    def entity(self, records: Sequence[VisibleRecord]) -> ProjectedEntity:
        """Return the entity that these records are one in the view; they stand in canonical order."""
        first = records[0]
        entity_id = self._class.entity_id(first.id)
        roles = sorted({str(r.subject_role) for r in records if r.subject_role is not SubjectRole.NONE})
        properties: Properties = {
            "id": entity_id,
            "kind": first.kind,
            CAPTION: self._caption(records) or f"{first.kind} {entity_id[-6:]}",
            "names": self._names(records),
            "identifiers": self._identifiers(records),
            "originators": sorted({r.originator for r in records}),
            "redacted": self._redacted(records),
            "subjectRoles": roles,
            **_notice(records),
            **self._merged(records),
        }
        return ProjectedEntity(
            id=entity_id, kind=first.kind, properties=properties, records=[self.record(r) for r in records]
        )

    def record(self, record: VisibleRecord) -> Properties:
        """Return one agency's record: its values as written, where they come from, and how they may be used."""
        record_id = self._class.record_id(record.id)
        properties: Properties = {
            "id": record_id,
            "kind": record.kind,
            CAPTION: self._caption([record]) or f"{record.kind} {record_id[-6:]}",
            "originator": record.originator,
            "subjectRole": str(record.subject_role),
            "redacted": self._redacted([record]),
            **self._terms(record.profile, record.grants),
            # A day, not the moment: a moment in microseconds would join the projections of two classes.
            "receivedOn": record.received_at.date(),
            **_provenance(record),
            **_notice([record]),
        }
        unverified = []
        for schema, values in self._values([record]):
            properties.update(_single(schema.name, [v.raw for v in values]))
            if any(v.status is not ValueStatus.VALID for v in values):
                unverified.append(schema.name)
        return {**properties, "unverified": unverified}

    def link(self, link: VisibleLink, originator: str, payment: Properties) -> ProjectedRelationship:
        """Return a link; the class narrative guards its dates and note, the class source its evaluation.

        Args:
            link: the link.
            originator: whose it is.
            payment: what a transfer tells of the payment at one of its ends; empty for other links.
        """
        properties: Properties = {"originator": originator, **payment, **_dated("since", link.since)}
        properties.update(_dated("until", link.until))
        if link.note is not None:
            properties["note"] = link.note
        if link.evaluation is not None:
            properties["evaluation"] = link.evaluation
        open_classes = {PropertyClass.NARRATIVE: link.narrative_readable, PropertyClass.SOURCE: link.source_readable}
        properties["redacted"] = [str(c) for c, is_open in open_classes.items() if not is_open]
        properties.update(self._terms(link.profile, link.grants))
        return ProjectedRelationship(
            type=link.type,
            source_id=self._class.record_id(link.source_id),
            target_id=self._class.record_id(link.target_id),
            properties=properties,
        )

    def match(self, pair: PairDecision, waiting: Explanation | None) -> ProjectedRelationship | None:
        """Return what the view makes of a pair; `None` where nothing speaks for it and nobody judged it.

        It points from the lesser id to the greater: a match has no direction.

        Args:
            pair: the decision on it.
            waiting: the same pair in the viewer's review queue, `None` where it does not wait.
        """
        decision = pair.decision
        outcome = decision.outcome if decision is not None else Outcome.NONE
        if outcome is Outcome.NONE and pair.judgement is JudgementValue.NO_JUDGEMENT:
            return None
        properties: Properties = {
            "outcome": str(outcome),
            "bits": decision.bits if decision is not None else 0.0,
            "judgement": str(pair.judgement),
            "joins": pair.joins,
            "strong": list(decision.strong) if decision is not None else [],
            **_kept_apart(waiting),
        }
        return self._undirected(MATCHES, pair.left_id, pair.right_id, properties)

    def likeness(self, waiting: Explanation) -> ProjectedRelationship:
        """Return that the entities of two records may be one thing, for a pair that waits in the viewer's queue."""
        decision = waiting.decision
        properties: Properties = {
            "bits": decision.bits,
            "strong": list(decision.strong),
            **_kept_apart(waiting),
        }
        return self._undirected(MAY_BE_SAME_AS, waiting.left.id, waiting.right.id, properties)

    def _undirected(self, name: str, left: RecordId, right: RecordId, properties: Properties) -> ProjectedRelationship:
        source, target = sorted((self._class.record_id(left), self._class.record_id(right)))
        return ProjectedRelationship(type=name, source_id=source, target_id=target, properties=properties)

    def _redacted(self, records: Sequence[VisibleRecord]) -> list[str]:
        """Return the classes of the records' kind that are closed on at least one of them."""
        classes = self._ontology.kind(records[0].kind).classes
        return [str(c) for c in PropertyClass if c in classes and any(c not in r.readable for r in records)]

    def _terms(self, profile_name: str, tokens: Iterable[int]) -> Properties:
        """Return how a record or link may be used: its handling profile, and what grants on it ask for besides."""
        profile = self._profiles[profile_name]
        return {
            "profile": profile.name,
            "tlp": str(profile.tlp),
            "caveats": sorted(str(c) for c in profile.caveats),
            "purposes": sorted(profile.purposes),
            **self._handling(tokens),
        }

    def _handling(self, tokens: Iterable[int]) -> Properties:
        """Return what the reader has to keep to where a grant opened a record or link; a copy carries it along."""
        numbers = sorted({grant_number(token) for token in tokens} & self._grants.keys())
        words = [
            f"{condition}: {grant.other_restrictions}" if condition is Condition.H3 else str(condition)
            for grant in map(self._grants.__getitem__, numbers)
            for condition in grant.conditions
            if condition is not Condition.H0
        ]
        return {"handling": list(dict.fromkeys(words))} if words else {}

    def _values(self, records: Sequence[VisibleRecord]) -> Iterable[tuple[PropertySchema, list[StoredValue]]]:
        for schema in self._ontology.kind(records[0].kind).properties.values():
            found = [v for r in records for v in r.parts.get(schema.property_class, {}).get(schema.name, ())]
            if found:
                yield schema, found

    def _merged(self, records: Sequence[VisibleRecord]) -> Properties:
        return {
            name: value for schema, values in self._values(records) for name, value in _typed(schema, values).items()
        }

    def _caption(self, records: Sequence[VisibleRecord]) -> str | None:
        """Return what the viewer's own agency calls it, in Latin letters where its record has a name or alias in them.

        Who draws a graph reads its captions; the API's caption is that of the earliest record, whoever filed it.
        """
        kind = self._ontology.kind(records[0].kind)
        is_named = any(s.caption and s.type == ValueType.NAME for s in kind.properties.values())
        ranked = [
            ((r.originator != self._class.agency, is_named and script_of_text(v.raw) != "latin", not schema.caption), v)
            for r in records
            for schema, values in self._values([r])
            if schema.caption or (is_named and schema.type == ValueType.NAME)
            for v in values
        ]
        if not ranked:
            return None
        _, best = min(ranked, key=lambda item: item[0])
        # A selector is known by its normalised value, everything else by the name that its source gave.
        return (_normalised(best) if kind.is_selector else best.raw)[:MAX_CAPTION_LENGTH]

    def _names(self, records: Sequence[VisibleRecord]) -> list[str]:
        # Where a thing is, and what kind of one it is, names many others too: all of one town would be one answer.
        named = (
            v
            for schema, values in self._values(records)
            if (schema.caption or schema.search)
            and schema.property_class is not PropertyClass.LOCATION
            and not schema.vocabulary
            for v in values
        )
        return _spellings(named)

    def _identifiers(self, records: Sequence[VisibleRecord]) -> list[str]:
        """Return the numbers and addresses that are one thing's own, also those that stand on a person."""
        return _spellings(v for s, values in self._values(records) if s.type in _IDENTIFYING for v in values)


def _spellings(values: Iterable[StoredValue]) -> list[str]:
    """Return values as written and normalised, each once; a long text is no name."""
    texts = [text for v in values for text in (v.raw, v.value) if text]
    return list(dict.fromkeys(text for text in texts if len(text) <= MAX_CAPTION_LENGTH))


def _normalised(value: StoredValue) -> str:
    return value.raw if value.status is ValueStatus.INVALID or value.value is None else value.value


def payment_terms(payment: ProjectedEntity) -> Properties:
    """Return what the transfers at a payment tell of it: how much, and when."""
    told = ("amount", "amountCurrency", "paidAt", "paidAtText")
    return {name: payment.properties[name] for name in told if name in payment.properties}


def _typed(schema: PropertySchema, values: Iterable[StoredValue]) -> Properties:
    """Return the values of a property in its type, valid ones first, and as text what the type cannot hold."""
    held: dict[str, NativeValue] = {}
    texts: list[NativeValue] = []
    for value in sorted(values, key=lambda v: v.status is not ValueStatus.VALID):
        text = _normalised(value)
        if schema.type not in _TYPES_BESIDES_TEXT:
            made: NativeValue | None = text
        elif value.status is ValueStatus.INVALID or value.value is None:
            made = None
        else:
            made = native(schema.type, text)
        if made is None:
            texts.append(text)
        else:
            held[text] = made
    found = _amounts(schema.name, held) if schema.type == ValueType.AMOUNT else _single(schema.name, held.values())
    return {**found, **_single(f"{schema.name}Text", texts)}


def _amounts(name: str, held: Mapping[str, NativeValue]) -> Properties:
    """Return the first amount with its currency apart; further ones keep theirs, as text, and cannot be added up."""
    if not held:
        return {}
    first, *others = held
    currency = currency_of(first)
    found: Properties = {name: held[first], **_others(name, others)}
    return {**found, f"{name}Currency": currency} if currency is not None else found


def _single(name: str, values: Iterable[NativeValue]) -> Properties:
    """Return the first value under a name, and a list of the different ones after it under another."""
    distinct = list(dict.fromkeys(values))
    return {name: distinct[0], **_others(name, distinct[1:])} if distinct else {}


def _others(name: str, values: Sequence[NativeValue]) -> Properties:
    return {f"other{name[0].upper()}{name[1:]}": list(values)} if values else {}


def _dated(name: str, value: str | None) -> Properties:
    """Return a normalised date of a link, as text where it is less precise than a day."""
    if value is None:
        return {}
    made = native(ValueType.DATE, value)
    return {name: made} if made is not None else {f"{name}Text": value}


def _data_types(properties: Mapping[str, NodeValue]) -> dict[str, str]:
    """Return the types of properties in Bloom's words, which are those of its driver."""
    return {name: next((w for t, w in _BLOOM_TYPES if isinstance(v, t)), "string") for name, v in properties.items()}


def _kept_apart(waiting: Explanation | None) -> Properties:
    """Return what keeps a pair apart that weighs enough for a match."""
    return {"keptApart": str(waiting.kept_apart)} if waiting is not None and waiting.kept_apart is not None else {}


def _notice(records: Iterable[VisibleRecord]) -> Properties:
    return {"notice": NON_PUNISHMENT} if any(r.is_victim for r in records) else {}


def _provenance(record: VisibleRecord) -> Properties:
    found = record.provenance
    if found is None:
        return {}
    properties: Properties = {
        "sourceReference": found.reference,
        "sourceDataset": found.dataset,
        "evaluation": found.evaluation,
    }
    if found.asserted_at is not None:
        properties["assertedAt"] = datetime.fromisoformat(found.asserted_at).astimezone(UTC)
    return properties
