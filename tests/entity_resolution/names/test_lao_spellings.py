"""Lao names in Latin letters, after French or English, are read as Lao: R is L, EU is OE. The names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name, site_name
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.scripts.thai import romanise_lao
from entity_resolution.names.tongues.tongue import looks_lao, may_be_lao


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bounkeut Phommachanh", "Bunkoet Phommachan"),
        ("Souphavanh Keomixay", "Suphavan Keomisai"),
        ("Arun Savathdy", "Aloun Savatdi"),
        ("Khoutphay Inthavong", "Khutphai Inthavong"),
        ("ບຸນເກີດ ພົມມະຈັນ", "Bounkeut Phommachanh"),
        ("ຄຳເປີຍ ແກ້ວມີໄຊ", "Khampeuy Keomixay"),
        ("ບຸນລ້ຽນ ສຸກທ່ຽງ", "Bounlian Soukthiang"),
        ("ແສງກ້ຽວ ສີວົງ", "Sengkiao Sivong"),
        ("Siprasert Sisavath", "Sipaseuth Sisavath"),
        ("Prasith Keomany", "Pasith Keomany"),
        ("ສີປະເສີດ ສີສະຫວາດ", "Siprasert Sisavath"),
    ],
)
def test_two_spellings_of_a_lao_name_agree(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bounkeut Phommachanh", "Bounkong Phommachanh"),
        ("Souphavanh Keomixay", "Souphaphone Keomixay"),
        ("Siprasert Sisavath", "Siprasit Sisavath"),
        ("Sipaseuth Sisavath", "Siprachan Sisavath"),
        ("ຄຳຫວ່າງ ສີມີໄຊ", "Khamvanh Simixay"),
        ("ຄຳຫວັນ ສີມີໄຊ", "Khamvang Simixay"),
    ],
)
def test_another_lao_name_does_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [("Houaphanh", "Huaphan"), ("Xieng Ngeun", "Muang Xiang Ngoen"), ("ຊຽງຂວາງ", "Xiangkhouang")],
)
def test_two_spellings_of_a_lao_place_agree(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).agrees


@pytest.mark.parametrize(
    ("written", "said"),
    [("ລ້ຽນ", "lian"), ("ກ້ຽວ", "kiao"), ("ທ່ຽງ", "thiang"), ("ສີວົງ", "sivong"), ("ຂໍ້າ", "kham"), ("ຄຳພອນ", "khamphon")],
)
def test_lao_writes_each_vowel(written: str, said: str) -> None:
    assert romanise_lao(written)[0] == said
    assert f"{said}o" not in romanise_lao(written)


def test_what_looks_lao() -> None:
    assert looks_lao(("bounkeut", "phommachanh"))
    assert not looks_lao(("robert", "harrison"))
    assert may_be_lao(("bounkeut", "phommachanh"))
    assert not may_be_lao(("robert", "schwartz"))


def test_lao_sounds_stand_beside_those_of_thai() -> None:
    assert sounds("keut", Tongue.LAO).near == sounds("koet", Tongue.LAO).near
    assert sounds("rath", Tongue.LAO).near == sounds("lat", Tongue.LAO).near
    assert sounds("keut", Tongue.THAI).near != sounds("koet", Tongue.THAI).near
