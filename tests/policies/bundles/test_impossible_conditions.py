"""A question that every request answers alike is a slip: the rule that holds it would do nothing, or open to all."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policies import Bundle, BundleError, load_bundle
from policies.bundles.impossible_conditions import find_impossible_condition
from tests.examples import examples
from tests.policies.edited_bundles import copied_bundle, edit, is_valid, wide_bundle
from tests.policies.random_policies import BOTH_ATOMS, conditions, policies

TH = "packs/th/pack.cedar"
OWN = 'resource.originator == Party::"th-police"'
SLIPS = (
    "principal has clearence",
    "principal has community",
    'principal has "the clearance"',
    "principal has agency.sector",
    "resource has comunity",
    "context has caseNumber",
    "principal is Party",
    'principal is Viewer in Role::"analyst"',
    'principal == Party::"th-police"',
    'principal.agency in Agreement::"border-pilot"',
    'principal in Profile::"open"',
    'resource in Sector::"fiu"',
    'resource.originator == Sector::"fiu"',
    'resource.originator in [Sector::"fiu", Sector::"bank"]',
    'resource.originator != Sector::"fiu"',
    'principal.hasTag("clearance")',
)
AROUND = ("{slip} && {other}", "{slip} || {other}", "!({slip}) && {other}", "if {slip} then {other} else {other}")
CLAUSES = ("when {{ {0} }}", "unless {{ {0} }}", "when {{ true }} unless {{ {0} }}")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return wide_bundle(tmp_path_factory.mktemp("wide"))


@pytest.mark.parametrize("effect", ["permit", "forbid"])
@pytest.mark.parametrize("clause", ["when", "unless"])
@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (
            "principal has clearence && principal.clearence < 2",
            "`principal has clearence` holds for no request, did you mean `clearance`?",
        ),
        ("resource has comunity", "`resource has comunity` holds for no request, did you mean `community`?"),
        ("principal has community", "`principal has community` holds for no request"),
        ("context has caseNamd", "`context has caseNamd` holds for no request, did you mean `caseNamed`?"),
        (
            'principal.agency in Agreement::"border-pilot"',
            '`principal.agency in Agreement::"border-pilot"` holds for no request: `agency` is a `Party`, and no '
            "`Agreement`",
        ),
        (
            'resource.originator != Sector::"fiu"',
            '`resource.originator != Sector::"fiu"` holds for every request: `originator` is a `Party`, and no '
            "`Sector`",
        ),
        (
            'resource has community && resource.community in Sector::"fiu"',
            '`resource.community in Sector::"fiu"` holds for no request: `community` is a `Community`, and no `Sector`',
        ),
        (
            'resource.originator in [Sector::"fiu", Sector::"bank"]',
            '`resource.originator in [Sector::"fiu", Sector::"bank"]` holds for no request: `originator` is a '
            "`Party`, and no `Sector`",
        ),
    ],
)
def test_a_rule_that_could_never_count_is_refused_on_its_line(
    tmp_path: Path, effect: str, clause: str, slip: str, told: str
) -> None:
    folder = copied_bundle(tmp_path)
    before = len((folder / TH).read_text(encoding="utf-8").splitlines())
    annotations = '@basis("th-sharing-order")\n@review_by("2027-03-31")\n' if effect == "permit" else "\n\n"
    with (folder / TH).open("a", encoding="utf-8") as file:
        file.write(
            f'@id("th.added")\n{annotations}{effect} (principal, action in Action::"read", resource)\n'
            f"when {{ {OWN} }}\n{clause} {{\n  principal.suspended ||\n  {slip}\n}};\n"
        )

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert str(caught.value) == f"{TH}:{before + 8}: {told}"


def test_a_slip_inside_a_rule_of_the_floor_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, "floor.cedar", "resource has community", "resource has comunity")

    with pytest.raises(BundleError, match=rf"^floor\.cedar:{line}: .*, did you mean `community`\?$"):
        load_bundle(folder)


@given(text=policies(outside=True))
@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
def test_questions_that_are_open_are_not_reported(wide: Bundle, text: str) -> None:
    assume(is_valid(wide, text))

    assert find_impossible_condition(text, wide.schema) is None


@given(
    slip=st.sampled_from(SLIPS),
    around=st.sampled_from(AROUND),
    clause=st.sampled_from(CLAUSES),
    other=conditions(BOTH_ATOMS),
)
@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_slip_is_found_wherever_it_stands(wide: Bundle, slip: str, around: str, clause: str, other: str) -> None:
    condition = clause.format(around.format(slip=slip, other=other))
    text = f"permit (principal, action, resource) {condition};"
    assert is_valid(wide, text)

    found = find_impossible_condition(text, wide.schema)

    assert found is not None
    assert found.answer == ("!=" in slip)
    assert found.text == ("principal.agency has sector" if slip == "principal has agency.sector" else slip)


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("switched_off", ["false && {0}", "true || {0}", "if true then true else {0}"])
def test_what_is_switched_off_by_hand_is_not_reported(slip: str, switched_off: str) -> None:
    text = f"permit (principal, action, resource) when {{ {switched_off.format(slip)} }};"

    assert find_impossible_condition(text, load_bundle().schema) is None


def test_a_record_with_the_name_of_an_operator_is_no_question() -> None:
    bundle = load_bundle()
    condition = '{"in": 1} == {"in": principal.clearance} && {"has": principal has clearence} == {"has": true}'
    text = f'permit (principal, action == Action::"hit", resource) when {{ {condition} }};'
    assert is_valid(bundle, text)

    found = find_impossible_condition(text, bundle.schema)

    assert found is not None
    assert found.attribute == "clearence"


def test_a_question_that_the_head_answers_is_reported() -> None:
    bundle = load_bundle()
    of_agencies = 'forbid (principal, action == Action::"notice", resource) when { principal has clearance };'
    of_all = "forbid (principal, action, resource) when { principal has clearance && principal.clearance < 2 };"

    assert find_impossible_condition(of_agencies, bundle.schema) is not None
    assert find_impossible_condition(of_all, bundle.schema) is None
