"""Indonesian names in the spelling from before 1972 and in today's (all invented)."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.indonesian import in_new_spelling, is_in_old_spelling, without_old_letters


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wahjuni", "Wahyuni"),
        ("Sri Wahjono", "Sri Wahyono"),
        ("Tjahjono Soerjo", "Cahyono Suryo"),
        ("Djoko Surjadi", "Joko Suryadi"),
        ("Soetjipto Wahjoedi", "Sucipto Wahyudi"),
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
