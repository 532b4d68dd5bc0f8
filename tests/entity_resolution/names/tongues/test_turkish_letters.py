"""Turkish letters that were read as those of Iceland are Turkish beside a Turkish name, and Icelandic elsewhere."""

from dataclasses import replace

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.turkish_letters import may_be_misread_turkish

NAMES = [
    ("Þeyma Doðan", "Şeyma Doğan"),
    ("Ýsmail Iþýk", "İsmail Işık"),
    ("Uður Þimþek", "Uğur Şimşek"),
    ("Yýldýz Tuðçe", "Yıldız Tuğçe"),
]


@pytest.mark.parametrize(("misread", "written"), NAMES)
def test_a_name_is_read_in_turkish_beside_a_turkish_one(misread: str, written: str) -> None:
    assert misread == written.encode("cp1254").decode("cp1252")
    found = compare_names(person_name(misread), person_name(written), NameKind.PERSON)
    assert (found.agrees, found.similarity) == (True, 1.0)
    assert "read as the other has it" in found.how
    assert not person_name(misread).keys.isdisjoint(person_name(written).keys)


def test_a_nationality_tells_it_beside_a_name_without_marks() -> None:
    one, other = (replace(person_name(name), countries=frozenset({"TR"})) for name in ("Uður Þimþek", "Ugur Simsek"))
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert not compare_names(person_name("Uður Þimþek"), person_name("Ugur Simsek"), NameKind.PERSON).agrees


def test_icelanders_and_vietnamese_keep_their_letters() -> None:
    found = compare_names(person_name("Þór Guðmundsson"), person_name("Thor Gudmundsson"), NameKind.PERSON)
    assert found.agrees
    assert "read as the other has it" not in found.how
    assert not may_be_misread_turkish("Nguyễn Như Ý")
