"""Pairs that are one, written otherwise: old and new characters, maiden and trading names, titles.

All names are invented.
"""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import on_both, scored

SHARED = {"phone": "+66812340678", "address": "12/1 Silom Road, Bangkok"}


def _joins(kind: str, left: str, right: str) -> bool:
    cells = on_both(SHARED)
    outcomes = {scored(kind, left=one, right=other, **cells).outcome for one, other in ((left, right), (right, left))}
    assert len(outcomes) == 1
    return outcomes == {Outcome.MATCH}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("髙橋健一", "高橋健一"),
        ("斎藤健一", "齋藤健一"),
        ("山﨑健一", "山崎健一"),
        ("濱田健一", "浜田健一"),
        ("渡邉健一", "渡辺健一"),
        ("澤田なおみ", "沢田なおみ"),
        ("João Cordeiro Júnior", "João Cordeiro Jr."),
        ("Ram Bdr. Tamang", "Ram Bahadur Tamang"),
        ("Hari Pd. Koirala", "Hari Prasad Koirala"),
        ("Sita Kr. Koirala", "Sita Kumari Koirala"),
        ("Siriporn Jaidee née Khamkaew", "Siriporn Khamkaew"),
        ("Siriporn Jaidee (née Khamkaew)", "Siriporn Jaidee"),
        ("Anna Rowell born Blackmore", "Anna Blackmore"),
        ("ROWELL, Anna, née Blackmore", "Anna Blackmore"),
        ("Anna Rowell formerly known as Anna Blackmore", "Anna Blackmore"),
        ("ศิริพร ใจดี (นามสกุลเดิม คำแก้ว)", "ศิริพร คำแก้ว"),
        ("พ.ต.ท.หญิง สุนีย์ ใจดี", "สุนีย์ ใจดี"),
        ("น. ส. สุนีย์ ใจดี", "สุนีย์ ใจดี"),
        ("พ. ต. ท. สุนีย์ ใจดี", "สุนีย์ ใจดี"),
    ],
)
def test_one_person_written_otherwise_is_joined(left: str, right: str) -> None:
    assert _joins("Person", left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("João Cordeiro Júnior", "João Cordeiro"),
        ("João Cordeiro Júnior", "João Cordeiro Filho"),
        ("Ram Bdr. Tamang", "Ram Prasad Tamang"),
        ("Anna Rowell née Blackmore", "Anna Rowelson"),
        ("Anna Rowell née Blackmore", "Maria Blackmore"),
    ],
)
def test_another_person_is_not(left: str, right: str) -> None:
    assert not _joins("Person", left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kovarth Ltd doing business as Lotus Freight", "Lotus Freight Ltd"),
        ("Kovarth Ltd doing business as Lotus Freight", "Kovarth Ltd"),
        ("Kovarth Ltd, carrying on business under the name of Lotus Freight", "Lotus Freight"),
        ("Kovarth Ltd operating as Lotus Freight", "Lotus Freight"),
        ("한빛전자", "Hanbit Electronics Co., Ltd."),
        ("주식회사 한빛전자", "Hanbit Jeonja"),
        ("신라관광", "Silla Tourism"),
        ("금강건설", "Geumgang Construction"),
        ("종로무역", "Jongno Trading"),
        ("스타은행", "Sta Bank"),
    ],
)
def test_one_company_by_another_name_or_as_it_is_said_is_joined(left: str, right: str) -> None:
    assert _joins("Organization", left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("한빛전자", "Hanjin Electronics"), ("금강건설", "Geumsan Construction"), ("신라관광", "Sinra Steel")],
)
def test_another_company_as_it_is_said_is_not(left: str, right: str) -> None:
    assert not _joins("Organization", left, right)


@pytest.mark.parametrize("name", ["Wang Miss", "นาย จีน", "Mr Male", "中国人", "พ.ต.ท.หญิง", "น. ส."])
def test_a_title_a_sex_or_a_nation_beside_one_word_joins_nobody(name: str) -> None:
    assert not _joins("Person", name, name)
