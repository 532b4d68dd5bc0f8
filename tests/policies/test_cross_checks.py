"""What a cross-check may say, decided on the compartment alone."""

from datetime import UTC, datetime
from itertools import product

import pytest

from graph import Compartment, CompartmentKey, PropertyClass, ReadScope, SubjectRole
from policies import (
    Caveat,
    Finding,
    HandlingProfile,
    HitMode,
    ScopeBuilder,
    Standing,
    Tlp,
    ViewerContext,
    find_standing,
    load_bundle,
)

KEY_CLASSES = {"PhoneNumber": PropertyClass.CONTACT}
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def profile(mode: HitMode) -> HandlingProfile:
    return HandlingProfile(
        name=str(mode),
        title="T",
        tlp=Tlp.AMBER,
        purposes=frozenset({"investigation"}),
        hit_mode=mode,
        link_notice=False,
        caveats=frozenset({Caveat.HIT_ONLY}),
    )


PROFILES = {str(mode): profile(mode) for mode in HitMode}


def compartment(mode: HitMode, *, originator: str = "th-police", kind: str = "PhoneNumber") -> Compartment:
    return Compartment(id=1, key=CompartmentKey(originator=originator, profile=str(mode), kind=kind))


def scope(*, contact: bool = False, other: bool = False, checkable: bool = True) -> ReadScope:
    classes = {
        PropertyClass.CONTACT: frozenset({1} if contact else ()),
        PropertyClass.IDENTITY: frozenset({1} if other else ()),
    }
    found = frozenset({1} if checkable else ())
    return ReadScope(agency="my-telco", classes=classes, checkable=found, policy_version="v")


def standing(given: Compartment, read: ReadScope) -> Finding | None:
    return find_standing(given, read, profiles=PROFILES, key_classes=KEY_CLASSES)


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (HitMode.NONE, None),
        (HitMode.BOTH_NOTIFIED, (True, True)),
        (HitMode.ORIGINATOR_ONLY, (False, True)),
        (HitMode.REQUESTER_ONLY, (True, False)),
    ],
)
def test_a_mode_says_whom_a_hit_tells(mode: HitMode, told: tuple[bool, bool] | None) -> None:
    # A record that is visible, though not by its key, may be hit like a hidden one.
    for read in (scope(), scope(other=True)):
        found = standing(compartment(mode), read)
        assert (found and (found.tells_asker, found.tells_holder)) == told
        assert found is None or found.standing is Standing.HIT


@pytest.mark.parametrize(("mode", "checkable"), list(product(HitMode, (False, True))))
def test_what_is_read_by_its_key_is_in_view_and_tells_no_holder(mode: HitMode, checkable: bool) -> None:
    found = standing(compartment(mode), scope(contact=True, checkable=checkable))
    assert found == Finding(standing=Standing.IN_VIEW, tells_asker=True, tells_holder=False)


def test_without_a_permit_for_the_hit_nobody_is_told() -> None:
    for mode in HitMode:
        assert standing(compartment(mode), scope(checkable=False)) is None


def test_ones_own_record_that_a_seal_closes_is_no_hit() -> None:
    assert standing(compartment(HitMode.BOTH_NOTIFIED, originator="my-telco"), scope()) is None


def test_conjunctions_unknown_profiles_and_other_kinds_are_told_to_nobody() -> None:
    unknown = Compartment(id=1, key=CompartmentKey(originator="th-police", profile="x", kind="PhoneNumber"))
    for given in (Compartment(id=1, members=(2, 3)), unknown, compartment(HitMode.BOTH_NOTIFIED, kind="Person")):
        assert standing(given, scope()) is None


def test_a_scope_checks_what_it_hits_and_what_it_sees_with_a_permit_for_the_hit() -> None:
    keys = [
        CompartmentKey(originator=originator, profile=name, kind=kind, role=role)
        for originator in ("th-police", "ph-police", "kh-hotline", "my-telco")
        for name in ("law-enforcement", "hit-only", "victim-protection", "originator-controlled")
        for kind in ("PhoneNumber", "Person")
        for role in (SubjectRole.NONE, SubjectRole.PRESUMED_VICTIM)
    ]
    compartments = tuple(Compartment(id=n, key=key) for n, key in enumerate(keys, start=1))
    builder = ScopeBuilder(load_bundle())
    for agency, purpose in (("my-police", "investigation"), ("my-telco", "investigation"), ("sg-fiu", "investigation")):
        who = ViewerContext(agency=agency, subject="s", roles=frozenset({"analyst"}), purpose=purpose, case_ref="c")
        read = builder.build_scope(who, compartments, now=NOW)
        assert read.hits == read.checkable - read.visible
        for other in compartments:
            if other.key is not None and other.key.role.is_victim and other.key.originator != agency:
                assert other.id not in read.checkable
    seen = builder.build_scope(
        ViewerContext(
            agency="my-police", subject="s", roles=frozenset({"analyst"}), purpose="investigation", case_ref="c"
        ),
        compartments,
        now=NOW,
    )
    # ph-police shows my-police that the number is there and not the number: the hit is told besides.
    number = next(
        c.id
        for c in compartments
        if c.key
        == CompartmentKey(originator="ph-police", profile="law-enforcement", kind="PhoneNumber", role=SubjectRole.NONE)
    )
    assert number in seen.visible
    assert number in seen.checkable
    assert not seen.may_read(PropertyClass.CONTACT, number)
