"""What a keeper keeps open beside a sealed person: to whom that keeper is open, and to others as under the seal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from graph import LINK_KIND, Compartment, CompartmentKey, ReadScope, SubjectRole, load_ontology
from policies import Bundle, ScopeBuilder, ViewerContext, find_mismatches, load_bundle
from policies.cross_checks import CarriedSelectors
from tests.policies.edited_bundles import copied_bundle, edit, every_viewer, viewer

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def key(kind: str, role: SubjectRole = SubjectRole.NONE, profile: str = "law-enforcement") -> CompartmentKey:
    return CompartmentKey(originator="th-police", profile=profile, kind=kind, role=role)


LINK = key(LINK_KIND)
HIDDEN_LINK = key(LINK_KIND, profile="originator-controlled")
SUSPECT = key("Person", SubjectRole.SUSPECT)
HIDDEN = key("Person", SubjectRole.SUSPECT, "originator-controlled")
WITNESS = key("Person", SubjectRole.WITNESS)
NUMBER, COMPANY = key("PhoneNumber"), key("Organization")
KEEPERS = (
    (LINK, SUSPECT),
    (LINK, HIDDEN),
    (HIDDEN_LINK, SUSPECT),
    (LINK, WITNESS),
    (LINK, replace(SUSPECT, uncompared=True)),
)


def kept(filed: CompartmentKey, *keepers: tuple[CompartmentKey, ...]) -> CompartmentKey:
    return replace(filed, kept_by=keepers)


def every_kept() -> Iterator[CompartmentKey]:
    """Yield numbers, accounts and companies by one keeper and by two, and a number by a company that is kept open."""
    for filed in (
        NUMBER,
        key("BankAccount"),
        COMPANY,
        key("PhoneNumber", profile="hit-only"),
        key("Vehicle", profile="open"),
    ):
        for count in (1, 2):
            yield from (kept(filed, *found) for found in combinations(KEEPERS, count))
    for keeper in KEEPERS:
        yield kept(NUMBER, (LINK, kept(COMPANY, keeper)))


def scope_of(bundle: Bundle, who: ViewerContext, *keys: CompartmentKey) -> ReadScope:
    compartments = tuple(Compartment(id=n, key=k) for n, k in enumerate(keys, start=1))
    return ScopeBuilder(bundle).build_scope(who, compartments, now=NOW)


def classes_of(scope: ReadScope, number: int) -> frozenset[str]:
    return frozenset(str(c) for c, found in scope.classes.items() if number in found)


def some_viewers(bundle: Bundle) -> list[ViewerContext]:
    agencies = {"th-police", "th-fiu", "kh-police", "kh-hotline", "my-telco"}
    return [v for v in every_viewer(bundle) if v.agency in agencies and v.clearance == 0]


def test_each_viewer_sees_it_beside_a_keeper_and_else_what_is_sealed() -> None:
    """Nor does a hit tell who reads such numbers of one whose keeper is unseen: it would be missing for a reason."""
    bundle, found = load_bundle(), list(every_kept())
    asked = list(
        dict.fromkeys([*found, *(k.kept_open for k in found), *(k.sealed_with_her for k in found), *behind(found)])
    )
    numbers = {k: n for n, k in enumerate(asked, start=1)}
    shown = missed = 0
    for who in some_viewers(bundle):
        scope = scope_of(bundle, who, *asked)
        for k in found:
            seen = any(all(numbers[m] in scope.visible for m in keeper) for keeper in k.kept_by)
            sealed = classes_of(scope, numbers[k.sealed_with_her])
            beside = classes_of(scope, numbers[k.kept_open]) if seen else frozenset[str]()
            assert classes_of(scope, numbers[k]) == sealed | beside, (who, k)
            shown += beside > sealed
            if not seen and numbers[k.kept_open] in scope.visible:
                hit, open_hit, sealed_hit = (numbers[x] in scope.checkable for x in (k, k.kept_open, k.sealed_with_her))
                assert hit is sealed_hit, (who, k)
                missed += open_hit > sealed_hit
    assert min(shown, missed) > 50


def behind(found: list[CompartmentKey]) -> list[CompartmentKey]:
    return [member for k in found for keeper in k.kept_by for member in keeper]


def test_its_owner_reads_it_and_the_engine_says_what_the_scope_does() -> None:
    bundle, found = load_bundle(), list(every_kept())
    assert len(scope_of(bundle, viewer("th-police"), *found).visible) == len(found)
    assert list(find_mismatches(ScopeBuilder(bundle), some_viewers(bundle)[::5], found[::3], NOW)) == []


@pytest.mark.parametrize(
    ("keeper", "told"),
    [
        ((LINK, SUSPECT), True),
        ((LINK, HIDDEN), False),
        ((HIDDEN_LINK, SUSPECT), False),
        ((LINK, WITNESS), True),
        ((LINK, replace(SUSPECT, uncompared=True)), False),
        ((LINK, kept(COMPANY, (LINK, SUSPECT))), True),
        ((LINK, kept(COMPANY, (LINK, HIDDEN))), False),
    ],
)
def test_who_reads_no_numbers_is_told_of_one_by_whoever_is_released_as_widely(
    keeper: tuple[CompartmentKey, ...], told: bool
) -> None:
    """A telco sees no owner, so a missing one tells it nothing; and one hidden from all opens nothing to it either."""
    bundle, telco = load_bundle(), viewer("my-telco")
    scope = scope_of(bundle, telco, kept(NUMBER, keeper), NUMBER, NUMBER.sealed_with_her)
    assert (2 in scope.hits, 3 in scope.hits) == (True, False)
    assert (scope.visible, 1 in scope.hits, 1 in scope.notices) == (frozenset(), told, told)
    # So it is where the number stands on a record of another kind.
    carrier = kept(COMPANY, keeper)
    compartments = (Compartment(id=1, key=carrier),)
    scope = ScopeBuilder(bundle).build_scope(telco, compartments, now=NOW)
    checkable = CarriedSelectors(load_ontology()).checkable(scope, compartments)
    assert (1 in checkable.get("PhoneNumber", frozenset())) is told


def test_another_bundle_opens_and_closes_it_with_its_keeper(tmp_path: Path) -> None:
    number = kept(NUMBER, (LINK, HIDDEN))
    assert 1 not in scope_of(load_bundle(), viewer("kh-police"), number).visible
    folder = copied_bundle(tmp_path)
    edit(folder, "profiles.yml", "caveats: [ORCON, NO_ONWARD]", "caveats: [NO_ONWARD]")
    pack = folder / "packs" / "th" / "pack.cedar"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(
        text.replace(
            'resource in Profile::"law-enforcement"\n)\nwhen {\n  resource.originator == Party::"th-police"',
            'resource\n)\nwhen {\n  resource.originator == Party::"th-police"',
        ),
        encoding="utf-8",
    )
    assert 1 in scope_of(load_bundle(folder), viewer("kh-police"), number).visible


def test_what_comes_later_is_found_as_all_at_once() -> None:
    builder, who = ScopeBuilder(load_bundle()), viewer("kh-police")
    every = tuple(Compartment(id=n, key=k) for n, k in enumerate(every_kept(), start=1))
    for count in range(1, len(every) + 1, 7):
        builder.build_scope(who, every[:count], now=NOW)
    grown = builder.build_scope(who, every, now=NOW)
    assert grown.classes == ScopeBuilder(load_bundle()).build_scope(who, every, now=NOW).classes
