"""A name of one word beside a longer one that has it: a human looks where something strong is shared, nobody joins.

All names and numbers are invented.
"""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of, name_form
from entity_resolution.names import NameKind, NameLevel, person_name
from tests.entity_resolution.resolved_records import edges, together
from tests.entity_resolution.scored_pairs import on_both, scored
from tests.world import World, link, record

PHONE, BORN, PASSPORT = "+66812340678", "1994-03-05", "AB1234567"

WORDS = [
    ("Kriangkrai", "Kriangkrai Petcharat"),
    ("เกรียงไกร", "Kriangkrai Petcharat"),
    ("กนกวรรณ", "กนกวรรณ สุขสวัสดิ์"),
    ("กนกวรรณ", "Kanokwan Suksawat"),
    ("Ms. Kanokwan", "SUKSAWAT KANOKWAN"),
    ("Thida", "Thida Sok"),
    ("ដារ៉ា", "Sok Dara"),
    ("Linh", "Nguyen Thi Linh"),
    ("Rizky", "Rizky Ramadhan"),
    ("Joselito", "Joselito Anthony Tolentino"),
    ("Muhammad Waqas", "Muhammad Waqas Gondal"),
    ("Mohamed Reda", "Mohammed Reda Sqalli"),
    ("Mark Joseph", "Mark Joseph Calinog"),
    ("Liz Nekesa", "Elizabeth Nekesa Barasa"),
    ("志强", "陈志强"),
    ("민수", "김민수"),
]
NO_WORDS = [
    ("Nguyen", "Nguyen Thi Linh"),
    ("Thi", "Nguyen Thi Linh"),
    ("Đỗ", "Đỗ Minh Phúc"),
    ("Md.", "Md. Rafiqul Islam"),
    ("মোঃ", "Mohammad Rofiqul Islam"),
    ("Siti", "Siti Rahmawati Dewi"),
    ("Ng", "Ng Fung Chun"),
    ("陈", "陈志强"),
    ("志强", "陈志明"),
    ("K", "Kriangkrai Petcharat"),
    ("Somsak", "Kriangkrai Petcharat"),
    ("Wichai", "Kriangkrai Wichit"),
    ("Kriangkrai Somboon", "Kriangkrai Petcharat"),
    ("Muhammad Adnan", "Muhammad Waqas Gondal"),
    ("Mark Anthony", "Mark Joseph Calinog"),
    ("Lydia Nekesa", "Elizabeth Nekesa Barasa"),
    # Where each syllable is a name.
    ("Aung Kyaw", "Aung Kyaw Moe"),
    ("Nguyen Thi", "Nguyen Thi Linh"),
]


@pytest.mark.parametrize(("word", "name"), WORDS)
def test_a_name_that_is_one_word_of_another_speaks_a_little_for_a_pair(word: str, name: str) -> None:
    forms = [person_name(word)], [person_name(name)]
    there, back = compare_names_of(NameKind.PERSON, *forms), compare_names_of(NameKind.PERSON, *reversed(forms))
    assert (there.level, there.agrees) == (back.level, back.agrees) == (NameLevel.ONE_WORD, True)
    assert 0 < there.bits == back.bits <= 6


@pytest.mark.parametrize(("word", "name"), WORDS)
def test_a_phone_or_a_birth_date_leaves_it_to_a_human_and_both_join_nobody(word: str, name: str) -> None:
    def outcome(**shared: str) -> Outcome:
        there = scored("Person", left=word, right=name, **on_both(shared)).outcome
        assert scored("Person", left=name, right=word, **on_both(shared)).outcome is there
        return there

    assert outcome() is Outcome.NONE
    assert outcome(nationality="TH", birthDate="1994", sex="male") is Outcome.NONE
    assert outcome(phone=PHONE) is Outcome.REVIEW
    assert outcome(birthDate=BORN) is Outcome.REVIEW
    everything = {"phone": PHONE, "birthDate": BORN, "nationality": "TH", "email": "a.b@lotus.example"}
    assert outcome(**everything) is Outcome.REVIEW
    assert outcome(**everything, address="12/1 Silom Road, Bangkok") is Outcome.REVIEW
    assert outcome(**everything, passportNumber=PASSPORT) is Outcome.MATCH


@pytest.mark.parametrize(("word", "name"), NO_WORDS)
def test_a_surname_alone_and_what_stands_before_a_name_say_nobody(word: str, name: str) -> None:
    assert compare_names_of(NameKind.PERSON, [person_name(word)], [person_name(name)]).level != NameLevel.ONE_WORD
    assert scored("Person", left=word, right=name, **on_both({"phone": PHONE})).outcome is Outcome.NONE


def test_an_alias_of_one_word_takes_nothing_from_a_name_in_full() -> None:
    short = [name_form(name, NameKind.PERSON) for name in ("Kriangkrai", "Kriangkrai Petcharat")]
    full = [name_form("Kriangkrai Petcharat", NameKind.PERSON)]
    assert compare_names_of(NameKind.PERSON, short, full).level == NameLevel.EXACT_NATIVE


def test_one_word_is_found_among_many_names() -> None:
    names = ["Somsak Boonmee", "Wichai Saelim", "Anan Chaidee", "Prasit Thongdee", "Kriangkrai Petcharat"]
    forms = [name_form(name, NameKind.PERSON) for name in names]
    assert compare_names_of(NameKind.PERSON, [person_name("Kriangkrai")], forms).level == NameLevel.ONE_WORD


def test_a_callers_word_and_a_passports_name_of_one_phone_wait_for_a_human(world: World) -> None:
    for agency, name in (("th-police", "เกรียงไกร"), ("kh-police", "Kriangkrai Petcharat"), ("my-police", "Somsak")):
        world.file(
            agency,
            record("Person", "1", name=name, nationality="TH"),
            record("PhoneNumber", "p", number=PHONE),
            link("USES", "1", "p"),
        )
    (edge,) = edges(world)
    assert {edge["a"], edge["b"]} == {world.id("th-police", "1"), world.id("kh-police", "1")}
    assert edge["r"]
    assert not together(world, ("th-police", "1"), ("kh-police", "1"))
