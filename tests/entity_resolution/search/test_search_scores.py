"""Scores of a search: names by the resolver's own comparison, words by their share, identifiers whole or begun."""

import pytest

from entity_resolution.names import NameKind
from entity_resolution.search.scores import FLOOR, first_guess, name_score
from entity_resolution.search.text import read_question, search_texts
from graph import PropertyClass, load_ontology
from tests.entity_resolution.evidence import parts_of

PERSON = load_ontology().kind("Person")


@pytest.mark.parametrize(
    ("asked", "name", "least"),
    [
        ("Siriporn Khamkaew", "ศิริพร คำแก้ว", 0.94),
        ("Siriporn Khamkaew", "Siriphon Khamkaeo", 0.95),
        ("Siriporn", "ศิริพร คำแก้ว", 0.79),
        ("Khamkaew", "ศิริพร คำแก้ว", 0.81),
        ("ศิริพร", "Siriphon Khamkaeo", 0.78),
        ("Theeraphong Saibua", "ธีรพงษ์ สายบัว", 0.97),
        ("Lin Haitao", "หลิน ไห่เทา", 0.96),
        ("林海涛", "หลิน ไห่เทา", 0.96),
        ("ឈីវ ក័រតុង", "ชิว กั๋วต้ง", 0.85),
        ("Somchai Jaidee", "Somchai Jaidee", 1.0),
    ],
)
def test_a_name_is_known_by_its_other_spellings(asked: str, name: str, least: float) -> None:
    assert least <= name_score(asked, name, NameKind.PERSON) <= 1.0


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Theeraphong Saibua", "ชัยวัฒน์ สายบัว"),
        ("Theeraphong Saibua", "วิชัย สายบัว"),
        ("Lin Haitao", "Aung Lin Tun"),
        ("林海涛", "Aung Lin Tun"),
        ("Romduol Sovann", "Hum Sovanny"),
        ("Siriporn", "Siriwan Khamkaeo"),
        ("Golden Typing Services", "Golden Enterprise Shipping"),
        ("ឈីវ ក័រតុង", "Qiu Guodong"),  # what Khmer readings of Mandarin do not reach
    ],
)
def test_a_name_that_shares_a_word_or_a_sound_is_noise(asked: str, name: str) -> None:
    assert name_score(asked, name, NameKind.PERSON) == 0.0 < FLOOR


def test_more_of_a_name_is_a_better_answer() -> None:
    scores = [
        name_score(text, "Siriporn Khamkaew", NameKind.PERSON)
        for text in ("Siriporn Khamkaew", "Siriphon Khamkaeo", "Siriporn", "Siriphon")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


@pytest.mark.parametrize(
    ("asked", "score"),
    [
        ("3149191588069", 1.0),
        ("3-1491-91588-06-9", 1.0),
        ("31491915", 0.843),
        ("314", 0.0),
        ("1588069", 0.0),
        ("Lek Noi", 0.9),
        ("Lek Boonmee", 0.45),
        ("bank lek noi", 0.6),
    ],
)
def test_words_and_identifiers_of_a_text(asked: str, score: float) -> None:
    text = search_texts(PERSON, parts_of(country="TH", nationalId="3149191588069", alias=["Lek", "Noi"]))
    assert first_guess(read_question(asked), text[PropertyClass.IDENTITY] or "") == pytest.approx(score, abs=0.001)
