"""Compartments as columns: for each attribute and value the set of compartments that have it, as bits of an integer."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph import Compartment, CompartmentKey, PropertyClass
from policies.bundles.model import Bundle
from policies.kept_open import KeptPlace, kept_places, terms_behind
from policies.scopes.facts import Value, originator_facts, profile_facts

T = TypeVar("T", bound=Hashable)
Bits = int
"""A set of base compartments: bit `i` stands for the compartment at position `i`."""
Scalar = Value
Columns = Mapping[str, Mapping[Scalar, Bits]]


@dataclass(frozen=True, kw_only=True)
class World:
    """The base compartments over which scopes are evaluated. A compartment's position is its index in `keys`.

    Attributes:
        keys: what each base compartment stands for.
        all: the compartments whose originator, profile and kind are known; others are never visible.
        columns: attribute to value to compartments; for an attribute that is a set, one column for each element.
        behind: the world of the terms that decide who sees what keepers keep open; `None` where nothing is kept open.
        standing: a cache for conditions that do not depend on who asks; filled by `policies.scopes.compiler`.
    """

    keys: tuple[CompartmentKey, ...]
    all: Bits
    columns: Columns
    behind: "World | None" = None
    standing: dict[Hashable, Bits] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def over(cls, keys: Iterable[CompartmentKey], bundle: Bundle) -> "World":
        """Return the world of these base compartments."""
        keys = tuple(keys)
        registers = bundle.registers
        by_originator = {c: b for c, b in _grouped(k.originator for k in keys).items() if c in registers.parties}
        by_profile = {n: b for n, b in _grouped(k.profile for k in keys).items() if n in registers.profiles}
        by_kind = {n: b for n, b in _grouped(k.kind for k in keys).items() if n in bundle.kinds}
        known = _union(by_originator.values()) & _union(by_profile.values()) & _union(by_kind.values())
        groups: list[tuple[Mapping[str, Value], Bits]] = [
            *((originator_facts(registers.parties[code]), bits) for code, bits in by_originator.items()),
            *((profile_facts(registers.profiles[name]), bits) for name, bits in by_profile.items()),
            *(({"kind": ("Kind", name)}, bits) for name, bits in by_kind.items()),
            *(({"subject": ("SubjectRole", r)}, bits) for r, bits in _grouped(str(k.role) for k in keys).items()),
            *(({"claimedVictim": c}, bits) for c, bits in _grouped(k.claimed for k in keys).items()),
            *(({"uncompared": u}, bits) for u, bits in _grouped(k.uncompared for k in keys).items()),
        ]
        behind = terms_behind(keys)
        return cls(
            keys=keys,
            all=known,
            columns=_columns(groups, known),
            behind=cls.over(behind, bundle) if behind else None,
        )

    @cached_property
    def kept(self) -> tuple[KeptPlace, ...]:
        """What keepers keep open in this world, with positions in the world behind it."""
        return kept_places(self.keys, self.behind.keys) if self.behind is not None else ()

    def extended(self, more: "World") -> "World":
        """Return this world with further compartments added at its end."""
        shift = len(self.keys)
        columns = {n: dict(c) for n, c in self.columns.items()}
        for name, column in more.columns.items():
            mine = columns.setdefault(name, {})
            for value, bits in column.items():
                mine[value] = mine.get(value, 0) | bits << shift
        behind = self.behind.extended(more.behind) if self.behind and more.behind else self.behind or more.behind
        return World(
            keys=self.keys + more.keys,
            all=self.all | more.all << shift,
            columns=columns,
            behind=behind,
        )

    def part(self, start: int, end: int) -> "World":
        """Return the world of the compartments at positions from the first up to the second, which is excluded."""
        mask = (1 << end - start) - 1
        columns = {
            name: {value: found for value, bits in column.items() if (found := bits >> start & mask)}
            for name, column in self.columns.items()
        }
        return World(keys=self.keys[start:end], all=self.all >> start & mask, columns=columns, behind=self.behind)

    def column(self, attribute: str, value: Scalar) -> Bits:
        """Return the compartments whose attribute has a value, or contains it if the attribute is a set."""
        return self.columns.get(attribute, {}).get(value, 0)

    def any_of(self, attribute: str, values: Iterable[Scalar]) -> Bits:
        """Return the compartments whose attribute has, or contains, one of the values."""
        column, bits = self.columns.get(attribute, {}), 0
        for value in values:
            bits |= column.get(value, 0)
        return bits

    def having(self, attribute: str) -> Bits:
        """Return the compartments that have an attribute, which must not be empty if it is a set."""
        return self.any_of(attribute, self.columns.get(attribute, {}))

    def owned_by(self, originators: Iterable[str]) -> Bits:
        """Return the compartments of these originators."""
        return self.any_of("originator", (("Party", o) for o in originators))


def _grouped(values: Iterable[T]) -> dict[T, Bits]:
    """Return the positions at which each value stands."""
    positions: dict[T, list[int]] = {}
    for position, value in enumerate(values):
        positions.setdefault(value, []).append(position)
    return {value: _bits(found) for value, found in positions.items()}


def _bits(positions: Sequence[int]) -> Bits:
    packed = bytearray(positions[-1] // 8 + 1)
    for position in positions:
        packed[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(packed, "little")


def _union(parts: Iterable[Bits]) -> Bits:
    bits = 0
    for part in parts:
        bits |= part
    return bits


def _columns(groups: Iterable[tuple[Mapping[str, Value], Bits]], known: Bits) -> dict[str, dict[Scalar, Bits]]:
    columns: dict[str, dict[Scalar, Bits]] = {}
    for facts, bits in groups:
        for name, value in facts.items():
            column = columns.setdefault(name, {})
            for element in value if isinstance(value, frozenset) else (value,):
                column[element] = column.get(element, 0) | bits & known
    return columns


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How compartments map to positions, and which base compartments each conjunction consists of.

    Attributes:
        base_ids: the id of the base compartment at each position.
        conjunction_ids: the ids of the conjunctions whose members are all known base compartments; others are
            invisible.
        members: for each of these, the positions of its members: its own compartment first, repeated as padding.
        sizes: for each of these, how many members it has.
        sealed: for each position, whether a victim's seal lies on the subject.
    """

    base_ids: NDArray[np.int64]
    conjunction_ids: NDArray[np.int64]
    members: NDArray[np.int64]
    sizes: NDArray[np.int64]
    sealed: NDArray[np.bool_]

    @classmethod
    def of(cls, compartments: Sequence[Compartment]) -> "Layout":
        """Return the layout of the registered compartments; base compartments keep their order."""
        base = [c.id for c in compartments if c.key is not None]
        positions = {id_: position for position, id_ in enumerate(base)}
        joined = [c for c in compartments if c.key is None and c.members and positions.keys() >= set(c.members)]
        width = max((len(c.members) for c in joined), default=1)
        rows = [
            [positions[m] for m in c.members] + [positions[c.members[0]]] * (width - len(c.members)) for c in joined
        ]
        return cls(
            base_ids=np.array(base, dtype=np.int64),
            conjunction_ids=np.array([c.id for c in joined], dtype=np.int64),
            members=np.array(rows, dtype=np.int64).reshape(len(joined), width),
            sizes=np.array([len(c.members) for c in joined], dtype=np.int64),
            sealed=np.array([c.key.is_sealed for c in compartments if c.key is not None], dtype=np.bool_),
        )

    def positions(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the position of each compartment, -1 for one that is no base compartment."""
        return _looked_up(self._base_places, ids)

    def joined_positions(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the position of each compartment among the conjunctions, -1 for one that is none."""
        return _looked_up(self._joined_places, ids)

    @cached_property
    def _base_places(self) -> NDArray[np.int64]:
        return _places(self.base_ids)

    @cached_property
    def _joined_places(self) -> NDArray[np.int64]:
        return _places(self.conjunction_ids)

    def flags(self, bits: Bits) -> NDArray[np.bool_]:
        """Return a set of base compartments as an array with one flag for each position."""
        count = len(self.base_ids)
        packed = np.frombuffer(bits.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)
        return np.unpackbits(packed, count=count, bitorder="little").astype(np.bool_)

    def base(self, bits: Bits) -> frozenset[int]:
        """Return the ids of a set of base compartments."""
        return frozenset(self.base_ids[self.flags(bits)].tolist())

    def readable(self, by_class: Sequence[Bits]) -> list[frozenset[int]]:
        """Return the ids that are readable per class, conjunctions included.

        A conjunction is visible only where all its members are, and a class is readable there where it is readable in
        its first member, the link's own. A link of a sealed victim is visible only where her identity may be read,
        since the document or number at its other end would name her.
        """
        flags = [self.flags(bits) for bits in by_class]
        visible = np.logical_or.reduce(flags) if flags else np.zeros(len(self.base_ids), dtype=np.bool_)
        identity = flags[list(PropertyClass).index(PropertyClass.IDENTITY)] if flags else visible
        whole = (visible & (~self.sealed | identity))[self.members].all(axis=1)
        own = self.members[:, 0]
        return [
            frozenset(self.base_ids[f].tolist()) | frozenset(self.conjunction_ids[whole & f[own]].tolist())
            for f in flags
        ]


def _places(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each number up to the largest id the position of the id, -1 where there is none."""
    places = np.full(int(ids.max(initial=-1)) + 1, -1, dtype=np.int64)
    places[ids] = np.arange(len(ids), dtype=np.int64)
    return places


def _looked_up(places: NDArray[np.int64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.full(len(ids), -1, dtype=np.int64)
    inside = (ids >= 0) & (ids < len(places))
    found[inside] = places[ids[inside]]
    return found
