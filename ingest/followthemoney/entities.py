"""FollowTheMoney entities become records and links by the ontology's `ftm` entries.

What has no place of its own is not lost: a property that the ontology does not know is kept as `property: value` with
what is of its class, and an edge between kinds that its link type does not join becomes RELATED_TO, its schema as note.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import NamedTuple

import orjson

from graph import KindSchema, Ontology, PropertySchema, nearest_hint
from graph.values import fold_reference
from ingest.followthemoney.combined import combined_texts
from ingest.followthemoney.index import BANK, MAX_DEPTH, FtmIndex
from ingest.followthemoney.keys import KeyTexts, key_text, key_texts
from ingest.followthemoney.legal_entities import told_schema
from ingest.followthemoney.phones import PHONE, phone_properties, phone_texts
from ingest.followthemoney.schemata import NOT_TAKEN
from ingest.followthemoney.unplaced_properties import place_without_own
from ingest.link_times import read_time_beside
from ingest.mapped_rows import MappedRow
from ingest.records import EdgeDraft, LinkDraft, RecordDraft, RowAssembler, is_its_value, nobody, parse_instant
from ingest.rules import Problem, Rule
from ingest.sources.ftm_source import FtmLine, texts_of, why_values_are_missed
from ingest.supply import Supply
from ingest.values.countries_beside import with_countries_beside
from ingest.values.property_reader import read_beside
from ingest.values.source_text import SourceText

FTM_FORMAT = "ftm"

_FALLBACK_LINK = "RELATED_TO"
MOST_ENDS_JOINED = 1_000
"""How many links one edge may be: each of its sources with each of its targets."""
_MOST_SEEN = 1_000  # characters of a value that is no text
_NO_END = "an edge names both of its ends"


class _Edge(NamedTuple):
    """A schema that is a link: the properties that hold its ends."""

    link_type: str
    source: str
    target: str


class _Reference(NamedTuple):
    """A property that holds the id of another entity, read as a link. `inward`: the other one is the source."""

    link_type: str
    inward: bool


# Edges that have no link type of their own in the ontology; the schema's name stands in the note.
_MORE_EDGES = {
    "Associate": _Edge(_FALLBACK_LINK, "person", "associate"),
    "Employment": _Edge("MEMBER_OF", "employee", "employer"),
    "Family": _Edge(_FALLBACK_LINK, "person", "relative"),
    "Representation": _Edge(_FALLBACK_LINK, "agent", "client"),
    "Succession": _Edge(_FALLBACK_LINK, "predecessor", "successor"),
}
_REFERENCES = {
    BANK: _Reference(_FALLBACK_LINK, inward=False),
    "addressEntity": _Reference("LOCATED_AT", inward=False),
    "beneficiary": _Reference(_FALLBACK_LINK, inward=False),
    "beneficiaryAccount": _Reference("TRANSFERRED_TO", inward=False),
    "entity": _Reference("SUBJECT_OF", inward=True),
    "holder": _Reference("USES", inward=True),
    "operator": _Reference("USES", inward=True),
    "owner": _Reference("OWNS", inward=True),
    "parent": _Reference("OWNS", inward=True),
    "payer": _Reference(_FALLBACK_LINK, inward=True),
    "payerAccount": _Reference("TRANSFERRED_TO", inward=True),
}
# Who has a thing, and so whatever number of it.
_OF_USERS = ("holder", "operator", "owner")
# Schemata that stand nested in the entity that such a property would name.
_NESTED = {"holder": ("Passport", "Identification", "CryptoWallet"), "entity": ("Sanction",)}
# Schemata that a kind takes in beside those that its own file names, and what they say by being what they are.
_MORE_KINDS = {"Sanction": "Measure"}
_CONSTANTS = {
    "Passport": {"documentType": "passport"},
    "RealEstate": {"siteType": "other"},
    "Sanction": {"measureType": "sanction"},
}
_MORE_PROPERTIES = {
    "Sanction": {"startDate": "takenAt", "endDate": "until", "program": "legalBasis", "reason": "notes"},
}
_CALLED = ("type", "custodyType")
_TIMES = {"startDate": "since", "endDate": "until", "date": "since"}


@dataclass(frozen=True, slots=True)
class _Entity:
    """One entity of a line, flat. `parent` is the entity that it was nested in; `schema` is what it is read as."""

    id: str
    schema: str
    values: Mapping[str, Sequence[str]]
    asserted_at: str | None
    source: str | None
    parent: str | None


class _MalformedError(Exception):
    """The line's JSON is not shaped like an entity. `value` is what stands there, None where nothing does."""

    def __init__(self, column: str, value: object = None, reason: str | None = None) -> None:
        super().__init__(column)
        self.column = column
        self.value = None if value is None else _seen(value)
        self.reason = reason


class FtmMapper:
    """Maps the lines of one input. Not safe for use by two threads at once."""

    def __init__(self, supply: Supply, index: FtmIndex | None = None) -> None:
        """Prepare the schemata; without an index, ids are taken as they stand."""
        self._supply = supply
        self._index = index
        self._assembler = RowAssembler(supply)
        self._kinds = _kinds(supply.ontology)
        self._edges = _edges(supply.ontology)
        self._edge_types = frozenset(edge.link_type for edge in self._edges.values()) | {_FALLBACK_LINK}
        self._properties: dict[str, dict[str, str]] = {}
        self._schemata: dict[str, str] = {}
        self.unknown_properties: Counter[str] = Counter()

    @property
    def edge_ends(self) -> Mapping[str, tuple[str, str]]:
        """Return the properties that hold the ends of each schema that is a link."""
        return {schema: (edge.source, edge.target) for schema, edge in self._edges.items()}

    def map_line(self, line: FtmLine) -> MappedRow:
        """Return what a line gives, nested entities included; one broken rule and it gives problems alone."""
        if line.entity is None:
            return _failed(Rule.NOT_JSON)
        if line.deleted:
            entity_id = line.entity.get("id")
            return _failed(Rule.RETRACTION, "op", entity_id if isinstance(entity_id, str) else None)
        try:
            entities = list(_flatten(line.entity, None, 0))
        except _MalformedError as exc:
            return _failed(Rule.MALFORMED_ENTITY, exc.column, exc.value, exc.reason)
        self._schemata = {fold_reference(entity.id): entity.schema for entity in entities}
        for entity in entities:
            self._add(entity)
        return self._assembler.take()

    def _add(self, entity: _Entity) -> None:
        edge = self._edges.get(entity.schema)
        kind = self._kinds.get(entity.schema)
        if edge is not None:
            self._add_edge(entity, edge)
        elif kind is not None:
            self._add_record(entity, kind)
        else:
            problem = Problem(
                rule=Rule.UNKNOWN_SCHEMA, column="schema", value=entity.schema, reason=self._why_unknown(entity.schema)
            )
            self._assembler.problems.append(problem)

    def _why_unknown(self, schema: str) -> str | None:
        if schema in NOT_TAKEN:
            return "a schema of FollowTheMoney that is not taken"
        return nearest_hint(schema, {*self._edges, *self._kinds}).removeprefix(", ") or None

    def _add_record(self, entity: _Entity, kind: KindSchema) -> None:
        known = self._known_properties(entity.schema, kind)
        told = self._texts(entity, known, kind)
        before = len(self._assembler.problems)
        if self._supply.profile in self._supply.published_profiles:
            told = with_countries_beside(kind, told)
        numbers = _numbers(entity, known, kind.key, told)
        self._add_draft(entity, kind, entity.id, {**told, **numbers.own})
        self._add_references(entity, entity.id, [name for name in _REFERENCES if name not in known])
        for name, texts in numbers.beside.items():
            reference = f"{entity.id} {name}"
            self._add_draft(entity, kind, reference, {**texts, **_source(entity)})
            self._add_references(entity, reference, _OF_USERS)
            self._assembler.add_link(self._draft(_FALLBACK_LINK, entity.id, reference, ("id", name), note=name))
        self._add_phones(entity, kind, known)
        self._name_columns(before, known)

    def _texts(self, entity: _Entity, known: Mapping[str, str], kind: KindSchema) -> dict[str, tuple[SourceText, ...]]:
        """Return the texts of a record's properties but for its key."""
        texts: dict[str, dict[SourceText, None]] = {}
        for name, constant in _CONSTANTS.get(entity.schema, {}).items():
            texts[name] = {SourceText(constant, constant): None}
        key, combined = kind.key, combined_texts(kind, entity.values, country=self._supply.country)
        texts.update({name: dict.fromkeys(told) for name, told in combined.texts.items()})
        told = combined.names
        if key is not None and PHONE not in known:
            told |= phone_properties(entity.values)
        left = [name for name in entity.values if name not in told]
        for name in sorted(left, key=_position(known)):
            target = _target(entity, name, known, kind)
            if (key is not None and target == key.name) or (name in _REFERENCES and name not in known):
                continue
            has_place = target == known.get(name)
            given = texts.setdefault(target if has_place else place_without_own(kind, name), {})
            if not has_place:
                self.unknown_properties[f"{entity.schema}.{name}"] += 1
            for value in entity.values[name]:
                text = value if has_place else f"{name}: {value}"
                given[SourceText(text, text)] = None
        return {**{name: tuple(given) for name, given in texts.items()}, **_source(entity)}

    def _add_phones(self, entity: _Entity, kind: KindSchema, known: Mapping[str, str]) -> None:
        """Add the phone numbers of an account: records beside its own, as others know it by them."""
        supply = self._supply
        if kind.key is None or PHONE in known:
            return
        is_published = supply.profile in supply.published_profiles
        numbers = phone_texts(entity.values, country=supply.country, is_published=is_published)
        for number, texts in numbers.items():
            reference = f"{entity.id} {PHONE}"
            if len(numbers) > 1:
                reference = self._assembler.own_reference(reference, [number])
            self._add_draft(entity, supply.ontology.kind("PhoneNumber"), reference, {**texts, **_source(entity)})
            self._assembler.add_link(self._draft(_FALLBACK_LINK, entity.id, reference, ("id", PHONE), note=PHONE))

    def _add_draft(
        self, entity: _Entity, kind: KindSchema, reference: str, texts: Mapping[str, tuple[SourceText, ...]]
    ) -> None:
        self._assembler.add_record(
            RecordDraft(
                kind=kind.name,
                reference=reference,
                texts=texts,
                asserted_at=self._asserted_at(entity),
                own_reference=nobody if is_its_value(kind, reference, texts) else None,
            )
        )

    def _name_columns(self, first: int, known: Mapping[str, str]) -> None:
        names = {target: name for name, target in reversed(list(known.items()))}
        problems = self._assembler.problems
        for i in range(first, len(problems)):
            column = problems[i].column
            problems[i] = replace(problems[i], column=names.get(column, column) if column is not None else None)

    def _asserted_at(self, entity: _Entity) -> datetime | None:
        if entity.asserted_at is None:
            return None
        value = read_beside("timestamp", entity.asserted_at, country=None).value
        return parse_instant(value) if value is not None else None

    def _add_references(self, entity: _Entity, reference: str, names: Iterable[str]) -> None:
        """Link a record of an entity with those that the entity's properties name.

        A nested document or measure is linked to the entity that it stands in, as nesting leaves that end out.
        """
        for name in names:
            for other in entity.values.get(name, ()):
                self._add_reference(entity, name, other, reference)
            if entity.parent is not None and entity.schema in _NESTED.get(name, ()) and not entity.values.get(name):
                self._add_reference(entity, name, entity.parent, reference)

    def _add_reference(self, entity: _Entity, name: str, other: str, reference: str) -> None:
        link_type, inward = _REFERENCES[name]
        if name == "owner" and self._kinds[entity.schema].name == "OnlineAccount":
            link_type = "USES"
        ends = (other, reference) if inward else (reference, other)
        columns = (name, "id") if inward else ("id", name)
        note = name if link_type == _FALLBACK_LINK else None
        self._assembler.add_link(self._draft(link_type, *ends, columns, note=note))

    def _add_edge(self, entity: _Entity, edge: _Edge) -> None:
        sources = entity.values.get(edge.source) or ()
        targets = entity.values.get(edge.target) or ()
        if entity.parent is not None:
            # A nested edge leaves out the end that it is nested in.
            sources = sources or ((entity.parent,) if targets else ())
            targets = targets or ((entity.parent,) if entity.values.get(edge.source) else ())
        if not sources or not targets:
            column = edge.target if sources else edge.source
            self._assembler.problems.append(Problem(rule=Rule.MALFORMED_ENTITY, column=column, reason=_NO_END))
            return
        if (links := len(sources) * len(targets)) > MOST_ENDS_JOINED:
            column = edge.source if len(sources) > len(targets) else edge.target
            self._assembler.problems.append(Problem(rule=Rule.TOO_MANY_VALUES, column=column, value=str(links)))
            return
        since, until = self._times(entity)
        rest = [
            f"{name}: {value}"
            for name, values in entity.values.items()
            if name not in {edge.source, edge.target} and name not in _TIMES
            for value in values
        ]
        named = [entity.schema] if edge.link_type == _FALLBACK_LINK and entity.schema in _MORE_EDGES else []
        note = "; ".join([*named, *rest]) or None
        drafts: dict[tuple[str, str], LinkDraft] = {}
        for source, target in product(sources, targets):
            draft = self._draft(edge.link_type, source, target, (edge.source, edge.target), note=note, named=entity)
            draft = draft._replace(reference=f"{entity.id} {source} {target}", since=since, until=until)
            # An end that is given twice, or by the id of what was merged into it, is one end.
            drafts.setdefault((draft.source_reference, draft.target_reference), draft)
        self._assembler.add_edge(EdgeDraft(entity.id, edge.link_type, self._edge_types, [*drafts.values()]))

    def _times(self, entity: _Entity) -> tuple[str | None, str | None]:
        found: dict[str, str] = {}
        for name, side in _TIMES.items():
            for text in entity.values.get(name, ()):
                value, problem = read_time_beside(text, sort="date", country=None, column=name, is_end=side == "until")
                if problem is not None:
                    self._assembler.problems.append(problem)
                elif value is not None and value.value is not None:
                    found.setdefault(side, value.value)
        return found.get("since"), found.get("until")

    def _draft(
        self,
        link_type: str,
        source: str,
        target: str,
        columns: tuple[str, str],
        *,
        note: str | None = None,
        named: _Entity | None = None,
    ) -> LinkDraft:
        source, target = self._resolve(source), self._resolve(target)
        kinds = [self._kind_of(end) for end in (source, target)]
        schema = self._supply.ontology.link(link_type)
        if kinds[0] is not None and kinds[1] is not None and not schema.allows(kinds[0], kinds[1]):
            said = named.schema if named is not None else link_type
            note = said if note is None else f"{said}; {note}"
            link_type = _FALLBACK_LINK
        return LinkDraft(
            type=link_type,
            source_reference=source,
            target_reference=target,
            note=note,
            source_column=columns[0],
            target_column=columns[1],
        )

    def _resolve(self, entity_id: str) -> str:
        return self._index.resolve(entity_id) if self._index is not None else entity_id

    def _kind_of(self, entity_id: str) -> str | None:
        schema = self._schemata.get(fold_reference(entity_id))
        if schema is None and self._index is not None:
            schema = self._index.schema(entity_id)
        kind = self._kinds.get(schema) if schema is not None else None
        return kind.name if kind is not None else None

    def _known_properties(self, schema: str, kind: KindSchema) -> dict[str, str]:
        """Return, in order of preference, which property of the kind takes which property of the schema."""
        known = self._properties.get(schema)
        if known is None:
            known = dict(_MORE_PROPERTIES.get(schema, {}))
            for prop in kind.properties.values():
                known.update({name: prop.name for name in prop.ftm if name not in known})
            self._properties[schema] = known
        return known


def _failed(rule: Rule, column: str | None = None, value: str | None = None, reason: str | None = None) -> MappedRow:
    return MappedRow(problems=(Problem(rule=rule, column=column, value=value, reason=reason),))


def _flatten(entity: Mapping[str, object], parent: str | None, depth: int) -> Iterator[_Entity]:
    """Yield an entity and those nested in it, each with ids where the others stood."""
    entity_id, schema, properties = entity.get("id"), entity.get("schema"), entity.get("properties", {})
    if not isinstance(entity_id, str) or not fold_reference(entity_id):
        raise _MalformedError("id", entity_id)
    if not isinstance(schema, str):
        raise _MalformedError("schema", schema)
    if (missed := why_values_are_missed(entity)) is not None:
        raise _MalformedError("properties", reason=missed)
    if not isinstance(properties, dict):
        raise _MalformedError("properties", properties)
    if depth > MAX_DEPTH:
        raise _MalformedError("properties", reason=f"entities are nested more than {MAX_DEPTH} deep")
    values: dict[str, list[str]] = {}
    nested: list[Mapping[str, object]] = []
    for name, given in properties.items():
        for value in given if isinstance(given, list) else [given]:
            if isinstance(value, dict):
                nested.append(value)
                if name in _REFERENCES or not _is_edge_like(value):
                    values.setdefault(name, []).append(str(value.get("id", "")))
            elif (text := _text(value, name)) is not None:
                values.setdefault(name, []).append(text)
    changed = entity.get("last_change")
    yield _Entity(
        id=entity_id.strip(),
        schema=told_schema(schema, properties),
        values=values,
        asserted_at=changed if isinstance(changed, str) else None,
        source=_source_text(entity),
        parent=parent,
    )
    for inner in nested:
        yield from _flatten(inner, entity_id.strip(), depth + 1)


def _is_edge_like(entity: Mapping[str, object]) -> bool:
    """Return whether a nested entity speaks for itself, so that no id needs to stand in its place."""
    return entity.get("schema") in {*_MORE_EDGES, "Ownership", "Directorship", "Membership", "UnknownLink", "Sanction",
                                    "Passport", "Identification"}  # fmt: skip


def _text(value: object, name: str) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise _MalformedError(name, value)


def _seen(value: object) -> str:
    """Return what stands where a text should, as the file has it; a list may be long."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()[:_MOST_SEEN]


def _target(entity: _Entity, name: str, known: Mapping[str, str], kind: KindSchema) -> str:
    """Return which property of the kind takes one of the schema: the notes where none does.

    What a document is called by its issuer tells how its number is read where the word is known, and is a note else; so
    is how a wallet is kept.
    """
    target = known.get(name, "notes")
    if name not in _CALLED or name not in known:
        return target
    is_said = target in _CONSTANTS.get(entity.schema, {})
    is_known = all(kind.properties[target].word(value) is not None for value in entity.values[name])
    return target if is_known and not is_said else "notes"


def _numbers(
    entity: _Entity, known: Mapping[str, str], key: PropertySchema | None, told: Mapping[str, tuple[SourceText, ...]]
) -> KeyTexts:
    """Return the texts of an entity's key, and of its numbers beside it with those by which they are read."""
    names = [name for name in known if key is not None and known[name] == key.name and entity.values.get(name)]
    if key is None or not names:
        return KeyTexts({}, {})
    given = {name: [*dict.fromkeys(key_text(name, text) for text in entity.values[name])] for name in names}
    return key_texts(key, given, told)


def _source(entity: _Entity) -> dict[str, tuple[SourceText, ...]]:
    return {"sourceDescription": (SourceText(entity.source, entity.source),)} if entity.source is not None else {}


def _source_text(entity: Mapping[str, object]) -> str | None:
    """Return what the exporter says of its sources: the datasets and the ids that it merged, as its claim."""
    parts = [
        f"{word}: {', '.join(found)}" for word in ("datasets", "referents") if (found := texts_of(entity.get(word)))
    ]
    return "; ".join(parts) or None


def _position(known: Mapping[str, str]) -> Callable[[str], int]:
    places = {name: place for place, name in enumerate(known)}
    return lambda name: places.get(name, len(places))


def _kinds(ontology: Ontology) -> dict[str, KindSchema]:
    kinds = {schema: ontology.kind(kind) for schema, kind in _MORE_KINDS.items()}
    for kind in ontology.kinds.values():
        kinds.update(dict.fromkeys(kind.ftm, kind))
    return kinds


def _edges(ontology: Ontology) -> dict[str, _Edge]:
    edges = dict(_MORE_EDGES)
    for link in ontology.links.values():
        if link.ftm:
            edges[link.ftm["schema"]] = _Edge(link.name, link.ftm["from"], link.ftm["to"])
    return edges
