"""What one agency files in Zawgyi meets what another files in Unicode, and is found by it. All values are invented."""

from typing import Any

import pytest

from entity_resolution.batch.fields import plain
from entity_resolution.comparing.name_comparison import name_form
from entity_resolution.comparing.texts import likeness_of_texts, read_text
from entity_resolution.names import NameKind
from entity_resolution.search.text import read_question
from graph.parts import StoredValue
from tests.entity_resolution.resolved_records import together
from tests.world import World, record

BORN = {"birthDate": "1991-04-17", "nationality": "MM"}
NAME = {"zawgyi": "ေက်ာ္ေဇာလင္းထြန္း", "unicode": "ကျော်ဇောလင်းထွန်း"}
HOUSE = {"zawgyi": "ေရႊၿမိဳင္ျမင့္ပန္းၿခံ", "unicode": "ရွှေမြိုင်မြင့်ပန်းခြံ"}
ROAD = {"zawgyi": "အမွတ္ ၁၂၊ ဗိုလ္ခ်ဳပ္လမ္း", "unicode": "အမှတ် ၁၂၊ ဗိုလ်ချုပ်လမ်း"}
POST = {
    "zawgyi": "ေလာက္ကိုင္ၿမိဳ႕တြင္ အလုပ္သမား အျမန္လိုသည္။ လစာေကာင္း၊ ေနစရာေပးမည္။",
    "unicode": "လောက်ကိုင်မြို့တွင် အလုပ်သမား အမြန်လိုသည်။ လစာကောင်း၊ နေစရာပေးမည်။",
}
PLACE = {"coordinates": "16.70210,98.50310", "country": "MM", "siteType": "scam-compound"}


def _file(world: World, kind: str, **values: Any) -> list[tuple[str, str]]:
    """File a record of th-police in Zawgyi and one of kh-police in Unicode."""
    for agency, encoding in (("th-police", "zawgyi"), ("kh-police", "unicode")):
        given = {name: value[encoding] if isinstance(value, dict) else value for name, value in values.items()}
        world.file(agency, record(kind, "1", **given))
    return [("th-police", "1"), ("kh-police", "1")]


def _found(world: World, text: str) -> set[str]:
    found = world.run(world.app.search.find(world.system(), text))
    return {record.id for result in found.results for record in result.entity.records}


def test_a_person_in_zawgyi_meets_the_same_in_unicode(world: World) -> None:
    assert together(world, *_file(world, "Person", name=NAME, **BORN))


def test_a_site_in_zawgyi_meets_the_same_in_unicode(world: World) -> None:
    assert together(world, *_file(world, "Site", name=HOUSE, address=ROAD, **PLACE))


def test_an_advertisement_in_zawgyi_meets_the_same_in_unicode(world: World) -> None:
    assert together(world, *_file(world, "JobAdvertisement", title="Loader", text=POST, phone="+959420123465"))


@pytest.mark.parametrize(("filed", "asked"), [("zawgyi", "unicode"), ("unicode", "zawgyi"), ("zawgyi", "zawgyi")])
def test_each_is_found_by_the_other(world: World, filed: str, asked: str) -> None:
    person = record("Person", "p", name=NAME[filed], **BORN)
    site = record("Site", "s", name=HOUSE[filed], address=ROAD[filed], **PLACE)
    post = record("JobAdvertisement", "a", title="Loader", text=POST[filed])
    ids = world.file("th-police", person, site, post)
    assert _found(world, NAME[asked]) == {ids[0]}
    assert _found(world, HOUSE[asked]) == {ids[1]}
    assert ids[2] in _found(world, POST[asked].split()[-1])


def test_another_name_in_zawgyi_is_another_person(world: World) -> None:
    other = {**NAME, "zawgyi": "ေက်ာ္မင္းလင္းထြန္း"}
    assert not together(world, *_file(world, "Person", name=other, **BORN))


def test_what_was_filed_stays_as_it_was_filed(world: World) -> None:
    end = _file(world, "Person", name=NAME, **BORN)[0]
    entity = world.run(world.app.entities.find_entity(world.system(), world.id(*end)))
    values = [v for r in entity.records if r.id == world.id(*end) for v in _names_of(r)]
    assert [(v.raw, v.value, str(v.status)) for v in values] == [(NAME["zawgyi"], NAME["unicode"], "possible")]


def _names_of(found: Any) -> list[StoredValue]:
    return [value for part in found.parts.values() if part for value in part.get("name", ())]


def test_a_question_in_zawgyi_is_the_one_in_unicode() -> None:
    for asked in (NAME, HOUSE, ROAD, POST):
        one, other = (read_question(asked[encoding]) for encoding in ("zawgyi", "unicode"))
        assert (one.words, one.romanised, one.sounds) == (other.words, other.romanised, other.sounds)


def test_names_texts_and_fields_of_lists_are_read_in_unicode() -> None:
    zawgyi, unicode = (name_form(text, NameKind.PERSON) for text in NAME.values())
    assert (zawgyi.native, zawgyi.latin, zawgyi.keys) == (unicode.native, unicode.latin, unicode.keys)
    assert zawgyi.raw == NAME["zawgyi"]
    assert read_text(POST["zawgyi"]) == read_text(POST["unicode"])
    assert likeness_of_texts(*POST.values()) == 100
    assert plain(ROAD["zawgyi"]) == plain(ROAD["unicode"])
