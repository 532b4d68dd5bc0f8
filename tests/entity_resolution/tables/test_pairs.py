"""Pairs of a table: the graph's own scorer, in every script; laws; and whatever a table may hold."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entity_resolution.blocking.keys import blocking_keys
from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL, load_hubs
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import score
from entity_resolution.errors import PairTableError
from entity_resolution.tables.evaluation import LabelledScore, evaluate_pairs
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, match_probability, prior_bits, scored_kind
from graph import PropertyClass, UnknownKindError
from graph.parts import Part, StoredValue
from graph.values import normalise
from tests.entity_resolution.scored_pairs import on_both, scored
from tests.examples import examples

LABELLED = Path(__file__).parents[1] / "labelled"


@pytest.mark.parametrize(
    ("kind", "left", "right", "level"),
    [
        ("Person", "สมชาย ใจดี", "Somchai Jaidee", "romanised"),
        ("Person", "ສົມສັກ ພົມມະຈັນ", "Somsack Phommachanh", "romanised"),
        ("Person", "សុខ ដារ៉ា", "Sok Dara", "common name"),
        ("Person", "အောင်မင်းထွန်း", "U Aung Min Tun", "common name"),
        ("Person", "အောင်မင်း", "U Aung Min", "common name"),
        ("Person", "陈志明", "Chen Zhiming", "common name"),
        ("Person", "覃樾潼", "Qin Yuetong", "romanised"),
        ("Person", "Trần Văn Nam", "Tran Van Nam", "common name"),
        ("Person", "Владимир Петров", "Vladimir Petrov", "common name"),
        ("Person", "김철수", "Kim Cheol-soo", "romanised"),
        ("Organization", "บริษัท ทองคำ จำกัด", "Thongkham Co., Ltd.", "romanised"),
        ("Organization", "Golden Delta Trading Co., Ltd.", "GOLDEN DELTA TRADING COMPANY LIMITED", "exact native"),
    ],
)
def test_names_of_one_thing_agree_across_scripts_and_are_left_to_a_human(
    kind: str, left: str, right: str, level: str
) -> None:
    found = scored(kind, left=left, right=right)
    assert found.comparisons[0].evidence.level == level
    assert found.comparisons[0].evidence.agrees
    assert found.blocked
    assert found.outcome is not Outcome.MATCH
    assert found.bits > 3


@pytest.mark.parametrize(
    ("left", "right"), [("สมชาย ใจดี", "Wichai Suksai"), ("Aung Kyaw", "Min Thu"), ("陈志明", "Wang Xiaohong")]
)
def test_names_of_two_persons_weigh_against(left: str, right: str) -> None:
    found = scored("Person", left=left, right=right)
    assert found.outcome is Outcome.NONE
    assert found.bits < -3


def test_it_is_the_graphs_scorer_and_decision() -> None:
    found = scored(
        "Person",
        left="Wichit Busaba",
        right="Wichit Busaba",
        left_birthDate="1987-03-04",
        right_birthDate="4 March 1987",
        left_nationality="TH",
        right_nationality="Thailand",
    )
    model = load_models()["Person"]

    def stored(kind: str, text: str) -> tuple[StoredValue, ...]:
        value = normalise(kind, text)
        return (StoredValue(raw=text, value=value.value, status=value.status, type=value.type, key=value.key),)

    parts: dict[PropertyClass, Part] = {
        PropertyClass.IDENTITY: {
            "name": stored("name", "Wichit Busaba"),
            "birthDate": stored("date", "1987-03-04"),
            "nationality": stored("country", "TH"),
        }
    }
    evidence = [item.evidence for item in score(model, parts, parts, (), ())]
    assert [item.evidence for item in found.comparisons] == evidence
    assert found.bits == decide(model, evidence).bits
    assert found.outcome is Outcome.MATCH
    assert found.blocked is bool(blocking_keys(model, parts))


def test_a_date_is_read_with_the_nationality_and_a_phone_with_the_country() -> None:
    found = scored(
        "Person",
        left="Somchai Jaidee",
        right="Somchai Jaidee",
        left_phone="081-234-0678",
        left_country="TH",
        right_phone="+66812340678",
    )
    assert [(c.evidence.feature, c.evidence.level) for c in found.comparisons][1:] == [("phone", "equal")]
    assert found.outcome is Outcome.MATCH


def test_a_phone_is_read_with_what_is_said_of_it_before_where_its_owner_lives() -> None:
    number = {"left_phone": "092 154 151", "left_country": "TH", "right_phone": "+85592154151"}
    name = {"left": "Somchai Jaidee", "right": "Somchai Jaidee"}
    levels = [
        [
            c.evidence.level
            for c in scored("Person", **name, **number, **said).comparisons
            if c.evidence.feature == "phone"
        ]
        for said in ({"left_phoneCountry": "KH"}, {})
    ]
    assert levels == [["equal"], ["different"]]


def test_a_phone_that_lacks_its_country_speaks_for_a_pair_and_joins_nobody() -> None:
    name = {"left": "Wichit Busaba", "right": "Vichit Busaba"}
    bare = scored("Person", **name)
    equal = scored("Person", **name, left_phone="+66812340678", right_phone="+66 81 234 0678")
    found = scored("Person", **name, left_phone="+66812340678", right_phone="0812340678")
    assert bare.bits < found.bits < equal.bits
    assert (found.outcome, equal.outcome) == (Outcome.REVIEW, Outcome.MATCH)
    assert found.why.startswith("right phone could not be read by itself; name ")
    assert "phone same-number +5.5; no strong identifier speaks for it; sum" in found.why
    other = scored("Person", **name, left_phone="+66812340678", right_phone="0898760432")
    assert (other.bits, other.outcome) == (bare.bits, bare.outcome)


def test_a_phone_that_is_published_as_shared_by_many_tells_as_little_without_its_country() -> None:
    name = {"left": "Wichit Busaba", "right": "Vichit Busaba"}
    hub = next(key for key in sorted(load_hubs().keys) if key.startswith("tel:+66"))[4:]
    found = scored("Person", **name, left_phone=hub, right_phone=f"0{hub[3:]}")
    assert f"phone {HUB_LEVEL} +{HUB_BITS}" in found.why


def test_why_tells_what_a_birth_date_lacks_to_join() -> None:
    dates = {"left_birthDate": "1990-03-05", "right_birthDate": "1990-03-05"}
    found = scored("Person", left="Somchai Jaidee", right="Somchai Jaidee", left_nationality="TH", **dates)
    assert "birth-date joins nobody unless nationality agrees; sum" in found.why
    assert found.outcome is Outcome.REVIEW


def test_why_tells_each_comparison_with_level_bits_and_reading() -> None:
    found = scored("Person", left="สมชาย ใจดี", right="Somchai Jaidee", left_sex="male", right_sex="male")
    assert found.why == (
        "name romanised +8.5 (`somchai chaidi` against `somchai jaidee`: romanised, read as thai); sex equal +0.3; "
        "nothing but the name speaks for it; sum +8.8 bits"
    )


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            {"left_phone": "+66812340678", "right_phone": "+66812340678"}
            | {"left_birthDate": "1987-03-04", "right_birthDate": "1991-11-12"}
            | {"left_email": "s@jaidee.example", "right_email": "s@jaidee.example"},
            "kept apart by two birth dates",
        ),
        (
            {"left_birthDate": "1987-03-04", "right_birthDate": "1987-03-04", "left_sex": "male", "right_sex": "female"}
            | {"left_nationality": "TH", "right_nationality": "TH", "left_phone": "+66812340678"}
            | {"right_phone": "+66812340678"},
            "kept apart by two sexes",
        ),
        (
            {"left_birthDate": "1990-03-05", "right_birthDate": "1990-03-05"}
            | {"left_nationality": "ID", "right_nationality": "ID"}
            | {"left_nationalId": "3171014503900001", "right_nationalId": "3171014503900002"},
            "kept apart by two passports or national numbers of one country",
        ),
    ],
)
def test_what_the_graph_keeps_apart_is_left_to_a_human_and_why_says_so(cells: dict[str, str], words: str) -> None:
    found = scored("Person", left="Somchai Jaidee", right="Somchai Jaidee", **cells)
    assert found.bits >= load_models()["Person"].match_bits
    assert found.outcome is Outcome.REVIEW
    assert found.why.endswith(f"; {words}; sum {found.bits:+.1f} bits")
    without = {name: text for name, text in cells.items() if not words.endswith("sexes") or not name.endswith("_sex")}
    if without != cells:
        assert scored("Person", left="Somchai Jaidee", right="Somchai Jaidee", **without).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "cells", "outcome", "sexes"),
    [
        ("นายกนก ใจดี", "นางสาวกนก ใจดี", {}, Outcome.REVIEW, "sex different -6.8 (`นาย` against `นางสาว`)"),
        ("U Thida", "Daw Thida", {}, Outcome.REVIEW, "sex different -6.8 (`u` against `daw`)"),
        ("U Thant", "U Thant", {}, Outcome.REVIEW, "sex equal +0.3 (`u` against `u`)"),
        (
            "Ms. Kanok Jaidee",
            "Kanok Jaidee",
            {"right_sex": "m"},
            Outcome.REVIEW,
            "sex different -6.8 (`ms` against `m`)",
        ),
        ("Ms. Kanok Jaidee", "Kanok Jaidee", {"left_sex": "m", "right_sex": "m"}, Outcome.MATCH, "sex equal +0.3;"),
    ],
)
def test_titles_tell_the_sex_of_whom_no_property_does(
    left: str, right: str, cells: dict[str, str], outcome: Outcome, sexes: str
) -> None:
    born = {
        f"{side}_{name}": text
        for side in ("left", "right")
        for name, text in (("birthDate", "1990-03-05"), ("nationality", "TH"))
    }
    found = scored("Person", left=left, right=right, **born, **cells)
    assert found.outcome is outcome
    assert sexes in found.why


def test_two_thai_names_of_one_birth_date_and_phone_are_left_to_a_human() -> None:
    shared = {"birthDate": "1990-03-05", "phone": "+66812340678", "nationality": "TH"}
    cells = on_both(shared)
    two = scored("Person", left="สมชาย ใจดี", right="สมชัย ใจดี", **cells)
    one = scored("Person", left="สมพงษ์ ใจดี", right="สมพงศ์ ใจดี", **cells)
    assert (two.outcome, one.outcome) == (Outcome.REVIEW, Outcome.MATCH)


def test_why_tells_what_a_pair_lacks_for_a_human_to_look_at_it() -> None:
    light = scored("Person", left="Ahmad bin Ismail", right="Ahmad Ismail")
    assert light.outcome is Outcome.NONE
    assert light.why.endswith("sum +7.0 bits, less than the 7 of a review")
    other = scored("Person", left="Aung Kyaw", right="Min Thu")
    assert other.why.endswith(" bits")
    house = scored("Site", left="Anchor Bay", right="Anchor Hill", left_locality="Bavet", right_locality="Bavet")
    assert (house.outcome, house.bits > 0) == (Outcome.NONE, True)
    assert house.why.endswith(" of a review")


NAMES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["สมชาย ใจดี", "Somchai Jaidee", "陈志明", "Chen Zhiming", "อ", "ิ", "A", "😀", "Aung Kyaw", "Kyaw Aung"]
    ),
)
LINES = st.one_of(NAMES, st.builds("{}, {} {} St., {}".format, NAMES, st.integers(1, 99), NAMES, NAMES))


@settings(max_examples=examples(150), deadline=None)
@given(left=NAMES, right=NAMES, kind=st.sampled_from(["Person", "Organization"]))
def test_left_and_right_may_change_places(left: str, right: str, kind: str) -> None:
    one, other = scored(kind, left=left, right=right), scored(kind, left=right, right=left)
    assert (one.bits, one.outcome, one.blocked, one.scripts) == (
        other.bits,
        other.outcome,
        other.blocked,
        other.scripts,
    )
    assert one.outcome is not Outcome.MATCH


@settings(max_examples=examples(150), deadline=None)
@given(left=LINES, right=LINES)
def test_the_sides_of_a_site_may_change_places(left: str, right: str) -> None:
    one, other = scored("Site", left=left, right=right), scored("Site", left=right, right=left)
    assert (one.bits, one.outcome, one.blocked) == (other.bits, other.outcome, other.blocked)
    assert "\n" not in one.why


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1e-9, 1 - 1e-9))
def test_probability_rises_with_bits(one: float, other: float, prior: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= match_probability(low, prior_bits(prior)) <= match_probability(high, prior_bits(prior)) <= 1


def test_no_evidence_leaves_the_prior() -> None:
    assert match_probability(0.0, prior_bits(0.25)) == pytest.approx(0.25)
    assert match_probability(1.0, prior_bits(0.5)) == pytest.approx(2 / 3)
    for wrong in (0.0, 1.0, -1.0, 2.0):
        with pytest.raises(PairTableError, match="the prior lies between 0 and 1"):
            prior_bits(wrong)


@pytest.mark.parametrize(
    ("left", "problem"),
    [
        ("", "left name is empty"),
        ("   ", "left name is empty"),
        ("😀", "left name holds no letter"),
        ("\u0e34", "left name holds no letter"),
        ("\x07", "left name empty"),
        ("Unknown", "left name a placeholder for a name that is not known"),
        ("NULL", "left name a placeholder for a name that is not known"),
        ("xxx", "left name a placeholder for a name that is not known"),
        ("Mr.", "left name is a title or a placeholder alone"),
        ("นางสาว", "left name is a title or a placeholder alone"),
        ("นาย ไม่ระบุ", "left name is a title or a placeholder alone"),
        ("123", "left name holds no letter"),
        ("555-1234", "left name holds no letter"),
    ],
)
def test_a_name_that_cannot_be_read_is_no_evidence(left: str, problem: str) -> None:
    found = scored("Person", left=left, right="Somchai Jaidee")
    assert (found.bits, found.outcome, found.blocked) == (0.0, Outcome.NONE, False)
    assert found.why.startswith(problem)


@pytest.mark.parametrize(
    ("column", "text", "other"),
    [
        ("birthDate", "1990-13-45", "1990-12-04"),
        ("country", "Atlantis", "TH"),
        ("nationality", "Atlantis", "TH"),
        ("email", "nobody", "s@jaidee.example"),
        ("sex", "banana", "male"),  # a word of no vocabulary contradicts none
        ("nationalId", "card", "1101700230708"),
    ],
)
def test_a_property_that_cannot_be_read_is_no_evidence_and_why_says_so_without_its_value(
    column: str, text: str, other: str
) -> None:
    bare = scored("Person", left="Somchai Jaidee", right="Somchai Jaidee")
    for unread, read in (("left", "right"), ("right", "left")):
        cells = {f"{unread}_{column}": text, f"{read}_{column}": other}
        found = scored("Person", left="Somchai Jaidee", right="Somchai Jaidee", **cells)
        assert (found.bits, found.outcome) == (bare.bits, bare.outcome)
        assert found.why == f"{unread} {column} could not be read; {bare.why}"
        assert text not in found.why


def test_sexes_are_read_as_lists_write_them() -> None:
    dates = {"left_birthDate": "1990-12-04", "right_birthDate": "1990-12-04"}
    countries = {"left_nationality": "TH", "right_nationality": "TH"}
    name = {"left": "Kornkanok Thiraphongsawat", "right": "Kornkanok Thiraphongsawat"}
    one = scored("Person", **name, **dates, **countries, left_sex="F", right_sex="หญิง")
    two = scored("Person", **name, **dates, **countries, left_sex="M", right_sex="หญิง")
    assert "could not be read" not in one.why + two.why
    assert two.bits < one.bits
    assert (one.outcome, two.outcome) == (Outcome.MATCH, Outcome.REVIEW)
    assert "sex different" in two.why


def test_a_date_that_says_that_it_is_not_known_was_read() -> None:
    found = scored("Person", left="Somchai Jaidee", right="Somchai Jaidee", left_birthDate="00/00/0000")
    assert "could not be read" not in found.why


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "สม" * 5_000, "a " * 20_000, "1" * 10_000, "a\x00b\x07c", "Somchai สมชาย 陈"]
)
def test_odd_names_are_compared_in_bounded_time(name: str) -> None:
    for kind in ("Person", "Organization", "Site"):
        found = scored(kind, left=name, right=name)
        # Digits name a house, and nobody else.
        assert (found.bits > 0) is (not name.isdigit() or kind == "Site")
        assert len(found.why) < 800


@pytest.mark.parametrize("name", ["Lim Wei Ming", "David Lim"])
def test_a_person_is_compared_by_each_name_of_the_cell(name: str) -> None:
    alone = scored("Person", left=name, right=name)
    for written in ("Lim Wei Ming @ David Lim", "Lim Wei Ming a.k.a. David Lim", "Lim Wei Ming (David Lim)"):
        found = scored("Person", left=written, right=name)
        assert (found.bits, found.outcome, found.blocked) == (alone.bits, Outcome.REVIEW, True)


def test_two_persons_of_one_nickname_are_two() -> None:
    found = scored("Person", left="Somchai Jaidee @ Lek", right="Malee Thongdee @ Lek")
    assert (found.outcome, found.blocked) == (Outcome.NONE, False)


def test_a_single_letter_says_little() -> None:
    assert scored("Person", left="x", right="x").bits < scored("Person", left="Wichit", right="Wichit").bits - 2
    assert scored("Person", left="x", right="x").outcome is Outcome.NONE


def test_a_kind_without_a_model_is_told() -> None:
    with pytest.raises(UnknownKindError, match="unknown kind `Persn`, did you mean `Person`"):
        scored_kind("Persn")
    with pytest.raises(PairTableError, match="pairs of `Wallet` are not scored; scored are FalseBaseStation,"):
        scored_kind("Wallet")


@pytest.mark.parametrize("kind", sorted(load_models()))
def test_every_kind_with_a_model_is_scored(kind: str) -> None:
    text = "520-01-100-2000" if kind == "FalseBaseStation" else "Golden Delta work"
    found = scored(kind, left=text, right=text)
    assert found.bits > 0
    assert found.outcome is not Outcome.MATCH


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("sites", 0.98),
        ("site_addresses", 0.98),
        ("forms_restaurants", 0.97),
        ("held_forms_restaurants", 0.97),
        # Written before there were rules for them, and read since; and written after: nobody has read what it misses.
        ("site_lines", 0.98),
        ("later_site_lines", 0.85),
    ],
)
def test_quality_on_names_with_addresses(name: str, least: float) -> None:
    lines = (LABELLED / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    scorer = PairScorer(read_layout(scored_kind("Site"), ["left", "right"]))
    scores = []
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        found = scorer.score([row["left"], row["right"]])
        scores.append(LabelledScore(bits=found.bits, truth=row["label"] == "1", blocked=found.blocked))
    report = evaluate_pairs(scores)
    assert report.best.f1 >= least
    assert report.blocking_recall >= 0.98


@pytest.mark.parametrize(
    ("left", "right"),
    [("Mg Zaw Win", "Maung Zaw Win"), ("Mg Mg Aye", "Maung Maung Aye"), ("မောင်မောင်", "Mg Mg")],
)
def test_the_short_form_of_maung_is_maung(left: str, right: str) -> None:
    assert scored("Person", left=left, right=right).comparisons[0].evidence.agrees


def test_a_slip_in_a_name_beside_an_identifier_and_a_date_is_left_to_a_human() -> None:
    columns = ["left", "right", "left_birthDate", "right_birthDate", "left_phone", "right_phone"]
    scorer = PairScorer(read_layout(scored_kind("Person"), columns))
    known = ["1990-02-03", "1990-02-03", "+66812340678", "+66812340678"]
    found = scorer.score(["Lihn Mei Hidayat", "Linh Mei Hidayat", *known])
    assert found.outcome is Outcome.REVIEW
    assert "the names agree in part alone" in found.why
    # A second name, or a twin: a human sees which.
    second = scorer.score(["Somchai Jaidee", "Prasert Thongdee", *known])
    assert (second.outcome, second.bits < found.bits) == (Outcome.REVIEW, True)
    household = ["1990-02-03", "1988-11-30", "+66812340678", "+66812340678"]
    assert scorer.score(["Somchai Jaidee", "Prasert Jaidee", *household]).outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Esposito", "Robert Escosito"),
        ("Azlan Petrovic", "Azlan Pegrovic"),
        ("Vibol Ferreira", "Visol Ferreira"),
        ("Nattapong Gunawan", "Nactapong Gunawan"),
    ],
)
def test_one_letter_for_another_beside_a_birth_date_is_left_to_a_human(one: str, other: str) -> None:
    columns = ["left", "right", "left_birthDate", "right_birthDate"]
    scorer = PairScorer(read_layout(scored_kind("Person"), columns))
    assert scorer.score([one, other, "1990-03-02", "1990-03-02"]).outcome is Outcome.REVIEW
    # The names alone, or a date that agrees in part, are not enough, and neither is a date alone.
    assert scorer.score([one, other, "", ""]).outcome is Outcome.NONE
    assert scorer.score([one, other, "1990-03-02", "1990"]).outcome is Outcome.NONE
    assert scorer.score(["Robert Esposito", "Somchai Jaidee", "1990-03-02", "1990-03-02"]).outcome is Outcome.NONE


def test_why_names_the_words_that_found_no_partner() -> None:
    found = PairScorer(read_layout(scored_kind("Person"), ["left", "right"])).score(
        ["Tin Aung Myint Oo", "Thiha Pyae Tin Aung Myint Oo"]
    )
    assert "thiha pyae left over" in found.why


TEXT = "Your parcel is held: http://parcel-fee.example/p"


@pytest.mark.parametrize(
    ("cell", "same", "outcome"),
    [
        ("502-12-7012-55013", ("senderName", "lureText"), Outcome.MATCH),
        ("520-03-7012-55013", ("senderName",), Outcome.REVIEW),
        ("502-12-7013-55013", ("senderName", "lureText"), Outcome.REVIEW),  # blasters change their area at will
        ("502-12-7013-55013", ("lureText",), Outcome.REVIEW),
        ("502-12-7013-55013", ("senderName",), Outcome.NONE),
        ("502-12-7013-55014", ("senderName", "lureText"), Outcome.NONE),  # a campaign has many devices
    ],
)
def test_a_false_base_station_that_changed_its_area_is_left_to_a_human(
    cell: str, same: tuple[str, ...], outcome: Outcome
) -> None:
    values = {"senderName": "KBANK", "lureText": TEXT}
    cells = {f"{side}_{name}": values[name] for name in same for side in ("left", "right")}
    found = scored("FalseBaseStation", left="520-03-7012-55013", right=cell, **cells)
    assert found.outcome is outcome
    model = load_models()["FalseBaseStation"]
    assert decide(model, [c.evidence for c in found.comparisons]).outcome is outcome  # the graph's
