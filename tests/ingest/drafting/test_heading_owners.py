"""Words of a heading that say whose a column is: in each language, and none of the person's own says another's."""

from importlib.resources import files

import pytest

from ingest.drafting.column_words import Meaning, column_words
from ingest.drafting.heading_owners import Owner, heading_owner

LANGUAGES = {"en", "th", "km", "ms", "id", "vi", "zh", "my", "lo", "fil"}


def lines() -> list[tuple[str, str, list[str]]]:
    text = (files("ingest.drafting") / "data" / "heading_owners.tsv").read_text(encoding="utf-8")
    parts = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(owner, language, words.split(";")) for owner, language, words in parts]


def test_each_owner_has_words_in_each_language() -> None:
    assert {(owner, language) for owner, language, _ in lines()} == {
        (str(owner), language) for owner in Owner for language in LANGUAGES
    }


@pytest.mark.parametrize(("owner", "word"), [(owner, word) for owner, _, words in lines() for word in words])
def test_a_heading_that_is_a_word_says_that(owner: str, word: str) -> None:
    assert heading_owner(f" {word.upper()}: ") is Owner(owner)


@pytest.mark.parametrize(
    ("heading", "owner"),
    [
        ("Place of arrest", Owner.PLACE),
        ("Date of arrest", Owner.EVENT),
        ("Issue date of father's passport", Owner.ANOTHER_PERSON),
        ("สัญชาติ", None),
        ("សញ្ជាតិ", None),
        ("အသက်", None),
        ("Family name", None),
        ("Replacement", None),
    ],
)
def test_the_first_owner_counts_and_parts_of_other_words_do_not(heading: str, owner: Owner | None) -> None:
    assert heading_owner(heading) is owner


def test_no_word_for_a_number_or_a_day_of_the_person_names_another() -> None:
    meanings = set(list(Meaning)[list(Meaning).index(Meaning.BIRTH_DATE) :]) | {Meaning.FULL_NAME}
    owners = {word.text: heading_owner(word.text) for word in column_words().values() if word.meaning in meanings}
    assert {text for text, owner in owners.items() if owner in {Owner.ANOTHER_PERSON, Owner.DOCUMENT}} == set()
