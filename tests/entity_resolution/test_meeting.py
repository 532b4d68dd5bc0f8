"""Who meets by blocking keys, and beside what: persons by words of names, companies in English, sites by points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.meeting import meeting_ways, record_keys
from entity_resolution.comparing.model import load_models
from entity_resolution.tables.pair_records import read_pair
from entity_resolution.tables.pairs import scored_kind
from graph.blocks import split_terms
from tests.entity_resolution.blocking.test_blocking import keys
from tests.entity_resolution.evidence import linked, parts_of
from tests.entity_resolution.test_ways import Described

MODELS = load_models()


def meet(one: Described, other: Described) -> bool:
    """Tell whether one of two records finds the other."""
    keys = [record_keys(MODELS[r.kind], r.parts, r.linked).by_terms for r in (one, other)]
    return bool(meeting_ways(*keys, published=False))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Kriangkrai", "Kriangkrai Petcharat"),
        ("เกรียงไกร", "PETCHARAT KRIANGKRAI"),
        ("Thida", "Thida Sok"),
        ("ដារ៉ា", "Sok Dara"),
        ("Linh", "Nguyen Thi Linh"),
        ("志强", "陈志强"),
        ("민수", "김민수"),
        ("R. C. Joshi", "Ramesh Chandra Joshi"),
        ("C. Son", "Chanthy Son"),
    ],
)
def test_one_word_meets_a_name_in_full_that_has_it_beside_a_number_or_a_day(word: str, name: str) -> None:
    phone = [linked("PhoneNumber", "tel:+66812340678")]
    one, other = parts_of(name=word), parts_of(name=name)
    assert meet(Described(kind="Person", parts=one, linked=phone), Described(kind="Person", parts=other, linked=phone))
    dated = [Described(kind="Person", parts=parts_of(name=n, birthDate="1994-03-05")) for n in (word, name)]
    assert meet(*dated)
    assert not meet(Described(kind="Person", parts=one), Described(kind="Person", parts=other))
    vague = [Described(kind="Person", parts=parts_of(name=n, birthDate="1994-01-01")) for n in ("Thida", "Thida Sok")]
    assert not meet(*vague)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Общество с ограниченной ответственностью «Аврора Трейд»", "Avrora Trade OOO"),
        ("Аура Трейд", "Aura Trading"),
    ],
)
def test_companies_that_agree_in_english_meet_beside_a_number(one: str, other: str) -> None:
    sides = read_pair(scored_kind("Organization"), (one, {}), (other, {}))
    assert not sides[0].keys.isdisjoint(sides[1].keys)
    phone = [linked("PhoneNumber", "tel:+66812340678")]
    assert meet(*(Described(kind="Organization", parts=side.parts, linked=phone) for side in sides))
    assert not meet(*(Described(kind="Organization", parts=side.parts) for side in sides))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ironbridge & Suwannee Bakery Inc.", "Ironbridge & Suawnnee Bakery Inc."),
        ("Evergreen & Summit Tools Inc.", "Evergreen's & Summit Tool"),
    ],
)
def test_companies_meet_by_a_part_of_their_names_beside_the_day_of_their_founding(one: str, other: str) -> None:
    def founded(name: str, day: str) -> Described:
        return Described(kind="Organization", parts=parts_of("Organization", name=name, incorporationDate=day))

    assert meet(founded(one, "2019-05-06"), founded(other, "2019-05-06"))
    assert not meet(founded(one, "2019-05-06"), founded(other, "2019-05-07"))
    # Registers write the first of January where they know the year alone.
    assert not meet(founded(one, "2019-01-01"), founded(other, "2019-01-01"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ni Luh Putu Ayu Astuti", "Luh Putu Ayu Astuti"),
        ("Siti Nur Aisyah Putri Lestari", "Nur Aisyah Putri Lestari"),
        ("Yusuf Jayadi", "Joesoef Djajadi"),
        ("Vincent Chiu Kuan-ting", "邱冠廷"),
        ("Md Tanvir Rahman (Shuvo)", "Tanvir Rahman"),
        ("Þeyma Doðan", "Şeyma Doğan"),
        ("Anil K.C.", "Anil Khatri Chhetri"),
        ("Geeta Chaudhary Sarma", "Geeta Sarma"),
        ("Ghulam Bibi Qureshi", "Bibi Qureshi"),
    ],
)
def test_names_of_common_words_that_agree_meet_beside_a_number_or_a_day(one: str, other: str) -> None:
    phone = [linked("PhoneNumber", "tel:+66812340678")]
    assert meet(*(Described(kind="Person", parts=parts_of(name=name), linked=phone) for name in (one, other)))
    assert meet(*(Described(kind="Person", parts=parts_of(name=name, birthDate="1994-03-05")) for name in (one, other)))
    assert not meet(*(Described(kind="Person", parts=parts_of(name=name)) for name in (one, other)))


def test_two_names_in_full_are_no_pair_by_a_common_word() -> None:
    phone = [linked("PhoneNumber", "tel:+66812340678")]
    one, other = (
        Described(kind="Person", parts=parts_of(name=name), linked=phone) for name in ("Thida Sok", "Thida Chea")
    )
    assert not meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wahuydi", "Wahyudi"),
        ("Zohu Mei", "ZHOU MEI"),
        ("Dwi Praestyo", "Prasetyo Dwi"),
        ("Dwi Praestyo", "Tri Prasetyo"),
    ],
)
def test_a_slip_keeps_no_two_apart_who_were_born_on_one_day(one: str, other: str) -> None:
    def both(born: str, born_of_other: str) -> bool:
        left, right = parts_of(name=one, birthDate=born), parts_of(name=other, birthDate=born_of_other)
        return meet(Described(kind="Person", parts=left), Described(kind="Person", parts=right))

    assert both("1994-03-05", "1994-03-05")
    assert not both("1994-03-05", "1995-03-05")
    assert not both("1994-01-01", "1994-01-01")
    stranger = Described(kind="Person", parts=parts_of(name="Hanafi Kusuma", birthDate="1994-03-05"))
    assert not meet(Described(kind="Person", parts=parts_of(name=one, birthDate="1994-03-05")), stranger)


@pytest.mark.parametrize(
    ("other", "position", "found"),
    [
        ("Red Ample Hotel", "10.60871,103.52904", True),
        ("Red Ample Hotel", "10.60857,103.52911", True),
        ("Red Ample Hotel", "10.60899,103.52871", True),  # beyond the border of a cell
        ("Red Ample Hotel", "10.6135,103.5290", False),  # half a kilometre
        ("Golden Ocean Hotel", "10.60871,103.52904", False),
        ("Red Ample Hotel", "10.609,103.529", False),  # the position of a town
    ],
)
def test_sites_at_one_point_meet_by_a_word_that_begins_alike(other: str, position: str, found: bool) -> None:
    one = parts_of("Site", name="Red Maple Hotel", coordinates="10.60871,103.52904")
    two = parts_of("Site", name=other, coordinates=position)
    assert meet(Described(kind="Site", parts=one), Described(kind="Site", parts=two)) is found
    assert not keys("Site", name="Hotel", coordinates="10.60871,103.52904") & keys(
        "Site", name="Casino", coordinates="10.60871,103.52904"
    )


SITES = ("Red Maple Hotel", "Red Ample Hotel", "Maple Garden", "Golden Ocean Casino", "Golden Ocean")
metres = st.integers(-4_500, 4_500).map(lambda millionths: millionths / 1_000_000)


@given(
    st.sampled_from(SITES), st.sampled_from(SITES), metres, metres, st.sampled_from([(10.6087, 103.529), (-89, -179)])
)
def test_sites_meet_or_not_whichever_of_them_comes_last(
    one: str, other: str, up: float, right: float, centre: tuple[float, float]
) -> None:
    places = (centre, (centre[0] + up, centre[1] + right))
    left, right_ = (
        record_keys(
            MODELS["Site"], parts_of("Site", {"name": name, "country": "KH", "coordinates": f"{a:.6f},{b:.6f}"})
        ).indexed
        for name, (a, b) in zip((one, other), places, strict=True)
    )
    found = not {*split_terms(left.found_by)}.isdisjoint(split_terms(right_.looks_for))
    assert found is not {*split_terms(right_.found_by)}.isdisjoint(split_terms(left.looks_for))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Andaman Sun Building Phase 2", "Andaman Sun Buildiing Phase 2", True),
        ("Huanya International Park", "Huanya Internatinal Park", True),
        ("Silver Sun Hotel 2", "Silver Sun Hotel2", True),
        ("Royal Park Compound", "Royal Park Comppound", True),
        ("Royal Park Compound", "Royal Mall Compoound", False),
        ("Kaibo Hotel", "Kunlun Htel", False),  # of two words the initials gather too many
    ],
)
def test_a_slip_in_the_kind_of_house_keeps_no_two_sites_of_one_country_apart(one: str, other: str, found: bool) -> None:
    def both(country: str, of_other: str) -> bool:
        left = parts_of("Site", {"name": one, "country": country})
        right = parts_of("Site", {"name": other, "country": of_other})
        return meet(Described(kind="Site", parts=left), Described(kind="Site", parts=right))

    assert both("KH", "KH") is found
    assert not both("KH", "TH")
