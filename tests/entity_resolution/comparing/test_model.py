"""Match models: every file is a table that keeps the laws, and a slip in one is told with its place."""

import re
from dataclasses import replace

import pytest

from entity_resolution.comparing.model import Comparator, MatchModel, load_models, match_model, match_model_text
from entity_resolution.errors import ModelError
from graph import MarkedYaml, Resolution, load_ontology, parse_marked_yaml

MODELS = load_models()


def test_every_kind_that_is_compared_has_one_model() -> None:
    fuzzy = {k.name for k in load_ontology().kinds.values() if k.resolution is Resolution.FUZZY}
    assert set(MODELS) == fuzzy


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.kind)
class TestShipped:
    def test_every_comparison_reads_one_class(self, model: MatchModel) -> None:
        schema = load_ontology().kind(model.kind)
        for c in model.comparisons:
            assert {schema.property(name).property_class for name in c.properties} == {c.property_class}

    def test_no_identifier_reaches_the_threshold_alone(self, model: MatchModel) -> None:
        assert model.review_bits <= model.match_bits
        assert all(item.bits < model.match_bits for item in model.linked.values())
        for c in model.comparisons:
            assert all(bits < model.match_bits for bits in c.levels.values())

    def test_there_is_a_name_and_it_is_never_a_strong_identifier(self, model: MatchModel) -> None:
        names = [c for c in model.comparisons if c.is_name]
        assert names
        # A whole advertisement may be told by its text and title together; who or what exists never by a name.
        assert not any(c.strong for c in names) or model.kind == "JobAdvertisement"

    def test_what_is_strong_or_telling_is_a_level_that_supports(self, model: MatchModel) -> None:
        for c in model.comparisons:
            assert c.telling <= c.strong <= set(c.levels)
            assert all(c.levels[level] > 0 for level in c.strong)

    def test_what_completes_an_alias_is_strong(self, model: MatchModel) -> None:
        by_feature = {c.feature: c for c in model.comparisons}
        assert all(level in by_feature[feature].strong for feature, level in model.beside_an_alias.items())

    def test_a_linked_kind_is_a_selector(self, model: MatchModel) -> None:
        assert all(load_ontology().kind(kind).is_selector for kind in model.linked)

    def test_dates_are_ranked_from_the_best_level_down(self, model: MatchModel) -> None:
        for c in model.comparisons:
            if c.comparator is Comparator.DATES:
                assert next(iter(c.levels)) == "exact"
                assert list(c.levels)[-1] == "conflict"
                assert max(c.levels.values()) == c.levels["exact"]


def test_a_feature_that_no_model_has_is_none() -> None:
    assert MODELS["Person"].comparison("linked-phone-number") is None


def _document(*changes: tuple[str, str]) -> MarkedYaml:
    text = match_model_text(MODELS["Person"])
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return parse_marked_yaml(text, "person.yml", ModelError)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.kind)
def test_a_model_that_is_written_is_read_back_as_it_was(model: MatchModel) -> None:
    learned = replace(model, learned={"data": "a list: 'its own'", "date": "2026-11-27"})
    assert match_model(parse_marked_yaml(match_model_text(learned), "own.yml", ModelError)) == learned


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("properties: [sex]", "properties: [phone]"), "`phone` is not of the class `identity`"),
        (("properties: [sex]", "properties: [sexx]"), "unknown property of `Person` `sexx`, did you mean `sex`?"),
        (("with: nationality", "with: nation"), "`birth-date` needs the unknown feature `nation`"),
        (("strong: [exact]", "strong: [exakt]"), "unknown level `exakt`, did you mean `exact`?"),
        (("{birth-date: exact}", "{birth-date: exakt}"), "unknown level `exakt`, did you mean `exact`?"),
        (("{birth-date: exact}", "{birth-dat: exact}"), "unknown feature `birth-dat`, did you mean `birth-date`?"),
        (("match_bits: 16", "match_bits: sixteen"), "a number is expected here"),
        (("review_bits: 7\n", ""), "`review_bits` is missing"),
        (("Wallet: {", "Walet: {"), "unknown kind `Walet`, did you mean `Wallet`?"),
        (("strong: true", "strong: yes"), "unknown flag `yes`"),
        (("match_bits: 16", "match_bits: 9"), "an identifier alone must stay below the merge threshold"),
    ],
)
def test_a_slip_in_a_model_is_told_with_its_line(change: tuple[str, str], problem: str) -> None:
    with pytest.raises(ModelError, match=re.escape(problem)) as caught:
        match_model(_document(change))
    assert caught.value.file == "person.yml"
    assert caught.value.line > 0
