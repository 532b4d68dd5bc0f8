"""Mutations are authorised in one place, on the object that changes."""

from datetime import UTC, datetime

import pytest

from graph import CompartmentKey
from policies import (
    AddressedAlert,
    Directory,
    ForbiddenError,
    JudgedPair,
    MutationAction,
    ScopeBuilder,
    Submission,
    Target,
    UnknownAgencyError,
    ViewerContext,
    authorise,
    load_bundle,
)
from tests.policies.edited_bundles import registered, viewer

NOW = datetime(2026, 5, 1, tzinfo=UTC)
BUNDLE = load_bundle()
BUILDER = ScopeBuilder(BUNDLE)
COMPARTMENTS = registered(
    CompartmentKey(originator=o, profile="law-enforcement", kind="Site") for o in ("kh-police", "th-police", "sg-fiu")
)


def pair(who: ViewerContext, left: int, right: int) -> JudgedPair:
    scope = BUILDER.build_scope(who, COMPARTMENTS, now=NOW)
    return JudgedPair(left_compartment=left, right_compartment=right, scope=scope)


@pytest.mark.parametrize("role", ["analyst", "duty-officer", "victim-support"])
def test_an_acting_role_may_do_what_is_its_agencys(role: str) -> None:
    who = viewer("th-police", role)

    for action, target in (
        (MutationAction.SUBMIT, Submission(originator="th-police")),
        (MutationAction.JUDGE, pair(viewer("th-police"), 1, 2)),
        (MutationAction.ACKNOWLEDGE, AddressedAlert(agency="th-police")),
    ):
        authorise(who, action, target, directory=BUILDER.directory)


@pytest.mark.parametrize(
    ("action", "target", "rule"),
    [
        (MutationAction.SUBMIT, Submission(originator="kh-police"), "under its own code alone"),
        (MutationAction.JUDGE, pair(viewer("th-police"), 2, 3), "only who sees both records"),
        (MutationAction.JUDGE, pair(viewer("th-police"), 3, 2), "only who sees both records"),
        (MutationAction.JUDGE, pair(viewer("kh-police"), 1, 2), "only who sees both records"),
        (MutationAction.ACKNOWLEDGE, AddressedAlert(agency="kh-police"), "its own alerts alone"),
        (MutationAction.SUBMIT, AddressedAlert(agency="th-police"), "under its own code alone"),
        (MutationAction.ACKNOWLEDGE, Submission(originator="th-police"), "its own alerts alone"),
        (MutationAction.JUDGE, Submission(originator="th-police"), "only who sees both records"),
    ],
)
def test_what_is_not_the_viewers_is_forbidden(action: MutationAction, target: Target, rule: str) -> None:
    with pytest.raises(ForbiddenError, match=rule) as caught:
        authorise(viewer("th-police"), action, target, directory=BUILDER.directory)

    assert (caught.value.code, caught.value.action) == ("FORBIDDEN", action)


@pytest.mark.parametrize("action", sorted(set(MutationAction) - {MutationAction.READ_RECEIPTS}))
def test_a_policy_officer_changes_no_record(action: MutationAction) -> None:
    with pytest.raises(ForbiddenError, match=r"needs (one token with )?the role"):
        authorise(
            viewer("th-police", "policy-officer"),
            action,
            Submission(originator="th-police"),
            directory=BUILDER.directory,
        )


def test_a_suspended_agency_changes_nothing() -> None:
    directory = Directory(BUNDLE.registers)
    directory.suspend("th-police")

    with pytest.raises(ForbiddenError, match="the agency is suspended"):
        authorise(viewer(), MutationAction.SUBMIT, Submission(originator="th-police"), directory=directory)


def test_an_unknown_agency_fails_closed() -> None:
    with pytest.raises(UnknownAgencyError):
        authorise(viewer("nobody"), MutationAction.SUBMIT, Submission(originator="nobody"), directory=BUILDER.directory)
