"""Arabic names as the Maghreb spells them agree with their eastern spelling. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, may_agree, person_name

PERSON = NameKind.PERSON


@pytest.mark.parametrize(
    ("maghrebi", "eastern"),
    [
        ("Abdelkader Ennasr", "Abd al-Qadir al-Nasr"),
        ("Mohamed Ennasr", "Mohammad Annasr"),
        ("Hedi Ben Salah", "Hadi bin Saleh"),
        ("El Hedi Ben Salah", "Al Hadi bin Saleh"),
        ("Mohamed Essebsi", "Muhammad al-Sebsi"),
        ("Belkacem Haddad", "Abu al-Qasim Haddad"),
        ("Belkacem Haddad", "Abou El Kacem Haddad"),
        ("Moncef Haddad Ali", "Munsif Haddad Ali"),
        ("Nejib Ben Ali", "Najib bin Ali"),
        ("Menia Haddad Ali", "Mania Haddad Ali"),
        ("Abderrahmane Haddad", "Abdul Rahman Haddad"),
        ("Azzedine El Haddad", "Azzedin al-Haddad"),
    ],
)
def test_a_name_agrees_with_its_eastern_spelling(maghrebi: str, eastern: str) -> None:
    one, other = person_name(maghrebi), person_name(eastern)
    assert compare_names(one, other, PERSON).agrees
    assert compare_names(other, one, PERSON).agrees
    assert may_agree(one, other, PERSON)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Belkacem Haddad", "Kassem Haddad"),  # whose father he is
        ("Mohamed Ennaceur", "Mohamed Ennadhir"),
        ("Salah Ennaji", "Salah Ettaji"),
        ("Hedi Ben Salah", "Hadia Ben Salah"),
        ("Hesham Ali Hassan", "Hasham Ali Hassan"),  # from Egypt
        ("Essam Hassan Ali", "Sam Hassan Ali"),  # no article
        ("Assad Hassan Ali", "Saad Hassan Ali"),
        ("Neda Hassan", "Nada Hassan"),
        # Of a man and of a woman, or of two roots.
        ("Simone Ben Ali", "Simon Ben Ali"),
        ("Martine Djaziri", "Martin Djaziri"),
        ("Karime Hassan", "Karim Hassan"),
        ("Halime Hassan", "Halim Hassan"),
        ("Samire Djaziri", "Samir Djaziri"),
        ("Selim El Hassan", "Salem El Hassan"),
        ("Melek El Hassan", "Malik El Hassan"),
        ("Reda Ben Ali", "Rada Ben Ali"),
        ("Rena Ben Ami", "Rana Ben Ami"),
        ("Keren Ben Ari", "Karen Ben Ari"),
    ],
)
def test_another_name_stays_another(one: str, other: str) -> None:
    found = compare_names(person_name(one), person_name(other), PERSON)
    assert not found.agrees
    assert found.bits < 1
