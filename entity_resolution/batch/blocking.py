"""Blocking of a list: rules that bring records together as candidate pairs, each bounded by the size of its blocks.

A rule is a tuple of parts that two records must have in common. A part is a field (`birthDate`), a piece of it
(`birthDate.year`, `familyName.first-4`, `phone.last-7`, `email.local`, `givenName.sound`), two fields in either order
(`givenName+familyName`) or either of two fields (`givenName|familyName`). In a part with `~` before it, at most one of
a rule, the two must differ (`~givenName.writing`); where a list has one value of it alone, the rule costs nothing.

The records of each block are gathered by sorting one number for each, a hash of what the rule reads. A rule may bring
so many pairs a record and no more: its largest blocks, which say least, are not taken whole. Their records are sorted,
and each meets the next few alone, so that a column of one value costs a line through the list and not its square.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entity_resolution.batch.dictionary import UNKNOWN, Codes, Dictionary, Texts
from entity_resolution.batch.pair_keys import PairKeys, pair_keys, split_keys
from entity_resolution.batch.reading import EncodedField, EncodedList
from entity_resolution.batch.two_scripts import name_skeleton, writing
from entity_resolution.names import person_name

PAIRS_PER_RECORD, PAIRS_AT_LEAST = 10, 200_000
ALL_PAIRS_PER_RECORD, ALL_PAIRS_AT_LEAST = 40, 1_000_000
# How many records each one of a block that is too large meets.
NEIGHBOURS = 3

_PART = re.compile(r"(?P<field>\w+)(?:\.(?P<piece>[a-z]+)(?:-(?P<count>\d+))?)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePairs:
    """Distinct pairs of records, left < right, and how many blocks were too large to be taken whole."""

    left: Codes
    right: Codes
    cut_blocks: int

    def __len__(self) -> int:
        return len(self.left)


def candidate_pairs(records: EncodedList, rules: Sequence[tuple[str, ...]]) -> CandidatePairs:
    """Return the candidate pairs that rules bring together; rules of fields that the list lacks are passed over.

    Args:
        records: the list.
        rules: in the order in which they may spend the bound of all pairs.
    """
    parts = _Parts(records)
    used = [rule for rule in rules if set(rule_fields(rule)) <= set(records.fields) and parts.may_differ(rule)]
    columns = {name: parts.codes(name) for name in dict.fromkeys(name for rule in used for name in rule_parts(rule))}
    left_over, of_a_rule = pairs_of_all_rules(records.shape.size), pairs_of_a_rule(records.shape.size)

    def bring(rule: tuple[str, ...], at_most: int) -> tuple[PairKeys, int]:
        apart = differing_part(rule)
        members, starts = gather_blocks(_rule_keys(rule, columns), columns[apart] if apart else None)
        return expand_blocks(members, starts, at_most=at_most, order=list(columns.values()))

    found: list[PairKeys] = []
    cut, workers = 0, os.cpu_count() or 1
    waiting: deque[Future[tuple[PairKeys, int]]] = deque()
    # numpy leaves the interpreter free while it sorts. No more rules are ahead than work side by side: each may hold as
    # many pairs as one rule may bring.
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for at, rule in enumerate(used):
            for later in used[at + len(waiting) : at + workers]:
                waiting.append(pool.submit(bring, later, min(left_over, of_a_rule)))
            pairs, cut_here = waiting.popleft().result()
            if len(pairs) > left_over:
                # What earlier rules left over is known now; blocks that fit into it are the same under either bound.
                pairs, cut_here = bring(rule, min(left_over, of_a_rule))
            left_over = max(left_over - len(pairs), 0)
            cut += cut_here
            if apart := differing_part(rule):
                one, other = split_keys(pairs)
                pairs = pairs[columns[apart][one] != columns[apart][other]]
            found.append(across(pairs, records.shape.right_from))
    left, right = split_keys(distinct(found))
    return CandidatePairs(left=left, right=right, cut_blocks=cut)


def pairs_of_a_rule(records: int) -> int:
    """Return how many pairs of whole blocks one rule may bring in a list of so many records."""
    return max(PAIRS_PER_RECORD * records, PAIRS_AT_LEAST)


def pairs_of_all_rules(records: int) -> int:
    """Return how many pairs all rules together may bring in a list of so many records."""
    return max(ALL_PAIRS_PER_RECORD * records, ALL_PAIRS_AT_LEAST)


def rule_fields(rule: tuple[str, ...]) -> list[str]:
    """Return the fields that a rule reads."""
    return [parse_part(name)[0] for name in rule_parts(rule)]


def rule_parts(rule: tuple[str, ...]) -> list[str]:
    """Return the fields and pieces that a rule reads, that in which two records must differ without its `~`."""
    return [name for part in rule for name in re.split(r"[+|]", part.removeprefix("~"))]


def equal_parts(rule: tuple[str, ...]) -> list[str]:
    """Return the parts of a rule that two records must have in common."""
    return [part for part in rule if not part.startswith("~")]


def differing_part(rule: tuple[str, ...]) -> str | None:
    """Return the part of a rule that two records must both have, and not in common."""
    return next((part[1:] for part in rule if part.startswith("~")), None)


def gathered_blocks(keys: Sequence[Collection[str]]) -> tuple[Codes, PairKeys]:
    """Return the records of each block of two or more, one block after another, and where each begins.

    Args:
        keys: of each record.
    """
    members: dict[str, list[int]] = {}
    for at, of_record in enumerate(keys):
        for key in of_record:
            members.setdefault(key, []).append(at)
    blocks = [block for _, block in sorted(members.items()) if len(block) > 1]
    starts = np.cumsum([0, *map(len, blocks)]).astype(np.int64)
    return np.array([at for block in blocks for at in block], dtype=np.int32), starts


def distinct(found: Sequence[PairKeys]) -> PairKeys:
    """Return the distinct pairs, sorted; a record is no pair with itself."""
    together = np.concatenate([*found, np.empty(0, dtype=np.int64)])
    together.sort()
    if not len(together):
        return together
    once = together[np.append(True, together[1:] != together[:-1])]
    left, right = split_keys(once)
    found_once: PairKeys = once[left != right]
    return found_once


def gather_blocks(keys: Sequence[Sequence[Codes]], apart: Codes | None = None) -> tuple[Codes, PairKeys]:
    """Return the blocks of a rule: their members, and where each block starts, with the end of the last.

    Args:
        keys: of the records, the codes of one key's parts, or of several keys of which each record has all; a record
            that has a part not, `UNKNOWN`, is in no block.
        apart: of the records, codes that a block has two of at least; a record that has none is in no block.
    """
    hashed = [_hashed(key, apart) for key in keys]
    records = np.concatenate([of for of, _ in hashed])
    hashes = np.concatenate([found for _, found in hashed])
    order = np.argsort(hashes)
    hashes = hashes[order]
    ends = np.append(np.flatnonzero(hashes[1:] != hashes[:-1]) + 1, len(hashes))
    sizes = np.diff(ends, prepend=0)
    shared = sizes > 1
    if apart is not None and len(order):
        told = apart[records[order]]
        shared &= np.minimum.reduceat(told, ends - sizes) < np.maximum.reduceat(told, ends - sizes)
    members: Codes = records[order[np.repeat(shared, sizes)]]
    return members, np.append(0, np.cumsum(sizes[shared])).astype(np.int64)


# An odd number without a pattern in its bits: multiplying by it loses nothing and moves low bits up.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def _hashed(key: Sequence[Codes], apart: Codes | None) -> tuple[Codes, npt.NDArray[np.uint64]]:
    """Return the records that have all parts of a key, and of each a number of 64 bits that stands for them.

    Two of a million keys have one number in one list of thirty million; their records then meet without a reason.
    """
    known = np.logical_and.reduce([codes >= 0 for codes in (*key, *([apart] if apart is not None else []))])
    records = np.flatnonzero(known).astype(np.int32)
    found = np.zeros(len(records), dtype=np.uint64)
    for codes in key:
        found ^= codes[records].astype(np.uint64)
        found *= _SPREAD
        found ^= found >> np.uint64(32)
    return records, found


def expand_blocks(
    members: Codes, starts: PairKeys, *, at_most: int, order: Sequence[Codes] = ()
) -> tuple[PairKeys, int]:
    """Return the pairs within blocks, and how many blocks were too large to be taken whole.

    Args:
        members: the records of all blocks.
        starts: where each block starts in it, and the end of the last.
        at_most: the bound on pairs of whole blocks; the smallest blocks come first.
        order: codes of the records, by which those of large blocks are sorted.
    """
    sizes = np.diff(starts)
    largest = largest_whole_block(sizes, np.ones(len(sizes), dtype=np.int64), at_most=at_most)
    found: list[PairKeys] = []
    for size in np.unique(sizes[sizes <= largest]).tolist():
        block = members[starts[:-1][sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        found.append(pair_keys(block[:, one].ravel(), block[:, other].ravel()))
    large = np.nonzero(sizes > largest)[0]
    for block_at in large.tolist():
        found.append(_neighbours(members[starts[block_at] : starts[block_at + 1]], order))
    return np.concatenate([*found, np.empty(0, dtype=np.int64)]), len(large)


def largest_whole_block(sizes: PairKeys, blocks: PairKeys, *, at_most: int) -> int:
    """Return the size up to which blocks can be taken whole, so that they bring at most so many pairs.

    Args:
        sizes: sizes of blocks, each once or many times.
        blocks: how many blocks each stands for.
        at_most: the bound on their pairs.
    """
    if not len(sizes):
        return 0
    counts = np.bincount(sizes, weights=blocks)
    widths = np.arange(len(counts))
    spent = np.cumsum(counts * (widths * (widths - 1) / 2))
    return int(np.searchsorted(spent, at_most, side="right")) - 1


def _neighbours(block: Codes, order: Sequence[Codes]) -> PairKeys:
    block = np.sort(block)
    if order:
        block = block[np.lexsort([codes[block] for codes in order])]
    return np.concatenate([pair_keys(block[:-step], block[step:]) for step in range(1, NEIGHBOURS + 1)])


def across(pairs: PairKeys, right_from: int | None) -> PairKeys:
    """Return the pairs between two lists, all of them where there is one."""
    if right_from is None:
        return pairs
    left, right = split_keys(pairs)
    return pairs[(left < right_from) & (right >= right_from)]


def _rule_keys(rule: tuple[str, ...], columns: Mapping[str, Codes]) -> list[tuple[Codes, ...]]:
    """Return the codes of a rule's keys: several keys where a part is either of two fields."""
    choices: list[list[tuple[Codes, ...]]] = []
    for part in equal_parts(rule):
        if "|" in part:
            choices.append([(columns[name],) for name in part.split("|")])
        elif "+" in part:
            one, other = (columns[name] for name in part.split("+"))
            # An unknown half is -1 and the least of the two.
            choices.append([(np.minimum(one, other), np.maximum(one, other))])
        else:
            choices.append([(columns[part],)])
    return [tuple(codes for chosen in choice for codes in chosen) for choice in product(*choices)]


class _Parts:
    """The codes of parts of a list's fields."""

    def __init__(self, records: EncodedList) -> None:
        self._records = records
        self._derived: dict[tuple[int, str], Codes] = {}

    def codes(self, part: str) -> Codes:
        """Return the code of a part in each record, `UNKNOWN` where it has none."""
        name, piece, count = parse_part(part)
        field = self._records.fields[name]
        if not piece:
            return field.codes
        # Given and family names share a dictionary, so their pieces are worked out once.
        at = (id(field.dictionary), f"{piece}-{count}")
        if at not in self._derived:
            self._derived[at] = _piece_codes(field.dictionary, PIECES[piece], count)
        return _through(field, self._derived[at])

    def may_differ(self, rule: tuple[str, ...]) -> bool:
        """Return whether the list has two values of the part in which a rule's records must differ, if there is one."""
        part = differing_part(rule)
        if part is None:
            return True
        name, piece, _ = parse_part(part)
        if piece == "writing" and self._records.fields[name].dictionary.in_ascii.all():
            return False  # most lists, at once
        codes = self.codes(part)
        return len(np.unique(codes[codes != UNKNOWN])) > 1


def _through(field: EncodedField, pieces: Codes) -> Codes:
    return np.append(pieces, np.int32(UNKNOWN))[field.codes]


def parse_part(part: str) -> tuple[str, str, int]:
    """Return the field, the piece and the number of characters that a part of a rule names."""
    found = _PART.match(part)
    if found is None or (found["piece"] is not None and found["piece"] not in PIECES):
        raise ValueError(f"no part of a blocking rule: {part}")
    return found["field"], found["piece"] or "", int(found["count"] or 0)


def _piece_codes(dictionary: Dictionary, piece: Callable[[str, int], str], count: int) -> Codes:
    pieces = piece_texts(dictionary.values, piece, count)
    encoded = pa.array(pieces, pa.string()).dictionary_encode()
    codes: Codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes


def piece_texts(values: Texts | Sequence[str], piece: Callable[[str, int], str], count: int) -> list[str | None]:
    """Return a piece of each value, `None` where it has none."""
    return [piece(value, count) or None for value in values]


_MERGED = str.maketrans("cgqxzjdbfv", "kkkksktppw", "aeiouhwy' -")
_DOUBLES = re.compile(r"(.)\1+")


def sound(name: str, _: int = 0) -> str:
    """Return a name's first letter and merged consonants, of a name in another script those of its Latin reading."""
    if not name.isascii():
        readings = person_name(name).latin
        name = readings[0] if readings else ""
    return name[:1] + _DOUBLES.sub(r"\1", name[1:].translate(_MERGED))


PIECES: Mapping[str, Callable[[str, int], str]] = {
    "first": lambda value, count: value[:count],
    "last": lambda value, count: value[-count:],
    "year": lambda value, _: value[:4],
    "yearmonth": lambda value, _: value[:7] if len(value) >= 7 else "",
    "monthday": lambda value, _: value[5:] if len(value) == 10 else "",
    "local": lambda value, _: value.partition("@")[0],
    "sound": sound,
    "skeleton": lambda value, count: name_skeleton(value)[: count or None],
    "writing": lambda value, _: writing(value),
}
