"""The keys of a bulk load, and of what was resolved last, in memory: they find what a plain table of sets finds."""

from collections.abc import Iterable, Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.known_keys import KnownKeys
from entity_resolution.blocking.recent_keys import RecentKeys
from graph import RecordId
from graph.blocks import TERM_BYTES, BlockingKeys, split_terms
from graph.store import StoredKeys


def row(terms: Iterable[int]) -> bytes:
    """Return terms one behind the other."""
    return b"".join(term.to_bytes(TERM_BYTES) for term in terms)


TERMS = st.lists(st.integers(0, 30).map(lambda n: n << 59 | n), max_size=5).map(row)
STEP = st.dictionaries(st.integers(0, 25).map(lambda n: RecordId(f"r-{n}")), st.tuples(TERMS, TERMS), max_size=8)


def slow(stood: Mapping[RecordId, tuple[int, bytes]], keys: Mapping[RecordId, BlockingKeys]) -> object:
    """Return who finds whom with which revision, by comparing everyone with everyone."""
    found = {
        rid: {
            (other, revision)
            for other, (revision, terms) in stood.items()
            if {*split_terms(asked.looks_for)} & {*split_terms(terms)}
        }
        - {(rid, stood[rid][0])}
        for rid, asked in keys.items()
    }
    return {rid: others for rid, others in found.items() if others}


@given(STEP, st.lists(STEP, max_size=6))
def test_they_find_what_comparing_everyone_finds(
    stored: dict[RecordId, tuple[bytes, bytes]], steps: list[dict[RecordId, tuple[bytes, bytes]]]
) -> None:
    known = KnownKeys(0)
    known.add_stored(
        [StoredKeys(id=rid, originator="a", revision=1, found_by=f, selector=None) for rid, (f, _) in stored.items()]
    )
    stood: dict[RecordId, tuple[int, bytes]] = {rid: (1, found_by) for rid, (found_by, _) in stored.items()}
    for revision, step in enumerate(steps, start=2):
        keys = {rid: BlockingKeys(found_by=f, looks_for=sought) for rid, (f, sought) in step.items()}
        known.add(keys, revision=revision)
        stood |= {rid: (revision, k.found_by) for rid, k in keys.items()}
        found = known.candidates(keys)
        assert {rid: set(others) for rid, others in found.items()} == slow(stood, keys)
        assert all(len(others) == len(set(others)) for others in found.values())


@given(st.lists(STEP, max_size=6))
def test_recent_ones_find_what_comparing_everyone_finds(steps: list[dict[RecordId, tuple[bytes, bytes]]]) -> None:
    recent = RecentKeys(0)
    stood: dict[RecordId, tuple[int, bytes]] = {}
    for revision, step in enumerate(steps, start=2):
        keys = {rid: BlockingKeys(found_by=f, looks_for=sought) for rid, (f, sought) in step.items()}
        found = recent.candidates(keys)
        assert {rid: set(others) for rid, others in found.items()} == slow(
            stood | {rid: (0, b"") for rid in keys if rid not in stood}, keys
        )
        assert all(len(others) == len(set(others)) for others in found.values())
        recent.add(keys, revision=revision)
        stood |= {rid: (revision, k.found_by) for rid, k in keys.items()}
    assert [rid for rid in stood if not recent.knows(rid)] == []
    assert len(recent) == sum(map(len, steps))


@pytest.mark.long
def test_ten_thousand_records_in_a_hundred_steps() -> None:
    dice = Random(5)  # noqa: S311 - test data
    known = KnownKeys(0)
    stood: dict[RecordId, tuple[int, bytes]] = {}
    for step in range(100):
        keys = {}
        for n in range(100):
            terms = row(dice.getrandbits(64) if dice.random() < 0.9 else dice.randrange(2_000) for _ in range(20))
            keys[RecordId(f"r-{step}-{n}")] = BlockingKeys(found_by=terms, looks_for=terms)
        known.add(keys, revision=step)
        stood |= {rid: (step, k.found_by) for rid, k in keys.items()}
    found = known.candidates(keys)
    assert {rid: set(others) for rid, others in found.items()} == slow(stood, keys)


def test_a_selectors_key_is_shared_once_another_originator_has_it() -> None:
    known = KnownKeys(0)
    known.add_stored([StoredKeys(id=RecordId("r-1"), originator="a", revision=0, found_by=b"", selector=7)])
    known.add_selectors([(7, "a"), (8, "a"), (9, "b")])
    assert [c for c in (7, 8, 9, 10) if known.is_shared(c)] == []
    known.add_selectors([(7, "b")])
    assert [c for c in (7, 8, 9, 10) if known.is_shared(c)] == [7]
