"""The ontology: complete, without contradiction, and clear about what it does not know."""

import json
import re
from pathlib import Path

import pytest

from graph import OntologyError, PropertyClass, Resolution, UnknownKindError, UnknownPropertyError, load_ontology
from graph.ontology import loading
from graph.parts import SEALED_CLASSES
from graph.values import VALUE_TYPES

ONTOLOGY = load_ontology()
KINDS = {
    "BankAccount": Resolution.KEY,
    "Device": Resolution.KEY,
    "FalseBaseStation": Resolution.FUZZY,
    "IdentityDocument": Resolution.KEY,
    "JobAdvertisement": Resolution.FUZZY,
    "Measure": Resolution.NEVER,
    "OnlineAccount": Resolution.KEY,
    "Organization": Resolution.FUZZY,
    "Payment": Resolution.NEVER,
    "Person": Resolution.FUZZY,
    "PhoneNumber": Resolution.KEY,
    "Report": Resolution.NEVER,
    "Sighting": Resolution.NEVER,
    "Site": Resolution.FUZZY,
    "Vehicle": Resolution.KEY,
    "Wallet": Resolution.KEY,
    "WebResource": Resolution.KEY,
}


def test_every_kind_is_there_and_resolves_as_it_should() -> None:
    assert {k.name: k.resolution for k in ONTOLOGY.kinds.values()} == KINDS
    assert len(ONTOLOGY.links) == 16


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_property_has_a_known_type_and_one_class(kind: str) -> None:
    schema = ONTOLOGY.kind(kind)
    assert sum(1 for p in schema.properties.values() if p.key) == (1 if schema.is_selector else 0)
    assert any(p.caption for p in schema.properties.values()) or kind in {"Payment"}
    for name, prop in schema.properties.items():
        assert prop.type in VALUE_TYPES
        assert re.fullmatch(r"[a-z][A-Za-z]*", name)
        assert name in schema.names(prop.property_class)
    assert sum(len(schema.names(c)) for c in PropertyClass) == len(schema.properties)


# A title is anybody's words; a victim's account, and a passport that was taken from her, tell that there is one.
_TELL_OF_A_USER = {"WebResource": {"title"}, "BankAccount": {"role"}, "IdentityDocument": {"state"}}


def test_what_names_the_users_of_a_selector_is_told_apart() -> None:
    """All its names and free words, so that a seal on one of its users leaves nothing of them that others read."""
    selectors = [kind for kind in ONTOLOGY.kinds.values() if kind.is_selector]
    others = {kind.name: kind.of_users for kind in ONTOLOGY.kinds.values() if not kind.is_selector and kind.of_users}
    free_words = frozenset({"notes", "sourceDescription"})
    told = free_words | {"otherIdentity"}
    assert others == {"Organization": told, "Measure": told, "Payment": told | {"purpose"}}
    for kind in selectors:
        free = {*free_words, *{"otherIdentity"}.intersection(kind.properties)} | {
            p.name for p in kind.properties.values() if p.type in {"name", "email"}
        }
        assert kind.of_users == free | _TELL_OF_A_USER.get(kind.name, set())
    marked = {p.property_class for kind in selectors for p in kind.properties.values() if p.of_users}
    assert marked == set(SEALED_CLASSES)


def test_words_of_a_selector_that_are_found_are_all_of_its_users_or_none() -> None:
    """Words are kept for each class as a whole, and closed with it."""
    for kind in ONTOLOGY.kinds.values():
        if kind.is_selector:
            for c in PropertyClass:
                told = [p for p in kind.properties.values() if p.property_class is c]
                found = {p.of_users for p in told if p.search or p.key}
                assert len(found) <= 1, (kind.name, c)


def test_what_follows_a_seal_by_which_links_is_told_apart() -> None:
    sealing = {
        link.name: (link.seals, link.seals_each, link.keeps_open)
        for link in ONTOLOGY.links.values()
        if link.seals or link.seals_each or link.keeps_open
    }
    assert sealing == {
        "OWNS": (("Organization",), (), ()),
        "CONTROLS": (("Organization",), (), ()),
        "MEMBER_OF": ((), (), ("Organization",)),
        "SUBJECT_OF": (("Measure",), (), ()),
        "TRANSFERRED_TO": ((), ("Payment",), ()),
    }
    assert ONTOLOGY.link("TRANSFERRED_TO").carries_seals("Payment", "Wallet")
    assert not ONTOLOGY.link("TRANSFERRED_TO").carries_seals("BankAccount", "Wallet")
    assert not ONTOLOGY.link("SUBJECT_OF").carries_seals("Person", "Report")


def test_links_that_identify_lead_from_who_is_compared() -> None:
    identifying = [link for link in ONTOLOGY.links.values() if link.identifies]
    assert {link.name for link in identifying} == {"USES", "OWNS"}
    for link in identifying:
        assert {ONTOLOGY.kind(k).resolution for k in link.sources} == {Resolution.FUZZY}


@pytest.mark.parametrize(
    ("link", "source", "target", "allowed"),
    [
        ("RECRUITED", "Person", "Person", True),
        ("RECRUITED", "Site", "Person", False),
        ("RECRUITED", "Person", "Site", False),
        ("RELATED_TO", "Payment", "Measure", True),
        ("LOCATED_AT", "Vehicle", "Site", True),
        ("LOCATED_AT", "Site", "Vehicle", False),
    ],
)
def test_a_link_type_joins_only_its_kinds(link: str, source: str, target: str, *, allowed: bool) -> None:
    assert ONTOLOGY.link(link).allows(source, target) is allowed


def test_an_unknown_name_is_told_with_the_nearest_known_one() -> None:
    with pytest.raises(UnknownKindError, match=r"unknown kind `Persn`, did you mean `Person`\?"):
        ONTOLOGY.kind("Persn")
    with pytest.raises(UnknownKindError, match="unknown kind `USED`"):
        ONTOLOGY.link("USED")
    with pytest.raises(UnknownPropertyError, match=r"`Person` has no property `birthdate`, did you mean `birthDate`\?"):
        ONTOLOGY.kind("Person").property("birthdate")


GOOD = {"type": "text", "class": "identity"}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (GOOD | {"klass": "identity"}, "unknown word `klass`"),
        ({"class": "identity"}, "`type` is missing"),
        ({"type": "text"}, "`class` is missing"),
        (GOOD | {"class": "secret"}, "`secret` is none of identity, contact, financial, location, narrative, source"),
        (GOOD | {"type": "telephone"}, "unknown value type `telephone`"),
        (GOOD | {"type": "code"}, "a `code` needs a vocabulary"),
        (GOOD | {"vocabulary": ["a"]}, "nothing else has one"),
        (GOOD | {"type": "code", "vocabulary": "colours"}, "unknown vocabulary `colours`"),
        (GOOD | {"past": True}, "`past` is for a date"),
        (GOOD | {"must_be_read": True}, "`must_be_read` is for an amount, a country or a timestamp"),
        (GOOD | {"type": "code", "vocabulary": ["a"], "synonyms": {"b": "x"}}, "synonyms are of words"),
        (GOOD | {"type": "code", "vocabulary": ["a"], "synonyms": {"a": "a"}}, "are none themselves"),
    ],
)
def test_a_file_with_a_slip_is_refused_with_its_place(data: dict[str, object], problem: str) -> None:
    with pytest.raises(OntologyError, match=problem) as caught:
        loading._property("Person.yml, name", "name", data, {})
    assert caught.value.where == "Person.yml, name"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("male", "male"),
        ("Female", "female"),
        ("M", "male"),
        ("f", "female"),
        ("ชาย", "male"),
        ("Nữ", "female"),
        ("Laki-Laki", "male"),
        ("x", None),
        ("", None),
    ],
)
def test_a_word_of_a_vocabulary_is_known_by_what_lists_write_for_it(text: str, word: str | None) -> None:
    assert load_ontology().kind("Person").property("sex").word(text) == word


def test_a_value_is_read_with_nothing_of_another_class() -> None:
    """Who reads a number and not where somebody lives must not read the one off the other."""
    for kind in ONTOLOGY.kinds.values():
        for prop in kind.properties.values():
            for name in filter(None, (prop.country, *prop.hints.values())):
                assert kind.properties[name].property_class is prop.property_class, (kind.name, prop.name)
    beside = {
        f"{kind.name}.{prop.name}": (prop.country, prop.country_beside)
        for kind in ONTOLOGY.kinds.values()
        for prop in kind.properties.values()
        if prop.country_beside is not None
    }
    assert beside == {
        "BankAccount.openedAt": (None, "country"),
        "JobAdvertisement.phone": ("phoneCountry", "country"),
        "Organization.phone": ("phoneCountry", "country"),
        "Person.phone": ("phoneCountry", "country"),
        "Site.firstSeen": (None, "country"),
        "Site.lastSeen": (None, "country"),
    }


@pytest.mark.parametrize(
    ("phone", "problem"),
    [
        ({"country": "home"}, "is read with `home`, which is of another class"),
        ({"hints": {"platform": "home"}}, "is read with `home`, which is of another class"),
        ({"country": "lost"}, "refers to the unknown property `lost`"),
        ({"country_beside": "lost"}, "refers to the unknown property `lost`"),
        ({"country_beside": "own"}, "`own` beside it is no country of another class"),
        ({"country_beside": "town"}, "`town` beside it is no country of another class"),
    ],
)
def test_a_value_that_would_be_read_with_one_of_another_class_is_refused(
    tmp_path: Path, phone: dict[str, object], problem: str
) -> None:
    properties = {
        "phone": {"type": "phone", "class": "contact", **phone},
        "own": {"type": "country", "class": "contact"},
        "home": {"type": "country", "class": "location"},
        "town": {"type": "text", "class": "location"},
    }
    file = tmp_path / "Stranger.yml"
    given = {"kind": "Stranger", "description": "x", "resolution": "fuzzy", "properties": properties}
    file.write_text(json.dumps(given))
    with pytest.raises(OntologyError, match=problem) as caught:
        loading._kind(file, {})
    assert caught.value.where == "Stranger.yml, phone"
