"""A name whose letters a program wrote by their numbers meets the same name, and is found by it. Names are invented."""

from typing import Any

from entity_resolution.comparing.name_comparison import names_of
from entity_resolution.names import NameKind
from graph.parts import StoredValue
from graph.values import ValueStatus
from tests.entity_resolution.resolved_records import together
from tests.world import World, record

WRITTEN = {
    "วิชาญ ทองสุก": "&#3623;&#3636;&#3594;&#3634;&#3597; &#3607;&#3629;&#3591;&#3626;&#3640;&#3585;",
    "陈志强": "\\u9648\\u5fd7\\u5f3a",
    "កែវ សុខា": "%E1%9E%80%E1%9F%82%E1%9E%9C+%E1%9E%9F%E1%9E%BB%E1%9E%81%E1%9E%B6",
}


def test_people_and_a_company_meet_the_same_written_by_numbers(world: World) -> None:
    company: dict[str, Any] = {"registrationNumber": "0105551234567", "country": "TH"}
    pairs = [(("th-police", f"p{n}"), ("kh-police", f"p{n}")) for n in range(3)]
    filed = [
        ("Person", f"p{n}", plain, written, {"birthDate": f"199{n}-04-17", "nationality": "TH"})
        for n, (plain, written) in enumerate(WRITTEN.items())
    ]
    filed.append(("Organization", "c", "Phumduang & Sons Trading", "Phumduang &amp; Sons Trading", company))
    for kind, reference, plain, written, others in filed:
        world.file("th-police", record(kind, reference, name=plain, **others))
        world.file("kh-police", record(kind, reference, name=written, **others))
    for pair in [*pairs, (("th-police", "c"), ("kh-police", "c"))]:
        assert together(world, *pair)
    for asked in ("วิชาญ ทองสุก", "陈志强", "កែវ សុខា"):
        found = world.run(world.app.search.find(world.system(), asked))
        assert len([r for result in found.results for r in result.entity.records]) == 2


def test_several_names_in_a_cell_are_parted_behind_the_escapes() -> None:
    value = StoredValue(
        raw="Chen Wei &#40;&#38472;&#20255;&#41;", value=None, status=ValueStatus.POSSIBLE, type="latin"
    )
    assert [name.text for name in names_of(NameKind.PERSON, [value])] == ["Chen Wei", "陈伟"]
