"""Hand-written pairs in two ways of writing, with look-alikes: Chinese companies, Ukrainians, Khmer places."""

import pytest

from entity_resolution.names import NameKind, compare_names
from tests.entity_resolution.names.test_labelled_sets import READERS, best_f1, read_pairs


@pytest.mark.parametrize(
    ("name", "kind", "least_f1", "least_recall"),
    [
        ("two_ways_companies", NameKind.ORGANISATION, 0.84, 0.9),
        ("two_ways_people", NameKind.PERSON, 0.9, 0.9),
        ("two_ways_places", NameKind.SITE, 0.97, 0.97),
    ],
)
def test_quality_stays_above_its_floor(name: str, kind: NameKind, least_f1: float, least_recall: float) -> None:
    pairs = [(READERS[kind](left), READERS[kind](right), truth) for left, right, truth in read_pairs(name)]
    assert best_f1([(compare_names(one, other, kind).bits, truth) for one, other, truth in pairs]) >= least_f1
    blocked = [bool(one.keys & other.keys) for one, other, truth in pairs if truth]
    assert sum(blocked) / len(blocked) >= least_recall
