"""Degrees of Indonesia, surnames of two words, Tamil letters, and what clerks write of Thai. All names are invented."""

import pytest

from entity_resolution.names import NameForm, NameKind, compare_names, person_name


def _agree(left: str, right: str) -> bool:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Drs. H. Ahmad Fauzi, M.Si", "Ahmad Fauzi"),
        ("Hj. Siti Aminah, S.Pd., M.Pd.", "Siti Aminah"),
        ("SANTOSO, Budi, S.Kom", "Budi SANTOSO"),
        ("Ahmad Fauzi, S.H., M.H.", "Ahmad Fauzi"),
        ("KELLER, J.M.", "J.M. KELLER"),
        ("KELLER, M.E.", "M.E. KELLER"),
        ("SMITH, M.Paul", "M.Paul SMITH"),
        ("LIM, SIP", "SIP LIM"),
    ],
)
def test_degrees_behind_a_comma_are_no_given_name(raw: str, name: str) -> None:
    assert person_name(raw).native == name


@pytest.mark.parametrize(
    ("left", "right"),
    [("Au Yeung Kin Wah", "歐陽健華"), ("Au Yeung Kin Wah", "Ouyang Jianhua"), ("Sze To Chi Ming", "司徒志明")],
)
def test_a_surname_of_two_words_is_one(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert _shares_key(one, other)
    assert _agree(left, right)


def _shares_key(left: NameForm, right: NameForm) -> bool:
    return not left.keys.isdisjoint(right.keys)


def test_another_given_name_behind_it_is_another_name() -> None:
    assert not _agree("Au Yeung Kin Wah", "歐陽志明")
    assert not _agree("Au Kin Wah", "歐陽健華")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Murugan Selvam", "முருகன் செல்வம்"),
        ("Sivakumar Natarajan", "சிவகுமார் நடராஜன்"),
        ("Senthil Annadurai", "செந்தில் அண்ணாதுரை"),
    ],
)
def test_tamil_writes_several_sounds_with_one_letter(left: str, right: str) -> None:
    assert _agree(left, right)


def test_another_tamil_name_is_another_name() -> None:
    assert not _agree("Murugan Selvan", "முருகன் செல்வம்")
    assert not _agree("Kumaran Selvam", "முருகன் செல்வம்")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("แก้ว ใจดี", "Keaw Jaidee"),
        ("คำ ใจดี", "Kum Jaidee"),
        ("Nor Aisyah Kamarudin", "Nur Aisyah binti Kamaruddin"),
    ],
)
def test_clerks_write_what_they_hear(left: str, right: str) -> None:
    assert _agree(left, right)
