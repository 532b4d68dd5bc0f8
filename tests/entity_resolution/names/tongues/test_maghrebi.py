"""Arabic names as the Maghreb spells them agree with their eastern spelling. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, person_name

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


@pytest.mark.parametrize(
    ("written", "french"),
    [
        *(("رشيد الفاسي", "Rachid El Fassi"), ("رشيد بنعلي", "Rachid Benali"), ("رشيد بن علي", "Rachid Ben Ali")),
        *(("قاسم بنعلي", "Kacem Benali"), ("سمير دحماني", "Samir Dahmani"), ("زهور بنعلي", "Zhour Benali")),
        *(("جواد قدور", "Jaouad Kaddour"), ("وليد وردي", "Oualid Ouardi"), ("نور الدين شرقي", "Noureddine Chergui")),
        *(("صفوان صحراوي", "Safouane Sahraoui"), ("عبد الرزاق بوكرش", "Abderrazak Boukerch")),
        # The H of a word's end is none of SH, KH, ZH, TH.
        *(("مليكة بنعلي", "Malika Benali"), ("نفيسة بوزيد", "Nafissa Bouzid"), ("يوسف بوعزة", "Youssef Bouazza")),
        # No article, no company's word, and no servant of God.
        *(("يوسف العلوي", "Youssef Alaoui"), ("يوسف العمراني", "Youssef El Amrani"), ("إلهام بنعلي", "Ilham Benali")),
        ("بديع بنعلي", "Badie Benali"),
        # A last Y that is said A, and a last H that is said T.
        *(("مصطفى بنعلي", "Mostafa Benali"), ("ليلى بنعلي", "Leila Benali"), ("موسى بنعلي", "Moussa Benali")),
        *(("عيسى بنعلي", "Aissa Benali"), ("سلمى بنعلي", "Salma Benali"), ("منى بنعلي", "Mouna Benali")),
        *(("هدى بنعلي", "Houda Benali"), ("بشرى بنعلي", "Bouchra Benali"), ("یحيي بنعلي", "Yahya Benali")),
        *(("نجاة بنعلي", "Najat Benali"), ("حياة بنعلي", "Hayat Benali")),
    ],
)
def test_a_name_in_arabic_letters_agrees_with_a_frenchmans_and_shares_a_key(written: str, french: str) -> None:
    one, other = person_name(written), person_name(french)
    assert compare_names(one, other, PERSON).level is NameLevel.ROMANISED
    assert compare_names(other, one, PERSON).level is NameLevel.ROMANISED
    assert may_agree(one, other, PERSON)
    assert not one.keys.isdisjoint(other.keys)


@pytest.mark.parametrize(
    ("written", "french"),
    [
        *(("مصطفى بنعلي", "Mostafi Benali"), ("هدى بنعلي", "Hadi Benali"), ("هادي بنعلي", "Houda Benali")),
        *(("دحماني منصور", "Damani Mansour"), ("قاسم بنعلي", "Karim Benali"), ("مليكة بنعلي", "Malikha Benali")),
    ],
)
def test_another_name_in_arabic_letters_does_not_agree(written: str, french: str) -> None:
    assert not compare_names(person_name(written), person_name(french), PERSON).agrees


def test_a_name_of_the_west_keeps_the_keys_that_it_has() -> None:
    """Those of Arabic letters stand beside the others: a name with Nora may be written in them."""
    one, other = person_name("Sylvia Nora Villanueva"), person_name("Sylvia Villanueva")
    assert [key for key in one.keys if key.startswith("a:")]
    assert not one.keys.isdisjoint(other.keys)
