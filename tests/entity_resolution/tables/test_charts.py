"""Charts: sound XML with title, axes and every value that they tell; nothing of a value is taken for markup."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from entity_resolution.comparing.model import load_models
from entity_resolution.tables.charts import LevelWeight, threshold_chart, waterfall_chart, weights_chart
from entity_resolution.tables.evaluation import LabelledScore, evaluate_pairs
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, ScoredPair, scored_kind

PERSON = load_models()["Person"]


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - made by the product itself
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def widths(svg: str) -> Iterator[float]:
    for found in re.finditer(r'<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"', svg):
        yield float(found[1]) + float(found[2])


def pair(**cells: str) -> ScoredPair:
    return PairScorer(read_layout(scored_kind("Person"), list(cells))).score(list(cells.values()))


@pytest.mark.parametrize("kind", sorted(load_models()))
def test_every_models_weights_are_drawn(kind: str) -> None:
    model = load_models()[kind]
    svg = weights_chart(model)
    said = texts(svg)
    assert said[0] == f"Match weights of the model for {kind}, version {model.version}"
    assert "match weight of a comparison level, in bits" in said
    assert {f"match from {model.match_bits:g}", f"review from {model.review_bits:g}"} <= set(said)
    for comparison in model.comparisons:
        for level, bits in comparison.levels.items():
            assert f"{comparison.feature}: {level}" in said
            assert f"{bits:+.1f}" in said
    assert all(right <= 900 for right in widths(svg))


def test_levels_of_names_are_drawn_as_they_weighed() -> None:
    svg = weights_chart(PERSON, [LevelWeight(feature="name", level="romanised", bits=9.4, pairs=1200)])
    assert "name: romanised (mean of 1,200)" in texts(svg)
    assert "+9.4" in texts(svg)


def test_a_waterfall_ends_in_the_sum_of_the_pair() -> None:
    found = pair(left="สมชาย ใจดี", right="Somchai Jaidee", left_birthDate="1987", right_birthDate="1990")
    said = texts(waterfall_chart(PERSON, found, title="One pair"))
    assert said[0] == "One pair"
    assert {"name: romanised", "birth-date: conflict", "-4.0", "sum: none", "match weight so far, in bits"} <= set(said)
    assert f"{found.bits:+.1f}" in said
    assert "สมชาย ใจดี | Somchai Jaidee" in [" ".join(text.split()) for text in said]


def test_what_is_said_twice_is_taken_off_again() -> None:
    found = pair(
        left="Somchai Jaidee",
        right="Somchai Jaidee",
        left_phone="+66812345678",
        right_phone="+66812345678",
        left_passportNumber="AB1234567",
        right_passportNumber="AB1234567",
    )
    total = sum(item.evidence.bits for item in found.comparisons)
    said = texts(waterfall_chart(PERSON, found, title="One pair"))
    assert ("said twice" in said) is (abs(total - found.bits) > 1e-6)


def test_no_value_is_taken_for_markup() -> None:
    found = pair(left="<script>alert(1)</script> & \x07", right='"><svg onload="x">')
    svg = waterfall_chart(PERSON, found, title="<b>")
    assert "<script" not in svg
    assert texts(svg)[0] == "<b>"


def test_a_threshold_curve_has_titles_axes_and_the_best_point() -> None:
    scores = [LabelledScore(bits=at / 3, truth=at % 4 > 1, blocked=True) for at in range(-30, 40)]
    report = evaluate_pairs(scores)
    svg = threshold_chart(report.curve, report.best, kind="Person", pairs=report.pairs)
    said = texts(svg)
    assert said[0] == "Precision, recall and F1 by threshold: 70 pairs of Person"
    assert {"threshold: least match weight taken, in bits", "share", "precision", "recall", "F1", "0.0", "1.0"} <= set(
        said
    )
    assert f"best F1 {report.best.f1:.3f} at {report.best.threshold:.1f} bits" in said
    assert svg.count("<polyline") == 3


def test_a_curve_of_one_point_and_of_none_are_drawn() -> None:
    one = evaluate_pairs([LabelledScore(bits=1.0, truth=True, blocked=True)])
    none = evaluate_pairs([])
    for report in (one, none):
        assert texts(threshold_chart(report.curve, report.best, kind="Site", pairs=report.pairs))
