"""Titles that stand behind a name or amid it are none of its words."""

import pyarrow as pa
import pytest

from entity_resolution.batch.fields import FieldType, clean_texts, sexes_by_titles
from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.comparing.persons.title_sexes import title_of_sex


@pytest.mark.parametrize(
    ("raw", "name", "sex"),
    [
        # A ticket or a manifest.
        ("BOONRIT/SUCHANAT MISS", "SUCHANAT BOONRIT", "female"),
        ("BOONRIT/KASEMMR", "KASEM BOONRIT", "male"),
        ("BOONRIT/PIMMSTR", "PIM BOONRIT", "male"),
        ("BOONRIT/KASEM MSTR CHD", "KASEM BOONRIT", "male"),
        ("DEL VALLE/JUAN MIGUEL MR", "JUAN MIGUEL DEL VALLE", "male"),
        ("BOONRIT/KASEM", "KASEM BOONRIT", None),
        # A guest list.
        ("BOONRIT KASEM MR", "BOONRIT KASEM", "male"),
        ("Boonrit Kasem (Mr.)", "Boonrit Kasem", "male"),
        ("Boonrit Mrs. Suchanat", "Boonrit Suchanat", "female"),
        ("Nuwan Edirisuriya Dr", "Nuwan Edirisuriya", None),
        ("BOONRIT SUCHANAT MS", "BOONRIT SUCHANAT", "female"),
        # A degree, whose child somebody is, a name that ends so, words cut short, two names, a surname and no name.
        ("Kasem Boonrit MS", "Kasem Boonrit MS", None),
        ("SELVAN A/L PERUMAL", "SELVAN A/L PERUMAL", None),
        ("FAHMY/AMR", "AMR FAHMY", None),
        ("G/MARIAM TADELECH", "G/MARIAM TADELECH", None),
        ("Kasem/Somkid Boonrit", "Kasem/Somkid Boonrit", None),
        ("Wang Miss", "Wang Miss", None),
        ("Dr Mrs Anita Rao", "Anita Rao", "female"),
        ("Raden Mas Suryo Kadarman", "Suryo Kadarman", "male"),
        ("W/ro Tadelech Girma", "Tadelech Girma", "female"),
    ],
)
def test_a_title_behind_a_name_or_amid_it_is_taken_off(raw: str, name: str, sex: str | None) -> None:
    form = person_name(raw)
    told = title_of_sex(form)
    assert (form.native, told and told[0]) == (name, sex)


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("BOONRIT/SUCHANAT MISS", "Suchanat Boonrit", NameLevel.EXACT_NATIVE),
        ("TEO/WEILIANG MR", "Teo Wei Liang", NameLevel.TOKENS_REORDERED),
        ("BOONRIT MISS SUCHANAT", "Suchanat Boonrit", NameLevel.TOKENS_REORDERED),
        # Brother and sister, or another of the family.
        ("BOONRIT/SUCHANAT MISS", "Suchart Boonrit", NameLevel.WEAK),
    ],
)
def test_a_name_on_a_ticket_is_that_on_a_passport(left: str, right: str, level: NameLevel) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).level is level


def test_a_title_behind_a_name_in_a_field_of_its_own_is_taken_off() -> None:
    degree = pa.array(["Kasem Boonrit MS", "KASEM BOONRIT MS"])
    assert clean_texts(FieldType.NAME, degree, None).to_pylist() == ["kasem boonrit"] * 2
    assert sexes_by_titles([degree]).to_pylist() == [None, "female"]
    given = pa.array(["kasem", "kasem mr", "suchanat miss", "miss"])
    assert clean_texts(FieldType.NAME, given, None).to_pylist()[:3] == ["kasem", "kasem", "suchanat"]
    assert sexes_by_titles([given]).to_pylist()[:3] == [None, "male", "female"]
