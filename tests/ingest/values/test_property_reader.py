"""The reader of properties: what it remembers changes nothing of what is read."""

import pytest

from graph import load_ontology
from ingest.rules import Problem, Rule
from ingest.values import property_reader
from ingest.values.property_reader import PropertyReader
from ingest.values.source_text import SourceText
from ingest.values.unread_values import UnreadValue

TEXTS = ["+66812345678", "0812345678", "no number", "ซ่อน", *(f"+6681234{n:04}" for n in range(60))]


def _read(reader: PropertyReader, text: str, country: str) -> tuple[object, list[Problem], list[UnreadValue]]:
    problems: list[Problem] = []
    texts = {"number": (SourceText(text, text),), "country": (SourceText(country, country),)}
    return reader.read(texts, problems), problems, reader.take_unread()


def test_a_memory_that_gave_up_reads_as_a_new_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(property_reader, "_TRIAL_SIZE", 20)
    kind = load_ontology().kind("PhoneNumber")
    given = [(text, country) for country in ("TH", "Thailand", "nowhere at all") for text in TEXTS]
    worn = PropertyReader(kind, country="KH")
    first = [_read(worn, *one) for one in given]
    assert [_read(worn, *one) for one in given] == first
    assert [_read(PropertyReader(kind, country="KH"), *one) for one in given] == first
    assert {p.rule for _, problems, _ in first for p in problems} == {Rule.UNREADABLE_COUNTRY}
    assert any("number" in {value.name for value in unread} for _, _, unread in first)


def test_a_word_outside_the_vocabulary_is_answered_with_those_that_there_are() -> None:
    problems: list[Problem] = []
    reader = PropertyReader(load_ontology().kind("Site"), country="KH")
    assert reader.read({"siteType": (SourceText("house", "house"),)}, problems) == {}
    [problem] = problems
    words = "none of the words scam-compound, casino, hotel, office, shelter, border-crossing, residence, other"
    assert problem == Problem(rule=Rule.OUTSIDE_VOCABULARY, column="siteType", value="house")
    assert problem.reason == words
