"""What many different names of a list share weighs less, and what one has in many copies does not."""

from itertools import combinations

import pytest

from entity_resolution.batch.list_sharing import ListSharing, list_sharing
from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.damping import FREE_SHARERS, HUB_SHARERS
from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import score
from entity_resolution.comparing.sharers import different_names
from entity_resolution.tables.pair_records import PairRecord, read_pair
from graph import load_ontology
from graph.matches import Evidence

MODEL, KIND = load_models()["Person"], load_ontology().kind("Person")
# No two of these agree.
NAMES = (
    "Somchai Jaidee", "Wei Ming Tan", "Nguyen Van Hung", "Sok Dara", "Aung Kyaw", "Maria Santos", "Ahmad Faisal",
    "Rajesh Kumar", "Kim Min Joon", "Pedro Alvarez", "John Smith", "Siriporn Khamkaew", "Zhou Wenxiong",
    "Le Thi Mai", "Chan Bopha", "Budi Santoso", "Olga Petrova", "Hiroshi Tanaka",
)  # fmt: skip


def person(name: str, **properties: str) -> PairRecord:
    return read_pair(KIND, (name, properties), ("", {}))[0]


def evidence(sharing: ListSharing, left: PairRecord, right: PairRecord) -> dict[str, Evidence]:
    found = sharing.damped(score(MODEL, left.parts, right.parts, (), ()), left, right)
    return {c.evidence.feature: c.evidence for c in found}


@pytest.mark.parametrize(("sharers", "bits"), [(FREE_SHARERS, 7.5), (HUB_SHARERS, HUB_BITS), (18, HUB_BITS)])
def test_a_phone_weighs_by_how_many_names_share_it(sharers: int, bits: float) -> None:
    records = [person(name, phone="+66812340678") for name in NAMES[:sharers]]
    sharing = list_sharing(MODEL, records)
    found = evidence(sharing, records[0], records[0])["phone"]
    assert found.bits == bits
    assert (found.level == HUB_LEVEL, found.agrees) == (sharers >= HUB_SHARERS, sharers < HUB_SHARERS)
    assert sharing.counts == ({"phone": 1} if sharers > FREE_SHARERS else {})


@pytest.mark.parametrize("phones", [("0812340678",), ("0812340678", "+66812340678"), ("0812340678", "081-234 0678")])
def test_a_phone_without_its_country_is_shared_by_as_many(phones: tuple[str, ...]) -> None:
    records = [person(name, phone=phones[at % len(phones)]) for at, name in enumerate(NAMES)]
    sharing = list_sharing(MODEL, records)
    assert sharing.counts == {"phone": 1}
    for left, right in ((0, 2), (0, 1), (1, 3)):
        found = evidence(sharing, records[left], records[right])["phone"]
        assert (found.level, found.bits, found.agrees) == (HUB_LEVEL, HUB_BITS, False)
    few = [person(name, phone="0812340678") for name in NAMES[:FREE_SHARERS]]
    assert evidence(list_sharing(MODEL, few), few[0], few[0])["phone"].level == "same-number"


def test_between_a_family_and_a_hotline_it_weighs_less_and_less() -> None:
    weights = []
    for sharers in range(FREE_SHARERS, HUB_SHARERS + 1):
        records = [person(name, phone="+66812340678") for name in NAMES[:sharers]]
        weights.append(evidence(list_sharing(MODEL, records), records[0], records[1])["phone"].bits)
    assert weights == sorted(set(weights), reverse=True)


def test_copies_of_one_in_two_scripts_share_nothing_with_others() -> None:
    names = ("Somchai Jaidee", "สมชาย ใจดี", "Jaidee Somchai")
    records = [person(name, phone="+66812340678", passportNumber="AA1234567") for name in names * 20]
    assert list_sharing(MODEL, records).counts == {}


def test_a_filled_in_birth_date_tells_little_and_a_day_that_some_have_by_chance_is_none() -> None:
    filled_in = [person(name, birthDate="1990-05-05") for name in NAMES]
    sharing = list_sharing(MODEL, filled_in)
    assert evidence(sharing, filled_in[0], filled_in[0])["birth-date"].bits == HUB_BITS
    # Of 12,000 with a date some ten have one day, if they are as rare as the model takes them for.
    others = [filled_in[0]] * 12_000
    assert list_sharing(MODEL, [*filled_in, *others]).counts == {}
    assert list_sharing(MODEL, [*filled_in, *[person("", birthDate="1990")] * 100]).counts == {"birth-date": 1}


def test_of_two_numbers_in_common_the_private_one_speaks() -> None:
    hotline = [person(name, passportNumber="ZZ0204070") for name in NAMES]
    pair = [person("Somchai Jaidee", passportNumber="ZZ0204070", nationalId="1101700230708")] * 2
    sharing = list_sharing(MODEL, [*hotline, *pair])
    assert evidence(sharing, hotline[0], pair[0])["document"].level == HUB_LEVEL
    assert evidence(sharing, pair[0], pair[1])["document"].bits == 12.0


def test_it_only_takes_weight_away() -> None:
    records = [
        person(name, phone="+66812340678", birthDate="1990-05-05", address="1 Main Road, Poipet") for name in NAMES
    ]
    sharing = list_sharing(MODEL, records)
    assert sharing.counts == {"phone": 1, "birth-date": 1, "address": 1}
    for left, right in combinations(records, 2):
        before = {c.evidence.feature: c.evidence.bits for c in score(MODEL, left.parts, right.parts, (), ())}
        assert all(e.bits <= before[feature] for feature, e in evidence(sharing, left, right).items())


def test_the_address_of_companies_is_not_counted_and_their_phone_is() -> None:
    model, kind = load_models()["Organization"], load_ontology().kind("Organization")
    words = ("Mekong", "Golden Lion", "Sunrise", "Orchid", "Jade", "Tiger", "Lotus", "Pacific", "Summit", "Harbour")
    properties = {"address": "12 Silom Road, Bangkok", "phone": "+66812340678"}
    records = [read_pair(kind, (f"{word} Co., Ltd.", properties), ("", {}))[0] for word in words]
    assert list_sharing(model, records).counts == {"phone": 1}


def test_kinds_without_names_share_nothing() -> None:
    model, kind = load_models()["JobAdvertisement"], load_ontology().kind("JobAdvertisement")
    records = [read_pair(kind, (f"{name} seeks cooks", {"phone": "+66812340678"}), ("", {}))[0] for name in NAMES]
    assert list_sharing(model, records).counts == {}


def test_names_are_counted_up_to_a_number() -> None:
    records = [ComparableRecord(MODEL, person(name).parts) for name in (*NAMES, *NAMES, "", "somchai  jaidee")]
    assert different_names(records, at_most=100) == len(NAMES)
    assert different_names(records, at_most=5) == 5
