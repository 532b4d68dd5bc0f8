"""Search texts: folded in one place for writing and asking, one text per class, and nothing of another class in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.search.text import (
    IDENTIFIER,
    MAX_SOUNDS_PER_TEXT,
    MAX_WORDS_PER_TEXT,
    SOUND,
    fold_code,
    fold_words,
    kinds_with_numbers,
    read_question,
    readings_as_keys,
    search_texts,
)
from graph import PropertyClass, load_ontology
from tests.entity_resolution.evidence import parts_of

ONTOLOGY = load_ontology()
PERSON = ONTOLOGY.kind("Person")


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


@given(st.text(max_size=30) | st.text("aB9Éß ក្ខាက်ใจ+@.-_,'\u200b\t", max_size=30))
def test_words_are_folded_character_by_character(text: str) -> None:
    kept = (
        c if c.isalnum() or unicodedata.category(c).startswith("M") or c in "+@.-_" else " " for c in text.casefold()
    )
    assert fold_words(text) == [word.strip(".-_") for word in "".join(kept).split() if word.strip(".-_")]


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
    assert "somchai" in read_question("สมชาย").romanised


def test_each_class_has_its_own_text_and_what_is_not_searched_has_none() -> None:
    texts = search_texts(PERSON, parts_of(name="Somchai", alias="Lek", notes="gate", birthPlace="Poipet"))
    assert texts[PropertyClass.IDENTITY] == "somchai lek _jnj"
    assert {c for c, text in texts.items() if text is not None} == {PropertyClass.IDENTITY}
    assert set(texts) == set(PropertyClass)


def test_a_text_is_bounded_and_has_no_repeats() -> None:
    syllables = ["ba", "da", "fa", "ga", "ja", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wa", "za"]
    aliases = [f"{a}{b}{c}" for a in syllables for b in syllables for c in syllables][:500]
    text = search_texts(PERSON, parts_of(alias=["somchai somchai", *aliases]))[PropertyClass.IDENTITY]
    assert text is not None
    terms = text.split()
    assert len(terms) == len(set(terms)) == MAX_WORDS_PER_TEXT + MAX_SOUNDS_PER_TEXT


def test_a_name_costs_a_few_terms_beside_its_words() -> None:
    text = search_texts(PERSON, parts_of(name="Siriphon Khamkaeo"))[PropertyClass.IDENTITY]
    assert text == "siriphon khamkaeo _jlpn _knk _bsypnknk _jlpnknk"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Siriporn Khamkaew", "Siriphon Khamkaeo"),
        ("Siriporn", "ศิริพร คำแก้ว"),
        ("Khamkaew", "ศิริพร คำแก้ว"),
        ("Theeraphong Saibua", "ธีรพงษ์ สายบัว"),
        ("Lin Haitao", "หลิน ไห่เทา"),
        ("林海涛", "หลิน ไห่เทา"),
        ("Somchay", "Somchai Jaidee"),
        ("ឈីវ ក័រតុង", "ชิว กั๋วต้ง"),
    ],
)
def test_two_spellings_of_a_name_share_a_sound(asked: str, written: str) -> None:
    text = search_texts(PERSON, parts_of(name=written))[PropertyClass.IDENTITY]
    assert set(read_question(asked).sounds) & set((text or "").split())


def test_a_code_is_found_as_the_vocabulary_has_it_and_by_its_words() -> None:
    texts = search_texts(ONTOLOGY.kind("Site"), parts_of("Site", siteType="scam-compound"))
    assert texts[PropertyClass.IDENTITY] == "scam-compound scam compound"


def test_what_a_kind_is_called_by_can_be_searched() -> None:
    named = [(k.name, p) for k in ONTOLOGY.kinds.values() for p in k.properties.values() if p.caption]
    assert [(kind, p.name) for kind, p in named if not (p.search or p.key)] == []


def test_identifiers_are_written_without_their_punctuation_in_the_text_of_their_class() -> None:
    texts = search_texts(
        PERSON, parts_of(country="TH", nationalId="3-1491-91588-06-9", phone="081 234 5678", email="A.b@mail.example")
    )
    assert texts[PropertyClass.IDENTITY] == ".3149191588069"
    assert set((texts[PropertyClass.CONTACT] or "").split()) == {".66812345678", ".abmailexample"}


def test_a_plate_is_written_with_and_without_its_province() -> None:
    texts = search_texts(ONTOLOGY.kind("Vehicle"), parts_of("Vehicle", plate="ភ្នំពេញ 2CD-1188", country="KH"))
    assert texts[PropertyClass.IDENTITY] == ".2cd1188phnompenh .2cd1188"


def test_the_key_of_a_selector_is_not_written_twice() -> None:
    texts = search_texts(ONTOLOGY.kind("PhoneNumber"), parts_of("PhoneNumber", number="+66812345678"))
    assert set(texts.values()) == {None}
    assert {"Vehicle", "IdentityDocument", "Person"} <= set(kinds_with_numbers(ONTOLOGY))
    assert "PhoneNumber" not in kinds_with_numbers(ONTOLOGY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2CD-1188", "2cd1188"),
        ("๑กข ๑๒๓๔", "1กข1234"),
        ("A.b@mail.example", "abmailexample"),
        ("2cd", "2cd"),
        ("-", ""),
    ],
)
def test_an_identifier_is_folded(text: str, code: str) -> None:
    assert fold_code(text) == code


def test_a_question_has_each_word_once() -> None:
    assert read_question("Somchai somchai SOMCHAI").words == ("somchai",)
    assert read_question("!!").begun == read_question("!!").exact == []


@pytest.mark.parametrize("text", ["a", "a b", "12", "1 2 3", "🙂", "77 4", "", "+"])
def test_single_letters_and_stray_digits_are_not_searched(text: str) -> None:
    question = read_question(text)
    assert (question.words, question.sounds, question.beginnings) == ((), (), ())


def test_a_number_in_groups_is_an_identifier_and_no_words() -> None:
    question = read_question("+855 77 474 938")
    assert question.words == question.sounds == ()
    assert question.beginnings == (".85577474938",)
    assert ".85577474938" in read_question("077 474 938").identifiers
    assert read_question("077 474 938", "TH").identifiers != read_question("077 474 938", "KH").identifiers
    assert read_question("2CD-1188 Phnom Penh").beginnings == (".2cd1188phnompenh", ".2cd1188")
    assert read_question("Hotel 888").words == ("hotel", "888")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("@golden_job88", "OnlineAccount|handle:telegram:golden_job88"),
        ("golden_job88", "OnlineAccount|handle:telegram:golden_job88"),
        ("TH:006:5328646949", "BankAccount|acct:TH:006:5328646949"),
        ("006-5328646949", "BankAccount|acct:TH:006:5328646949"),
        ("cn:passport:EJ0961620", "IdentityDocument|doc:CN:passport:EJ0961620"),
        ("KH:12:2CD1188", "Vehicle|plate:KH:12:2CD1188"),
    ],
)
def test_what_explanations_and_captions_print_is_found(text: str, key: str) -> None:
    assert key in readings_as_keys(load_ontology(), text, None, None)


def test_a_word_alone_is_no_name_of_an_account() -> None:
    assert readings_as_keys(load_ontology(), "Siriporn", None, None) == []


@given(st.text(max_size=40))
def test_no_word_looks_like_a_sound_or_an_identifier(text: str) -> None:
    question = read_question(text)
    assert all(not word.startswith((SOUND, IDENTIFIER)) for word in (*question.words, *question.romanised))
    assert all(term.startswith(SOUND) and term.split() == [term] for term in question.sounds)
    assert all(term.startswith(IDENTIFIER) for term in (*question.identifiers, *question.beginnings))
