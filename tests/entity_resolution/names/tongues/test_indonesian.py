"""Indonesian names in the spelling from before 1972 and in today's (all invented)."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.indonesian import in_new_spelling, is_in_old_spelling, without_old_letters


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wahjuni", "Wahyuni"),
        ("Sri Wahjono", "Sri Wahyono"),
        ("Tjahjono Soerjo", "Cahyono Suryo"),
        ("Djoko Surjadi", "Joko Suryadi"),
        ("Soetjipto Wahjoedi", "Sucipto Wahyudi"),
        ("Achmad Jarwoto", "Achmad Yarwoto"),
        ("Ahmad Jarwoto", "Achmad Yarwoto"),
        ("Moehammad Jakub", "Muhammad Yakub"),
        ("Janti Widjajanto", "Yanti Wijayanto"),
        ("Chairil Hasboelah", "Khairil Hasbulah"),
        ("Rachmat Anoear", "Rahmat Anwar"),
        ("Dzulkarnain Lubis", "Zulkarnain Lubis"),
        ("Chairoel Sjah", "Khairul Syah"),
        ("Achjar Djoenaidi", "Achyar Junaidi"),
    ],
)
def test_a_name_is_one_in_old_and_new_spelling(old: str, new: str) -> None:
    left, right = person_name(old), person_name(new)
    assert compare_names(left, right, NameKind.PERSON).agrees
    assert left.keys & right.keys


def test_a_j_alone_is_no_sign_of_the_old_spelling() -> None:
    assert [is_in_old_spelling(word) for word in ("wijaya", "mahjoub", "bahjat", "wahyuni", "dje")] == [False] * 5
    assert without_old_letters("tjahjadi") == "cahyadi"
    assert in_new_spelling("tjahjadi") == in_new_spelling("cahyadi") == "chahyadi"


def test_a_j_without_another_old_word_is_no_y() -> None:
    for one, other in (
        ("Joko Wibawa", "Yoko Wibawa"),
        ("Djoko Wibawa", "Yoko Wibawa"),
        ("Jani Permata", "Yani Permata"),
    ):
        assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("bare", "with_letters"),
    [
        ("Soenardjono", "H.M. Soenardjono"),
        ("Sunarjono", "H.O.S. Soenardjono"),
        ("Sumiarti", "R.A. Sumiarti"),
        ("Sumiarti", "H. Sumiarti"),
        ("Satrio Adhi Soeroto", "R.M. Satrio Adhi Soeroto"),
    ],
)
def test_a_name_is_found_behind_the_letters_of_titles(bare: str, with_letters: str) -> None:
    left, right = person_name(bare), person_name(with_letters)
    assert left.keys & right.keys
    assert compare_names(left, right, NameKind.PERSON).bits > 0


def test_other_letters_hide_a_lone_name() -> None:
    assert not person_name("Vellan").keys & person_name("K. Vellan").keys
