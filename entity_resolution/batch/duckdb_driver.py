"""The driver for one machine: DuckDB reads, numpy blocks, rapidfuzz and numpy score pairs a slice at a time."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace

import numpy as np

from entity_resolution.batch.blocking import CandidatePairs, candidate_pairs
from entity_resolution.batch.comparators import SHARED_BY_MANY
from entity_resolution.batch.copies import NO_COPIES, Copies, find_copies, row_keys
from entity_resolution.batch.dictionary import UNKNOWN, Codes, FieldPairs, Flags, Floats
from entity_resolution.batch.kind_comparisons import KindComparison, blocking_rules
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.name_answers import asked_beside
from entity_resolution.batch.parameters import BatchComparison, BatchModel
from entity_resolution.batch.processes import OnUse, ProcessUse
from entity_resolution.batch.reading import EncodedList
from entity_resolution.batch.single_values import single_valued
from entity_resolution.batch.weights import PairEvidence, no_evidence, pair_evidence
from entity_resolution.comparing.damping import HUB_SHARERS

# By how their names begin those who share a value are counted: a household has one family name in several spellings.
NAMES_OF_SHARERS = ("familyName", "givenName")
# Pairs scored at a time: large enough for numpy, small enough for little memory.
SLICE = 250_000
# Of fewer pairs names are compared in a second or two.
_PAIRS_WORTH_PROCESSES = 4 * SLICE
# A value of average frequency is taken to have been seen in so many records more than the list has.
PSEUDO_RECORDS = 2_000
# The frequency of a value that is not taken for shared by many.
RARE = 1e-6


def list_frequencies(model: BatchModel, records: EncodedList) -> dict[str, Floats]:
    """Return the frequencies of the values of each field whose frequency weighs; 1 of what many names share."""
    found = {}
    for comparison, name, by_chance in _weighed(model, records):
        found[name] = records.fields[name].frequencies(by_chance=by_chance, pseudo_records=PSEUDO_RECORDS)
        if comparison.comparator in SHARED_BY_MANY:
            found[name][_shared_by_many(records, name)] = 1.0
    return found


def _weighed(model: BatchModel, records: EncodedList) -> Iterator[tuple[BatchComparison, str, float]]:
    for comparison in model.comparisons:
        for name, by_chance in comparison.weighed_fields.items():
            if name in records.fields:
                yield comparison, name, by_chance


def _shared_by_many(records: EncodedList, name: str) -> Codes:
    """Return the codes of the values of a field that records of many names have."""
    codes = records.fields[name].codes
    often = np.bincount(codes[codes >= 0], minlength=1) >= HUB_SHARERS
    places = np.flatnonzero((codes >= 0) & often[codes])
    names = np.full(len(places), UNKNOWN, dtype=np.int32)
    for part in NAMES_OF_SHARERS:
        if part in records.fields:
            field = records.fields[part]
            beginnings = np.append(field.dictionary.beginnings, np.int32(UNKNOWN))[field.codes[places]]
            names = np.where(names == UNKNOWN, beginnings, names)
    told = np.unique(np.stack((codes[places], names))[:, names != UNKNOWN], axis=1)
    shared: Codes = np.flatnonzero(np.bincount(told[0], minlength=1) >= HUB_SHARERS).astype(np.int32)
    return shared


def list_copies(model: BatchModel, more: Sequence[KindComparison], records: EncodedList) -> Copies:
    """Return the records of a list that need not be looked at, since enough equal ones are."""

    def may_be_one(places: Codes) -> Flags:
        fields = {
            name: FieldPairs(dictionary=field.dictionary, left=field.codes[places], right=field.codes[places])
            for name, field in records.fields.items()
        }
        # How common a value is has no say in it.
        frequencies = {name: np.full(len(field.dictionary), RARE) for name, field in records.fields.items()}
        return pair_evidence(model, more, fields, frequencies, len(places)).may_join

    codes = [field.codes for field in records.fields.values()]
    return find_copies(row_keys(codes, records.shape.size, records.shape.right_from), may_be_one)


def silent_fields(model: BatchModel, records: EncodedList) -> tuple[str, ...]:
    """Return the fields in which all of many records that have a value have the same."""
    counts = {}
    for name, field in records.fields.items():
        seen = np.bincount(field.codes[field.codes >= 0])
        counts[name] = (int(seen.sum()), int(np.count_nonzero(seen)))
    return single_valued(model, counts)


def _nobody(_: ProcessUse) -> None:
    """Hear what processes took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuckDbDriver:
    """Resolves an encoded list on one machine.

    Attributes:
        frequencies: by field, of its values among the records that are looked at.
        copies: the records that are not.
        on_use: hears what processes beside this one took.
    """

    model: BatchModel
    more: Sequence[KindComparison]
    records: EncodedList
    frequencies: Mapping[str, Floats]
    copies: Copies = NO_COPIES
    on_use: OnUse = _nobody

    @classmethod
    def of(
        cls,
        model: BatchModel,
        more: Sequence[KindComparison],
        records: EncodedList,
        *,
        on_use: OnUse = _nobody,
    ) -> "DuckDbDriver":
        """Return the driver of a list, with its copies, its frequencies and the fields that tell nothing."""
        copies = list_copies(model, more, records)
        looked_at = _looked_at(records, copies)
        silent = silent_fields(model, looked_at)
        return cls(
            model=replace(model, silent=frozenset(silent)),
            more=[comparison for comparison in more if comparison.property not in silent],
            records=records,
            frequencies=list_frequencies(model, looked_at),
            copies=copies,
            on_use=on_use,
        )

    @property
    def shape(self) -> ListShape:
        """The list."""
        return self.records.shape

    @property
    def silent(self) -> tuple[str, ...]:
        """The fields that are not compared; records are still brought together by them, and names read with them."""
        return tuple(name for name in self.records.fields if name in self.model.silent)

    def candidates(self) -> CandidatePairs:
        """Return the candidate pairs of the model's blocking rules, among the records that are looked at."""
        rules = blocking_rules(self.model, self.more)
        found = candidate_pairs(_looked_at(self.records, self.copies), rules)
        if not len(self.copies):
            return found
        places = self.copies.looked_at(self.shape.size)
        return CandidatePairs(left=places[found.left], right=places[found.right], cut_blocks=found.cut_blocks)

    def pairs(self, left: Codes, right: Codes) -> dict[str, FieldPairs]:
        """Return the fields of pairs."""
        return {
            name: FieldPairs(dictionary=field.dictionary, left=field.codes[left], right=field.codes[right])
            for name, field in self.records.fields.items()
        }

    def evidence(self, left: Codes, right: Codes, *, least: float = 0.0) -> PairEvidence:
        """Return the evidence of pairs, whatever their number."""
        size = len(left)
        found = no_evidence(size)

        def score(start: int) -> None:
            part = slice(start, min(start + SLICE, size))
            fields = self.pairs(left[part], right[part])
            scored = pair_evidence(self.model, self.more, fields, self.frequencies, len(left[part]), least=least)
            found.match[part], found.relative[part] = scored.match, scored.relative
            found.against[part], found.may_join[part] = scored.against, scored.may_join
            found.named[part] = scored.named

        # rapidfuzz and much of numpy leave the interpreter free while they work.
        beside = asked_beside(self.on_use) if size > _PAIRS_WORTH_PROCESSES else nullcontext()
        with beside, ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            list(pool.map(score, range(0, size, SLICE)))
        return found


def _looked_at(records: EncodedList, copies: Copies) -> EncodedList:
    return records.at(copies.looked_at(records.shape.size)) if len(copies) else records
