"""Names in letters that sound alike are one name, and in those that do not they are two."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ሐና ኃይሉ", "ሃና ሀይሉ"),
        ("ፀሐይ በቀለ", "ጸሀይ በቀለ"),
        ("ሠላማዊት ዓለሙ", "ሰላማዊት አለሙ"),
        ("ዐቢይ ኅሩይ", "አቢይ ሕሩይ"),
        ("সামসুল হক", "শামসুল হক"),
        ("বিনা রায়", "বীণা রায়"),
        ("ऊषा राई", "उषा राई"),
        ("सुनीता थापा", "सुनिता थापा"),
        ("Фёдор Семёнов", "Федор Семенов"),
    ],
)
def test_letters_that_sound_alike_write_one_name(one: str, other: str) -> None:
    left, right = person_name(one), person_name(other)
    for found in (compare_names(left, right, NameKind.PERSON), compare_names(right, left, NameKind.PERSON)):
        assert (found.similarity, found.agrees) == (1.0, True)
    assert left.keys & right.keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ሁሴን አሊ", "ሀሰን አሊ"),
        ("ሸዋ በቀለ", "ሰዋ በቀለ"),
        ("ታደሰ አበበ", "ታደለ አበበ"),
        ("বিনা রায়", "বেনা রায়"),
        ("रमेश थापा", "रामेश थापा"),
        ("Елена Львова", "Алена Львова"),
    ],
)
def test_letters_of_other_sounds_are_not_written_for_one_another(one: str, other: str) -> None:
    found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert found.level is not NameLevel.EXACT_NATIVE
    assert found.how != "as written"
