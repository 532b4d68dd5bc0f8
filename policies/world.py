"""Compartments as columns: for every attribute and value, the compartments that have it, as the bits of one integer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph import Compartment, CompartmentKey
from policies.facts import Value, compartment_facts
from policies.model import Bundle

Bits = int
"""A set of base compartments: bit `i` stands for the compartment at position `i`."""
Scalar = Value
Columns = Mapping[str, Mapping[Scalar, Bits]]


@dataclass(frozen=True, kw_only=True)
class World:
    """The base compartments that scopes are evaluated over.

    Attributes:
        keys: what each base compartment stands for, by position.
        all: the compartments whose originator, profile and kind are known; no other is ever visible.
        columns: attribute to value to compartments; a set has one column per element.
    """

    keys: tuple[CompartmentKey, ...]
    all: Bits
    columns: Columns

    @classmethod
    def over(cls, keys: Iterable[CompartmentKey], bundle: Bundle) -> "World":
        """Return the columns of these base compartments."""
        keys, known = tuple(keys), bytearray()
        width = (len(keys) + 7) // 8
        found: dict[str, dict[Scalar, bytearray]] = {}
        known = bytearray(width)
        for position, key in enumerate(keys):
            facts = compartment_facts(key, bundle)
            if facts is None:
                continue
            _mark(known, position)
            for name, value in facts.items():
                column = found.setdefault(name, {})
                for element in value if isinstance(value, frozenset) else (value,):
                    _mark(column.setdefault(element, bytearray(width)), position)
        columns = {n: {v: int.from_bytes(b, "little") for v, b in c.items()} for n, c in found.items()}
        return cls(keys=keys, all=int.from_bytes(known, "little"), columns=columns)

    def extended(self, more: "World") -> "World":
        """Return this world with further compartments behind its own."""
        shift = len(self.keys)
        columns = {n: dict(c) for n, c in self.columns.items()}
        for name, column in more.columns.items():
            mine = columns.setdefault(name, {})
            for value, bits in column.items():
                mine[value] = mine.get(value, 0) | bits << shift
        return World(keys=self.keys + more.keys, all=self.all | more.all << shift, columns=columns)

    def column(self, attribute: str, value: Scalar) -> Bits:
        """Return the compartments whose attribute has, or for a set contains, a value."""
        return self.columns.get(attribute, {}).get(value, 0)

    def any_of(self, attribute: str, values: Iterable[Scalar]) -> Bits:
        """Return the compartments whose attribute has, or for a set contains, one of the values."""
        column, bits = self.columns.get(attribute, {}), 0
        for value in values:
            bits |= column.get(value, 0)
        return bits

    def having(self, attribute: str) -> Bits:
        """Return the compartments that have an attribute at all, or whose set is not empty."""
        return self.any_of(attribute, self.columns.get(attribute, {}))

    def owned_by(self, originators: Iterable[str]) -> Bits:
        """Return the compartments of these originators."""
        return self.any_of("originator", (("Party", o) for o in originators))


def _mark(bits: bytearray, position: int) -> None:
    bits[position >> 3] |= 1 << (position & 7)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How compartments map to positions, and which conjunctions stand on which base compartments.

    Attributes:
        base_ids: id of the base compartment at each position.
        conjunction_ids: ids of the conjunctions whose members are all known base compartments; others are invisible.
        members: for each of these the positions of its members, its own compartment first, padded by repeating it.
    """

    base_ids: NDArray[np.int64]
    conjunction_ids: NDArray[np.int64]
    members: NDArray[np.int64]

    @classmethod
    def of(cls, compartments: Sequence[Compartment]) -> "Layout":
        """Return the layout of registered compartments; base ones keep their order."""
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
        )

    def flags(self, bits: Bits) -> NDArray[np.bool_]:
        """Return a set of base compartments as one flag per position."""
        count = len(self.base_ids)
        packed = np.frombuffer(bits.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)
        return np.unpackbits(packed, count=count, bitorder="little").astype(np.bool_)

    def base(self, bits: Bits) -> frozenset[int]:
        """Return the ids of a set of base compartments."""
        return frozenset(self.base_ids[self.flags(bits)].tolist())

    def readable(self, by_class: Sequence[Bits]) -> list[frozenset[int]]:
        """Return the ids readable per class, conjunctions included.

        A conjunction is visible only if all its members are; a class is readable there where that of its own, first,
        member is.
        """
        flags = [self.flags(bits) for bits in by_class]
        visible = np.logical_or.reduce(flags) if flags else np.zeros(len(self.base_ids), dtype=np.bool_)
        whole = visible[self.members].all(axis=1)
        own = self.members[:, 0]
        return [
            frozenset(self.base_ids[f].tolist()) | frozenset(self.conjunction_ids[whole & f[own]].tolist())
            for f in flags
        ]
