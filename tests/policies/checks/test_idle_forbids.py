"""Forbids that hold for nobody, packs and agreements without a policy, and forbids that a new bundle lacks."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies import find_empty_sources, find_idle_forbids, load_bundle, lost_forbids
from tests.policies.edited_bundles import copied_bundle, edit

NOW = datetime(2026, 11, 30, tzinfo=UTC)
TH = "packs/th/pack.cedar"
LONG = pytest.mark.long


def add(folder: Path, *conditions: str, head: str = "principal, action, resource") -> None:
    with (folder / TH).open("a", encoding="utf-8") as pack:
        for number, condition in enumerate(conditions):
            pack.write(f'\n@id("th.no-{number}")\nforbid ({head})\nwhen {{ {condition} }};\n')


def idle(folder: Path) -> list[str]:
    return [p.id for p in find_idle_forbids(load_bundle(folder), now=NOW)]


def test_the_sample_has_none() -> None:
    bundle = load_bundle()

    assert find_idle_forbids(bundle, now=NOW) == ()
    assert find_empty_sources(bundle) == ()
    assert lost_forbids(bundle, bundle) == ()


@pytest.mark.parametrize(
    "condition",
    [
        'context.purpose == Purpose::"border-control" && context.purpose == Purpose::"investigation"',
        'resource.kind == Kind::"Person" && resource.kind == Kind::"Site"',
        # Each is tried with every viewer: a second or two.
        pytest.param('principal.sector == Sector::"police" && principal.agency == Party::"kh-fiu"', marks=LONG),
        pytest.param("principal.clearance > 3 && principal.clearance < 2", marks=LONG),
    ],
)
def test_a_forbid_that_can_never_hold_is_found(tmp_path: Path, condition: str) -> None:
    folder = copied_bundle(tmp_path)
    add(folder, condition, head='principal, action in Action::"read", resource')

    assert idle(folder) == ["th.no-0"]


@pytest.mark.long
def test_one_that_holds_at_some_time_for_somebody_is_none(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    add(
        folder,
        'context.purpose == Purpose::"border-control" || context.purpose == Purpose::"investigation"',
        'context.now < datetime("2020-01-01") && principal.clearance > 1',
        'context.now > datetime("2099-01-01") && principal.agency != resource.originator',
        "resource.uncompared && principal.agency != resource.originator",
        "resource.claimedVictim && principal.suspended",
        "context.granted && principal.clearance > 41",
        'context.caseNamed && principal.roles.contains(Role::"analyst")',
        'resource.subject == SubjectRole::"convicted" && principal in Agreement::"border-pilot"',
        head='principal, action in Action::"read", resource',
    )

    assert idle(folder) == []


def test_packs_and_adopted_agreements_without_a_policy_are_found(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / TH).write_text("// to be written\n", encoding="utf-8")
    (folder / "agreements/border-pilot.cedar").unlink()
    (folder / "agreements/mekong-memorandum.cedar").write_text("\n", encoding="utf-8")

    assert find_empty_sources(load_bundle(folder)) == (
        "agreements/border-pilot.cedar",
        "agreements/mekong-memorandum.cedar",
        TH,
    )


def test_a_forbid_is_lost_where_neither_its_name_nor_its_text_is_left(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    before = load_bundle(folder)
    edit(folder, "packs/au/pack.cedar", '@id("au.no-witnesses")', '@id("au.no-witness")')
    assert lost_forbids(before, load_bundle(folder)) == ()

    pack = folder / "packs/vn/pack.cedar"
    head, _, rest = pack.read_text(encoding="utf-8").partition('@id("vn.no-source")')
    pack.write_text(head + rest.partition("};")[2], encoding="utf-8")
    assert lost_forbids(before, load_bundle(folder)) == ("vn.no-source",)
