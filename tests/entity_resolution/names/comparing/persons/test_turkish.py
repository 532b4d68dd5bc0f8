"""A Turkish C is said J and is no K: Sercan and Serkan are two. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from tests.entity_resolution.scored_pairs import on_both, scored

_HOME = {"phone": "+905320340678", "address": "12 Lale Sokak, Bursa"}
_BORN = {"birthDate": "1990-03-14", "phone": "+905320340678"}
_PASSPORT = on_both({"passportNumber": "U48123457"})


def level(left: str, right: str) -> NameLevel:
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON).level
    assert compare_names(other, one, NameKind.PERSON).level is found
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Serkan Karadağlı", "Sercan Karadağlı"),
        ("Erkan Karadagli", "Ercan Karadagli"),
        ("Özkan Karadağlı", "Ozcan Karadagli"),
        ("Karadağlı Gürkan", "Karadağlı Gürcan"),
        ("Kemal Karadağlı", "Cemal Karadağlı"),
        ("Kaan Karadağlı", "Can Karadağlı"),
        ("Emre Özkan", "Emre Özcan"),
    ],
)
def test_a_turkish_name_with_c_and_one_with_k_are_a_siblings(left: str, right: str) -> None:
    assert level(left, right) is NameLevel.SIBLING
    for evidence in (_HOME, _BORN, _BORN | {"nationality": "TR"}):
        found = scored("Person", left=left, right=right, **on_both(evidence))
        assert found.outcome is Outcome.REVIEW
        assert "perhaps two of one family" in found.why


@pytest.mark.parametrize("country", ["TR", "AZ"])
def test_of_two_from_turkey_or_azerbaijan_any_c_is_no_k(country: str) -> None:
    cells = on_both(_BORN | {"nationality": country})
    assert scored("Person", left="Canan Karadağlı", right="Kanan Karadağlı", **cells).outcome is Outcome.REVIEW
    unknown = on_both(_BORN)
    assert scored("Person", left="Canan Brandvold", right="Kanan Brandvold", **unknown).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Marcus Karadağlı", "Markus Karadağlı"),
        ("Eric Brandvold", "Erik Brandvold"),
        ("Catarina Brandvold", "Katarina Brandvold"),
        ("Duncan Brandvold", "Dunkan Brandvold"),
        ("Carim Brandvold", "Karim Brandvold"),
        # Without its marks, and spelt out.
        ("Gürcan Karadağlı", "GURCAN KARADAGLI"),
        ("Çetin Karadağlı", "Chetin Karadagli"),
        ("Işıl Karadağlı", "Isil Karadagli"),
        ("Kaan Karadağlı", "Kan Karadagli"),
    ],
)
def test_spellings_of_one_name_stay_one(left: str, right: str) -> None:
    assert level(left, right) in (NameLevel.VARIANT, NameLevel.EXACT_LATIN)


def test_a_document_joins_what_a_clerk_wrote_with_another_letter() -> None:
    found = scored("Person", left="Serkan Karadağlı", right="Sercan Karadağlı", **on_both(_BORN), **_PASSPORT)
    assert found.outcome is Outcome.MATCH
