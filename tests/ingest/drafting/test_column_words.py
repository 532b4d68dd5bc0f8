"""The list of words that head columns: each stands for one meaning, in each language, and is found as it is written."""

from importlib.resources import files

import pytest

from ingest.drafting.column_words import HeadingWord, Meaning, column_words, folded_heading, heading_word

LANGUAGES = {"en", "th", "km", "ms", "id", "vi", "zh", "my", "lo", "fil"}


def lines() -> list[tuple[str, str, list[str]]]:
    text = (files("ingest.drafting") / "data" / "column_words.tsv").read_text(encoding="utf-8")
    parts = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(meaning, language, words.split(";")) for meaning, language, words in parts]


def test_each_meaning_has_words_in_each_language() -> None:
    assert {(meaning, language) for meaning, language, _ in lines()} == {
        (str(meaning), language) for meaning in Meaning for language in LANGUAGES
    }


def test_no_word_stands_for_two_meanings() -> None:
    found: dict[str, set[str]] = {}
    for meaning, _, words in lines():
        for word in words:
            assert word.strip() == word
            assert folded_heading(word), word
            found.setdefault(folded_heading(word).replace(" ", ""), set()).add(meaning)
    assert {word: meanings for word, meanings in found.items() if len(meanings) > 1} == {}
    assert len(column_words()) == len(found)


@pytest.mark.parametrize(("meaning", "word"), [(m, word) for m, _, words in lines() for word in words])
def test_a_heading_that_is_a_word_means_that(meaning: str, word: str) -> None:
    for heading in (word, f" {word.upper()} :", word.replace(" ", "_")):
        assert heading_word(heading) == HeadingWord(Meaning(meaning), is_whole=True)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("dateOfBirth", Meaning.BIRTH_DATE),
        ("D.O.B.", Meaning.BIRTH_DATE),
        ("ชื่อ - นามสกุล", Meaning.FULL_NAME),
        ("ＰＨＯＮＥ", Meaning.PHONE),
        ("Bank\nAccount No.", Meaning.ACCOUNT),
    ],
)
def test_letters_alone_count(heading: str, meaning: Meaning) -> None:
    assert heading_word(heading) == HeadingWord(meaning, is_whole=True)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Passport of guardian", Meaning.PASSPORT),
        ("เบอร์โทร (มารดา)", Meaning.PHONE),
        ("监护人电话号码", Meaning.PHONE),
        ("Tên ngân hàng của nạn nhân", Meaning.BANK),
    ],
)
def test_a_heading_that_holds_a_word_is_not_the_word_alone(heading: str, meaning: Meaning) -> None:
    assert heading_word(heading) == HeadingWord(meaning, is_whole=False)


@pytest.mark.parametrize("heading", ["Hotel", "Sample", "(column 3)", "", "xyz", "Stage", "Phone Email"])
def test_a_word_within_another_and_two_of_one_length_mean_nothing(heading: str) -> None:
    assert heading_word(heading) is None
