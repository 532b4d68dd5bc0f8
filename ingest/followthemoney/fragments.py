"""Fragments of FollowTheMoney: several lines of one id, anywhere in a file, each of which says a part of one entity.

Who makes entities from tables writes them so, a line for each row, and puts them together afterwards (`ftm aggregate`).
Read line by line, the second would contradict the first. No file is held in memory for this: of an id that comes again
its schema and the size of its lines are kept, and the file is read once more for each `MOST_HELD` of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Final, Self

import orjson

from graph.values import fold_reference
from ingest.followthemoney.combined import NAME_PARTS, name_of_parts
from ingest.followthemoney.legal_entities import LEGAL_ENTITY, LegalSigns, read_schema, told_schema
from ingest.followthemoney.schemata import common_schema
from ingest.sources.ftm_source import FtmLine, FtmSource, parse_line, texts_of, why_values_are_missed

MOST_HELD: Final = 1 << 26
"""Characters of lines that are held at once. An entity of more is not put together: its lines are read each alone."""
_TIMES = ("startDate", "endDate", "date")
_NAME = "name"
_PERSONS = frozenset({"Person", LEGAL_ENTITY})

Entity = Mapping[str, object]


@dataclass(slots=True)
class _Told:
    """What the lines of one id are, before they are put together."""

    schema: str
    signs: LegalSigns
    size: int
    first: int
    differs: bool = False

    @classmethod
    def of(cls, line: FtmLine, entity: Entity) -> Self:
        """Return what the first line of an id tells."""
        return cls(intern(str(entity["schema"])), LegalSigns.of(_properties(entity)), len(line.text), hash(line.text))

    def add(self, line: FtmLine, entity: Entity) -> None:
        """Add a further line."""
        self.size += len(line.text)
        self.differs = self.differs or hash(line.text) != self.first
        schema = common_schema(self.schema, str(entity["schema"]))
        if schema is not None:
            self.schema = intern(schema)
            self.signs |= LegalSigns.of(_properties(entity))


class Fragments:
    """The entities of a file that several lines tell, in the order of their first lines."""

    def __init__(self, source: FtmSource, again: Collection[str]) -> None:
        """Read the file once more for the lines of some ids, folded, that came again; not at all where none did."""
        self._source = source
        told: dict[str, _Told] = {}
        for line in source.lines() if again else ():
            key = fragment_key(line)
            if key is None or key not in again or line.entity is None:
                continue
            before = told.get(key)
            if before is None:
                told[key] = _Told.of(line, line.entity)
            else:
                before.add(line, line.entity)
        self._told = {key: each for key, each in told.items() if each.differs and each.size <= MOST_HELD}

    def __bool__(self) -> bool:
        return bool(self._told)

    def hold(self, line: FtmLine) -> bool:
        """Return whether a line of the file is one of those that are put together."""
        return bool(self._told) and fragment_key(line) in self._told

    def schemata(self) -> Iterator[tuple[str, str]]:
        """Yield the folded id of each entity and the schema that it is read as."""
        for key, told in self._told.items():
            yield key, read_schema(told.schema, told.signs)

    def lines(self, edge_ends: Mapping[str, tuple[str, str]]) -> Iterator[FtmLine]:
        """Yield each entity as one line, and behind it those lines of its id that contradict it as they stand.

        Args:
            edge_ends: the properties that hold the ends of an edge, by its schema.
        """
        for part in self._parts():
            held: dict[str, list[tuple[int, str]]] = {key: [] for key in part}
            for line in self._source.lines():
                key = fragment_key(line)
                if key is not None and key in held:
                    held[key].append((line.number, line.text))
            for texts in held.values():
                yield from _joined([parse_line(number, text) for number, text in texts], edge_ends)

    def _parts(self) -> Iterator[list[str]]:
        part: list[str] = []
        size = 0
        for key, told in self._told.items():
            if part and size + told.size > MOST_HELD:
                yield part
                part, size = [], 0
            part.append(key)
            size += told.size
        if part:
            yield part


def fragment_key(line: FtmLine) -> str | None:
    """Return the folded id of a line that may say a part of an entity, None of an operation and what is no entity."""
    entity = line.entity
    if entity is None or line.is_operation:
        return None
    entity_id = entity.get("id")
    if not isinstance(entity_id, str) or not isinstance(entity.get("schema"), str):
        return None
    is_whole = isinstance(entity.get("properties", {}), dict) and why_values_are_missed(entity) is None
    return fold_reference(entity_id) or None if is_whole else None


def _joined(lines: Sequence[FtmLine], edge_ends: Mapping[str, tuple[str, str]]) -> Iterator[FtmLine]:
    whole = _Whole(lines[0].entity or {})
    numbers = [lines[0].number]
    apart: list[FtmLine] = []
    for line in lines[1:]:
        entity = line.entity or {}
        if whole.takes(entity, edge_ends):
            whole.add(entity)
            numbers.append(line.number)
        else:
            apart.append(line)
    entity = whole.entity()
    yield FtmLine(numbers[0], orjson.dumps(entity).decode(), entity, numbers=tuple(numbers))
    yield from apart


class _Whole:
    """An entity while lines are added to it."""

    def __init__(self, first: Entity) -> None:
        self._first = first
        self._schema = str(first.get("schema"))
        # By what tells values apart: texts as they are, and what is nested by its JSON.
        self._values: dict[str, dict[str | bytes, object]] = {}
        self._lists: dict[str, dict[object, None]] = {"datasets": {}, "referents": {}}
        self._names: dict[str, None] = {}  # that lines tell in parts
        self._changed: str | None = None
        self._take(first)

    def takes(self, entity: Entity, edge_ends: Mapping[str, tuple[str, str]]) -> bool:
        """Return whether a line says more of the entity, and nothing that it cannot be.

        An edge is each source with each target. A line that has another of both would make links that none says, and
        one of another time would give its time to the rest.
        """
        schema = common_schema(self._schema, str(entity.get("schema")))
        if schema is None:
            return False
        if schema not in edge_ends:
            return True
        given = {name: frozenset(map(_mark, _values(value))) for name, value in _properties(entity).items()}
        ends = [name for name in edge_ends[schema] if self._differs(name, given)]
        return len(ends) < len(edge_ends[schema]) and not any(self._differs(name, given) for name in _TIMES)

    def _differs(self, name: str, given: Mapping[str, frozenset[str | bytes]]) -> bool:
        before, now = self._values.get(name, {}).keys(), given.get(name, frozenset())
        return bool(before) and bool(now) and before != now

    def add(self, entity: Entity) -> None:
        """Add what a line says that `takes` has said yes to."""
        self._schema = common_schema(self._schema, str(entity.get("schema"))) or self._schema
        self._take(entity)

    def _take(self, entity: Entity) -> None:
        for name, value in _properties(entity).items():
            self._values.setdefault(name, {}).update({_mark(each): each for each in _values(value)})
        if (told := name_of_parts(_texts(_properties(entity)))) is not None:
            self._names[told] = None
        for name, found in self._lists.items():
            found.update(dict.fromkeys(texts_of(entity.get(name))))
        changed = entity.get("last_change")
        if isinstance(changed, str):
            self._changed = max(self._changed or "", changed)

    def entity(self) -> dict[str, object]:
        """Return the entity as a line would have it."""
        whole = {**self._first, "schema": self._schema}
        whole["properties"] = properties = {name: [*values.values()] for name, values in self._values.items()}
        # Of two first names and two surnames nobody could say any more which go together.
        texts = _texts(properties)
        is_person = told_schema(self._schema, properties) in _PERSONS
        if self._names and is_person and not texts[_NAME] and name_of_parts(texts) is None:
            properties[_NAME] = [*self._names]
        whole.update({name: [*found] for name, found in self._lists.items() if found})
        return whole if self._changed is None else {**whole, "last_change": self._changed}


def _properties(entity: Entity) -> Mapping[str, object]:
    properties = entity.get("properties")
    return properties if isinstance(properties, dict) else {}


def _values(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _texts(properties: Mapping[str, object]) -> Mapping[str, Sequence[str]]:
    """Return the name and the parts of a name in an entity's properties, without what is blank."""
    told = {name: _values(properties.get(name)) for name in (_NAME, *NAME_PARTS)}
    return {
        name: [text.strip() for text in values if isinstance(text, str) and text.strip()]
        for name, values in told.items()
    }


def _mark(value: object) -> str | bytes:
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
