"""An alias that two records have beside own names that are unlike: it joins nobody, and a human looks.

A desk of recruiters goes by one trade name, a group's companies by the group's, a zone's compounds by the zone's. All
names, numbers and places are invented.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

import pytest

from entity_resolution.comparing.comparisons import compare, part_of
from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.names import NameLevel
from entity_resolution.tables.pairs import ScoredPair
from graph import PropertyClass
from graph.matches import Evidence
from ingest import SubmittedItem
from tests.entity_resolution.compared_values import MODELS, model
from tests.entity_resolution.evidence import parts_of
from tests.entity_resolution.resolved_records import together
from tests.entity_resolution.scored_pairs import on_both, scored
from tests.entity_resolution.views.test_contested import of, waiting_in
from tests.world import World, link, record

PHONE, MAIL, BORN = "+85512345671", "bella.q71@mail.example", "1990-03-05"
Side = tuple[str, str]
"""An own name and an alias; either may be empty."""


def pair(kind: str, left: Side, right: Side, shared: Mapping[str, str]) -> ScoredPair:
    """Return the score of two records, which is the same in either order."""
    there, back = (
        scored(
            kind,
            **{
                column: text
                for column, text in zip(("left", "left_alias", "right", "right_alias"), (*one, *other), strict=True)
                if text or not column.endswith("alias")
            },
            **on_both(shared),
        )
        for one, other in ((left, right), (right, left))
    )
    assert (there.outcome, there.bits) == (back.outcome, back.bits)
    return there


# Own names of several peoples that are nothing alike.
PEOPLE = [
    ("Htun Lin Aung", "Kyaw Myo Thant"),
    ("Trương Công Định", "Lương Bá Khải"),
    ("Kiplimo Rotich", "Otieno Ogola"),
    ("Zhang Haifeng", "刘国庆"),
    ("Saman Nilmini", "Marlon Zubiri"),
    ("Chan Sopheap", "Chan Sophorn"),
]
OF_A_DESK: list[dict[str, str]] = [
    {"phone": PHONE},
    {"email": MAIL},
    {"phone": PHONE, "email": MAIL},
    {"phone": PHONE, "birthDate": "1990"},
    {"birthDate": BORN, "nationality": "MM"},
    {"phone": PHONE, "address": "7 Acacia Road, Bavet"},
]


class TestPersons:
    @pytest.mark.parametrize("shared", OF_A_DESK, ids="+".join)
    @pytest.mark.parametrize(("one", "other"), PEOPLE)
    def test_what_a_desk_has_joins_no_two_who_go_by_its_name(
        self, one: str, other: str, shared: dict[str, str]
    ) -> None:
        for alias in ("HR Bella", "Team Leader Jack", "Tony Wang"):
            found = pair("Person", (one, alias), (other, alias), shared)
            assert (found.outcome, found.blocked) == (Outcome.REVIEW, True)
            assert "alias of both" in found.why
        strong = {name: "birth-date" if name == "birthDate" else name for name in shared}
        said = " and ".join(
            strong[name] for name in sorted(shared) if name in {"email", "phone"} or shared[name] == BORN
        )
        assert (
            f"another name of both agrees and no own name of either, and nothing but {said} speaks for it" in found.why
        )

    def test_likewise_of_names_in_one_cell_and_of_one_word(self) -> None:
        for one, other in ((f"{a} @ Brother Long", f"{b} @ Brother Long") for a, b in PEOPLE):
            assert pair("Person", (one, ""), (other, ""), {"phone": PHONE}).outcome is Outcome.REVIEW
        beside = {"phone": PHONE, "email": MAIL}
        assert pair("Person", ("Somchai Jaidee", "Lek"), ("Malee Thongtae", "Lek"), beside).outcome is Outcome.REVIEW

    @pytest.mark.parametrize(
        "shared",
        [
            {"passportNumber": "MB1234567", "nationality": "MM"},
            {"phone": PHONE, "birthDate": BORN},
            {"email": MAIL, "birthDate": BORN},
        ],
        ids="+".join,
    )
    def test_a_document_or_a_birth_date_and_a_number_complete_it(self, shared: dict[str, str]) -> None:
        found = pair("Person", ("Htun Lin Aung", "HR Bella"), ("Kyaw Myo Thant", "HR Bella"), shared)
        assert found.outcome is Outcome.MATCH

    @pytest.mark.parametrize(
        ("left", "right"),
        [
            (("Htun Lin Aung", "HR Bella"), ("HR Bella", "")),
            (("Htun Lin Aung", "Zaw Lin Myat"), ("Zaw Lin Myat", "")),
            (("Htun Lin Aung @ HR Bella", ""), ("HR Bella", "")),
            (("Htun Lin Aung", "HR Bella"), ("ထွန်းလင်းအောင်", "HR Bella")),
            (("Chen Zhiqiang", "Boss Dragon Lin"), ("Tan Chee Keong", "Boss Dragon Lin")),
            (("Mohamed Ben Tahirou", "Uncle Sam"), ("Muhammad bin Tahiru", "Uncle Sam")),
            (("", "HR Bella"), ("Kyaw Myo Thant", "HR Bella")),
            (("Unknown", "HR Bella"), ("Kyaw Myo Thant", "HR Bella")),
            (("Htun Lin Aung", "Kyaw Myo Thant"), ("Zaw Lin Myat", "Htun Lin Aung")),
        ],
    )
    def test_whose_own_name_agrees_with_a_name_of_the_other_is_joined_as_before(self, left: Side, right: Side) -> None:
        assert pair("Person", left, right, {"phone": PHONE, "email": MAIL}).outcome is Outcome.MATCH

    def test_either_of_two_own_names_of_a_record_is_its_own(self) -> None:
        owns = (["Htun Lin Aung", "HR Bella"], ["Kyaw Myo Thant", "HR Bella"])
        assert level_of("Person", *({"name": names} for names in owns)) == NameLevel.EXACT_NATIVE
        assert level_of("Person", *({"name": own, "alias": also} for own, also in owns)) == NameLevel.ALIAS


def level_of(kind: str, *records: Mapping[str, str | list[str]]) -> str:
    """Return the level at which the names of two records agree, in the graph."""
    one = model("name", kind)
    found = compare(one, *(part_of(parts_of(kind, record), one.property_class) for record in records))
    assert found is not None
    return found.level


GROUP = "Jade Lotus Group"
COMPANIES = [
    ("Sovereign Dragon Property Co., Ltd", "Mekong Delta Gaming Co., Ltd"),
    ("鑫源物业有限公司", "海纳科技有限公司"),
    ("鑫源物业有限公司", "Mekong Delta Gaming"),
    ("Hengli Labour Services", "Yuanda Travel Agency"),
    ("Apex Capital I", "Apex Capital II"),
    ("Jin Bei (Cambodia) Group", "Jin Bei (Thailand) Group"),
]
OF_A_GROUP: list[dict[str, str]] = [
    {"phone": PHONE},
    {"website": "https://g71.example"},
    {"incorporationDate": "2014-03-12"},
    {"phone": PHONE, "address": "No. 71, Street 271, Phnom Penh"},
    {"email": MAIL, "website": "https://g71.example"},
]


class TestCompanies:
    @pytest.mark.parametrize("shared", OF_A_GROUP, ids="+".join)
    @pytest.mark.parametrize(("one", "other"), COMPANIES)
    def test_what_a_group_has_joins_no_two_that_go_by_its_name(
        self, one: str, other: str, shared: dict[str, str]
    ) -> None:
        beside = {"jurisdiction": "KH", **shared}
        for alias in (GROUP, "Apex Capital", "Jin Bei Group"):
            found = pair("Organization", (one, alias), (other, alias), beside)
            assert (found.outcome, found.blocked) == (Outcome.REVIEW, True)
            assert "and no own name of either, and nothing but" in found.why
        cells = (f"{one} (formerly {GROUP})", ""), (f"{other} (formerly {GROUP})", "")
        assert pair("Organization", *cells, beside).outcome is Outcome.REVIEW

    def test_a_register_number_completes_it(self) -> None:
        shared = {"registrationNumber": "00012345", "jurisdiction": "KH"}
        for one, other in COMPANIES:
            assert pair("Organization", (one, GROUP), (other, GROUP), shared).outcome is Outcome.MATCH

    @pytest.mark.parametrize(
        ("left", "right"),
        [
            (("Mekong Delta Gaming", GROUP), (GROUP, "")),
            (("Mekong Delta Gaming (formerly Jade Lotus Group)", ""), (GROUP, "")),
            (("Mekong Delta Gaming", "Jinxin Trading"), ("Jinxin Trading", "Jade Lotus")),
            (("恒大地产", GROUP), ("Evergrande Real Estate", GROUP)),
            (("金凤贸易有限公司", GROUP), ("Jinfeng Trading Co., Ltd", GROUP)),
            (("บริษัท มังกรทอง จำกัด", GROUP), ("Mangkon Thong Co., Ltd.", GROUP)),
        ],
    )
    def test_a_renamed_one_and_one_in_two_writings_are_joined_as_before(self, left: Side, right: Side) -> None:
        assert pair("Organization", left, right, {"phone": PHONE, "jurisdiction": "KH"}).outcome is Outcome.MATCH


ZONE = "Silver Sand City"
SITES = [
    ("Apollo Park", "Yulong Bay Park", "Shwe Kokko"),
    ("Huanya Park", "Jinxin Compound", "KK Park"),
    ("金水园区", "凯博园区", "Silver Sand City"),
    ("Kaibo Park Phase 1", "Kaibo Park Phase 2", "Kaibo Park"),
    ("KK Park Zone A", "KK Park Zone B", "KK Park"),
    ("金水园区A栋", "金水园区B栋", "金水园区"),
    ("Building 5", "Building 9", ZONE),
    ("Dragon Bay", "Dragon Bay Building 5", ZONE),
    ("Crown Casino", "Crown Hotel", "Crown Resort"),
    ("Golden Poipet Casino", "Golden Poipet Hotel", ZONE),
]
IN_A_ZONE: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"locality": "Phum Svay"}, {"locality": "Phum Svay"}),
    ({"coordinates": "12.5000,98.5000"}, {"coordinates": "12.5120,98.5030"}),
]


class TestSites:
    @pytest.mark.parametrize("beside", IN_A_ZONE, ids=["town", "1.5 km"])
    @pytest.mark.parametrize(("one", "other", "zone"), SITES)
    def test_what_a_zone_has_joins_no_two_that_go_by_its_name(
        self, one: str, other: str, zone: str, beside: tuple[dict[str, str], dict[str, str]]
    ) -> None:
        places = {
            f"{side}_{k}": v for side, given in zip(("left", "right"), beside, strict=True) for k, v in given.items()
        }
        found = scored(
            "Site", left=one, left_alias=zone, right=other, right_alias=zone, **on_both({"country": "MM"}), **places
        )
        assert (found.outcome, found.blocked) == (Outcome.REVIEW, True)

    def test_a_name_with_a_word_more_is_as_without_the_zone_s(self) -> None:
        names = "Poipet Star", "New Poipet Star"
        for beside, outcome in (
            ({"locality": "Phum Svay"}, Outcome.REVIEW),
            ({"coordinates": "12.5,98.5"}, Outcome.MATCH),
        ):
            for alias in ("", ZONE):
                assert (
                    pair("Site", (names[0], alias), (names[1], alias), {"country": "MM", **beside}).outcome is outcome
                )

    @pytest.mark.parametrize(
        ("left", "right", "level"),
        [
            (["Romdoul Sovan park", "Longdu Park"], ["รมดวลสุวรรณ พาร์ค", "หลงตู พาร์ค", "Romduol Sovann"], "romanised"),
            (["Shwe Padauk New City", "ရွှေပိတောက်"], ["ชเวปะด้อก นิวซิตี้", "Shwe Padauk"], "romanised"),
            # A zone's name without the word for one is an alias of what is in it: own names that sound unlike are two.
            (["Shwe Kokko Park", "Shwe Kokko"], ["环亚园区", "Shwe Kokko"], "alias of both"),
            (["Shwe Kokko Park", "Shwe Kokko"], ["ห้วนหยา พาร์ค", "Shwe Kokko"], "alias of both"),
            (["Golden Lotus Park", "Golden Lotus"], ["Huanya Park", "Golden Lotus"], "alias of both"),
            # A part more is another place, and so is a word for a compound that the other does not say.
            (["Kaibo Park Phase 1", "Kaibo Park"], ["凯博园区二期", "Kaibo Park"], "alias of both"),
            (["Romdoul Sovan park", "Longdu"], ["รมดวลสุวรรณ โซน", "หลงตู", "Romduol Sovann"], "alias of both"),
        ],
    )
    def test_an_own_name_that_the_other_spells_otherwise_is_its_own(
        self, left: list[str], right: list[str], level: str
    ) -> None:
        records: list[dict[str, str | list[str]]] = [{"name": own, "alias": rest} for own, *rest in (left, right)]
        assert level_of("Site", *records) == level_of("Site", *reversed(records)) == level

    def test_one_address_completes_it_and_the_zone_itself_is_joined_as_before(self) -> None:
        parks = ({"name": name, "alias": ZONE} for name in ("Apollo Park", "Jinxin Park"))
        assert level_of("Site", *parks) == NameLevel.ALIAS
        site = MODELS["Site"]
        name, at = (
            Evidence(feature=f, level=level, property_class=c, bits=bits, agrees=True)
            for f, level, c, bits in (
                ("name", "alias of both", PropertyClass.IDENTITY, 9.0),
                ("address", "equal", PropertyClass.LOCATION, 11.0),
            )
        )
        assert decide(site, [name, at]).outcome is Outcome.MATCH
        assert decide(site, [name, replace(at, level="similar")]).outcome is Outcome.REVIEW
        town = {"locality": "Phum Svay", "country": "MM"}
        assert pair("Site", ("Apollo Park", "Shwe Kokko"), ("Shwe Kokko", ""), town).outcome is Outcome.MATCH
        assert (
            pair("Site", ("Apollo Park", "Shwe Kokko"), ("阿波罗园区", "Shwe Kokko"), town).outcome is not Outcome.NONE
        )


def test_two_kinds_of_one_name_that_rules_read_out_of_a_line_have_no_alias() -> None:
    """El Charro is what its own name says without the kind of house."""
    lines = "El Charro, 7624 E. Sheridan Ln., Port Carlin", "El Charro Bistro, 7624 E. Sheridan La., Port Carlin"
    found = scored("Site", left=lines[0], right=lines[1])
    assert (found.outcome, "alias of both" in found.why) == (Outcome.MATCH, False)


BELLA = {"alias": "HR Bella", "phone": PHONE, "nationality": "MM"}


@pytest.mark.parametrize("linked", [False, True], ids=["on both", "linked handle"])
def test_a_presumed_victim_and_a_suspect_who_go_by_one_desk_s_name_wait_for_a_human(world: World, linked: bool) -> None:
    desk = {"alias": "HR Bella"} if linked else BELLA
    for agency, name in (("th-police", "Htun Lin Aung"), ("kh-police", "Kyaw Myo Thant")):
        items: list[SubmittedItem] = [record("Person", "1", name=name, **desk)]
        if linked:
            items += [record("OnlineAccount", "2", handle="@hr_bella71", platform="Telegram"), link("USES", "1", "2")]
        world.file(agency, *items)
    ends = ("th-police", "1"), ("kh-police", "1")
    assert not together(world, *ends)
    assert waiting_in(world, world.system()) == {of(world, *ends): "None"}
    found = world.run(world.app.review.compare(world.system(), *(world.id(*end) for end in ends)))
    name = next(c for c in found.explanation.comparisons if c.evidence.feature == "name")
    assert (name.evidence.level, name.left, name.right) == ("alias of both", "HR Bella", "HR Bella")
    assert name.detail.endswith("but no own name of either agrees")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_is_called_by_the_desk_s_name_alone_makes_no_one_of_two(world: World, order: tuple[int, ...]) -> None:
    held = [
        ("th-police", record("Person", "1", name="Htun Lin Aung", **BELLA)),
        ("kh-police", record("Person", "1", name="Kyaw Myo Thant", **BELLA)),
        ("my-police", record("Person", "1", name="HR Bella", phone=PHONE, nationality="MM")),
    ]
    for at in order:
        world.file(held[at][0], held[at][1])
    ends = [(agency, "1") for agency, _ in held]
    assert not together(world, *ends[:2])
    waiting = waiting_in(world, world.system())
    assert of(world, *ends[:2]) in waiting
    assert {waiting.get(of(world, end, ends[2])) for end in ends[:2]} == {"fits-two"}


def test_a_third_record_of_one_own_name_is_with_that_one_alone(world: World) -> None:
    world.file("th-police", record("Person", "1", name="Htun Lin Aung", **BELLA))
    world.file("kh-police", record("Person", "1", name="Kyaw Myo Thant", **BELLA))
    world.file("my-police", record("Person", "1", name="Kyaw Myo Thant", **BELLA))
    assert together(world, ("kh-police", "1"), ("my-police", "1"))
    assert not together(world, ("th-police", "1"), ("my-police", "1"))
