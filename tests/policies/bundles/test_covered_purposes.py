"""A permit on the basis of an agreement holds for no purpose that the agreement does not list."""

from pathlib import Path

import pytest
from cedarpy import PolicySet

from policies import BundleError, load_bundle
from policies.bundles.covered_purposes import held_purposes
from tests.policies.edited_bundles import copied_bundle, edit

TH = "packs/th/pack.cedar"
PURPOSES = ("border-control", "financial-intelligence", "investigation", "victim-protection")
INVESTIGATION = 'context.purpose == Purpose::"investigation"'
WITH_FIU = '[Purpose::"financial-intelligence", Purpose::"investigation"]'


def held(condition: str, action: str = 'action in Action::"read"') -> tuple[str, ...]:
    text = f"permit (principal, {action}, resource) {condition};"
    return held_purposes(PolicySet.from_str(text).to_pst().static_policies["policy0"], PURPOSES)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", PURPOSES),
        ("when { principal.clearance > 1 }", PURPOSES),
        (f"when {{ {INVESTIGATION} }}", ("investigation",)),
        ('when { Purpose::"investigation" == context.purpose }', ("investigation",)),
        (f"when {{ principal.clearance > 1 && {INVESTIGATION} }}", ("investigation",)),
        (f"when {{ principal.clearance > 1 || {INVESTIGATION} }}", PURPOSES),
        (f"when {{ {WITH_FIU}.contains(context.purpose) }}", ("financial-intelligence", "investigation")),
        (f"when {{ context.purpose in {WITH_FIU} }}", ("financial-intelligence", "investigation")),
        (f"when {{ !(context.purpose in {WITH_FIU}) }}", ("border-control", "victim-protection")),
        ('when { context.purpose != Purpose::"investigation" }', (*PURPOSES[:2], *PURPOSES[3:])),
        (f"unless {{ {INVESTIGATION} }}", (*PURPOSES[:2], *PURPOSES[3:])),
        (f"when {{ context.purpose in {WITH_FIU} }} unless {{ {INVESTIGATION} }}", ("financial-intelligence",)),
        (f"when {{ if principal.clearance > 1 then {INVESTIGATION} else false }}", ("investigation",)),
        (f"when {{ if {INVESTIGATION} then true else principal.clearance > 1 }}", PURPOSES),
        ("when { resource.purposes.contains(context.purpose) }", PURPOSES),
        (f'when {{ {INVESTIGATION} && context.purpose != Purpose::"investigation" }}', ()),
    ],
)
def test_the_purposes_under_which_a_permit_may_hold(condition: str, expected: tuple[str, ...]) -> None:
    assert held(condition) == expected


def test_a_link_notice_is_for_an_agency_whatever_its_peoples_purposes() -> None:
    assert held("", 'action == Action::"notice"') == ()
    assert held("", 'action in [Action::"notice", Action::"hit"]') == PURPOSES


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            TH,
            INVESTIGATION,
            'context.purpose in [Purpose::"investigation", Purpose::"border-control"]',
            "the agreement `scam-centre-arrangement` does not list the purpose `border-control`",
        ),
        (
            TH,
            f" &&\n  {INVESTIGATION}",
            "",
            "on the basis of `scam-centre-arrangement` holds for its purposes alone: "
            "ask for `financial-intelligence`, `investigation`",
        ),
        (
            TH,
            INVESTIGATION,
            'context.purpose != Purpose::"financial-intelligence"',
            "on the basis of `scam-centre-arrangement` holds for its purposes alone",
        ),
        (
            "agreements/border-pilot.cedar",
            'context.purpose == Purpose::"border-control"',
            "principal.clearance >= 0",
            "on the basis of `border-pilot` holds for its purposes alone: ask for `border-control`",
        ),
    ],
)
def test_a_permit_beyond_its_agreement_is_refused_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, file, old, new)

    with pytest.raises(BundleError, match=r"cedar:\d+: ") as caught:
        load_bundle(folder)

    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")


def test_a_profile_in_the_head_that_lists_no_other_purpose_is_enough(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, TH, f" &&\n  {INVESTIGATION}", "")
    edit(folder, TH, 'resource in Profile::"law-enforcement"', 'resource in Profile::"hit-only"')

    assert "th.police-to-partners" in {p.id for p in load_bundle(folder).policies}


def test_a_word_for_another_purpose_is_refused_beside_such_a_profile_too(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, TH, INVESTIGATION, 'context.purpose in [Purpose::"investigation", Purpose::"border-control"]')
    edit(folder, TH, 'resource in Profile::"law-enforcement"', 'resource in Profile::"hit-only"')

    with pytest.raises(BundleError, match="does not list the purpose `border-control`, for which this permit holds"):
        load_bundle(folder)
