"""Search texts: folded in one place for writing and asking, one text per class, and nothing of another class in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.search_text import MAX_WORDS_PER_TEXT, fold_words, question_words, search_texts
from graph import PropertyClass, load_ontology
from tests.entity_resolution.evidence import parts_of

PERSON = load_ontology().kind("Person")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Somchai JAIDEE", ["somchai", "jaidee"]),
        ("Jaidee, Somchai (Lek)", ["jaidee", "somchai", "lek"]),
        ("+66 81-234 5678", ["+66", "81-234", "5678"]),
        ("a@b.example.", ["a@b.example"]),
        ("สมชาย ใจดี", ["สมชาย", "ใจดี"]),
        ("ចន្ថា", ["ចន្ថា"]),
        ("Straße", ["strasse"]),
        (" - . _ ", []),
        ("", []),
    ],
)
def test_words_are_folded_and_marks_are_kept(text: str, words: list[str]) -> None:
    assert fold_words(text) == words


@given(st.text(max_size=30))
def test_a_folded_word_is_folded(text: str) -> None:
    for word in fold_words(text):
        assert word == word.strip()
        assert not any(c.isspace() for c in word)
        assert fold_words(word) == [word]


def test_a_name_is_found_by_its_spelling_in_another_script() -> None:
    text = search_texts(PERSON, parts_of(name="สมชาย ใจดี"))[PropertyClass.IDENTITY]
    assert text is not None
    assert {"สมชาย", "ใจดี", "somchai"} <= set(text.split())
    assert set(question_words("สมชาย")) & set(text.split())
    assert "somchai" in question_words("สมชาย")


def test_each_class_has_its_own_text_and_what_is_not_searched_has_none() -> None:
    texts = search_texts(PERSON, parts_of(name="Somchai", alias="Lek", notes="gate", birthPlace="Poipet"))
    assert texts[PropertyClass.IDENTITY] == "somchai lek"
    assert {c for c, text in texts.items() if text is not None} == {PropertyClass.IDENTITY}
    assert set(texts) == set(PropertyClass)


def test_a_text_is_bounded_and_has_no_repeats() -> None:
    aliases = [f"name{i}" for i in range(500)]
    text = search_texts(PERSON, parts_of(alias=["somchai somchai", *aliases]))[PropertyClass.IDENTITY]
    assert text is not None
    words = text.split()
    assert len(words) == len(set(words)) == MAX_WORDS_PER_TEXT


def test_a_question_has_each_word_once() -> None:
    assert question_words("Somchai somchai SOMCHAI") == ["somchai"]
    assert question_words("!!") == []
