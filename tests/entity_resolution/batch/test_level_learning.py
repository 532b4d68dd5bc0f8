"""Learning without labels finds the weights by which pairs of namesakes were drawn, and keeps the laws of a model."""

from dataclasses import replace

import numpy as np
import pytest

from entity_resolution.batch.level_learning import NamesakePairs, learn_levels, learned_features, with_learned
from entity_resolution.comparing.model import MatchModel, load_models

PAIRS, MATCHES = 60_000, 6_000
# P(level | one thing) and P(level | namesakes), in the order of the shipped levels; the rest of a row is the last one.
TRUTH = {
    "birth-date": ([0.75, 0.01, 0.01, 0.01, 0.15, 0.02], [0.001, 0.0002, 0.0005, 0.001, 0.005, 0.005]),
    "nationality": ([0.95], [0.9]),
    "sex": ([0.99], [0.85]),
    "birth-place": ([0.7, 0.05], [0.06, 0.01]),
    "document": ([0.3, 0.15, 0.03, 0.04, 0.01, 0.02, 0.01], [0.0002, 0.0001, 0.0005, 0.0005, 0.0005, 0.01, 0.03]),
    "phone": ([0.45, 0.05, 0.02], [0.003, 0.0003, 0.0005]),
    "email": ([0.5, 0.05, 0.02], [0.0005, 0.005, 0.0005]),
    "address": ([0.45, 0.1, 0.01, 0.02], [0.004, 0.003, 0.004, 0.005]),
}
# Over thirty draws, levels of thirty pairs of either class or more were off by 0.4 bits in the median of the worst of
# each, and by 1.46 at most: what few pairs say.
MOST_OFF = 1.5


def _whole(row: list[float]) -> np.ndarray:
    return np.array([*row, 1 - sum(row)])


def _drawn(seed: int) -> NamesakePairs:
    random = np.random.default_rng(seed)
    levels = {}
    for feature, (match, other) in TRUTH.items():
        one = random.choice(len(match) + 1, MATCHES, p=_whole(match))
        two = random.choice(len(match) + 1, PAIRS - MATCHES, p=_whole(other))
        found = np.concatenate([one, two]).astype(np.int8)
        found[random.random(PAIRS) < 0.4] = -1  # as many values are not known
        levels[feature] = found
    return NamesakePairs(size=PAIRS, levels=levels)


@pytest.mark.parametrize("seed", [7, *(pytest.param(seed, marks=pytest.mark.long) for seed in (8, 9))])
def test_known_weights_are_recovered(seed: int) -> None:
    learned = learn_levels(load_models()["Person"], _drawn(seed))
    assert learned.matches == pytest.approx(MATCHES, rel=0.03)
    for feature, (match, other) in TRUTH.items():
        truth = np.log2(_whole(match) / _whole(other))
        found = np.log2(learned.match[feature] / learned.other[feature])
        common = (learned.seen[feature] >= 30).all(axis=0)
        assert np.abs(truth - found)[common].max() < MOST_OFF, feature


def test_no_identifier_learns_to_join_by_itself() -> None:
    model = load_models()["Person"]
    found = with_learned(model, learn_levels(model, _certain()), {"data": "drawn"})
    document = found.comparison("document")
    assert document is not None
    assert document.levels["equal"] == found.linked["IdentityDocument"].bits == model.match_bits - 0.5
    assert (found.version, found.learned) == (model.version + 1, {"data": "drawn"})


def _certain() -> NamesakePairs:
    """Return pairs of which documents and dates tell without an error which are one."""
    levels = {c.feature: np.full(PAIRS, -1, dtype=np.int8) for c in learned_features(load_models()["Person"])}
    one = np.arange(PAIRS) < MATCHES
    levels["document"] = np.where(one, 0, 5).astype(np.int8)
    levels["birth-date"] = np.where(one, 0, 6).astype(np.int8)
    return NamesakePairs(size=PAIRS, levels=levels)


def test_what_is_less_than_equal_never_learns_to_weigh_more() -> None:
    model = load_models()["Person"]
    levels = {c.feature: np.full(PAIRS, -1, dtype=np.int8) for c in learned_features(model)}
    one = np.arange(PAIRS) < MATCHES
    levels["birth-date"] = np.where(one, 0, 6).astype(np.int8)
    # Half of the namesakes share a phone as well: a list of one office.
    levels["phone"] = np.where(one | (np.arange(PAIRS) % 2 == 0), 0, 3).astype(np.int8)
    found = _levels(with_learned(model, learn_levels(model, NamesakePairs(size=PAIRS, levels=levels)), {}), "phone")
    assert found["equal"] < _levels(model, "phone")["same-number"]
    assert found["same-number"] == found["equal"]


def test_what_was_not_seen_weighs_what_it_did() -> None:
    model = load_models()["Person"]
    found = with_learned(model, learn_levels(model, _certain()), {})
    for feature in ("sex", "email", "address"):
        assert found.comparison(feature) == model.comparison(feature)
    assert _levels(found, "birth-date")["swapped"] == _levels(model, "birth-date")["swapped"]


def test_what_speaks_for_a_match_goes_on_doing_so() -> None:
    model = load_models()["Person"]
    pairs = _drawn(7)
    # Of one nationality are all namesakes here and nine in ten who are one: it would speak against.
    nationality = np.zeros(PAIRS, dtype=np.int8)
    nationality[: MATCHES // 10] = 1
    found = with_learned(
        model, learn_levels(model, replace(pairs, levels={**pairs.levels, "nationality": nationality})), {}
    )
    assert _levels(found, "nationality") == {"equal": 0.1, "different": -0.1}


def _levels(model: MatchModel, feature: str) -> dict[str, float]:
    comparison = model.comparison(feature)
    assert comparison is not None
    return dict(comparison.levels)
