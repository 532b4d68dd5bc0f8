"""A message of Cedar's is told with the line of the policy that it is about."""

from pathlib import Path

import pytest

from policies import BundleError, load_bundle
from policies.bundles import locating
from policies.bundles.statements import Statement
from tests.policies.edited_bundles import copied_bundle

PACK = "packs/th/pack.cedar"
POLICY = """
// A policy to be broken, after all others.
@id("th.broken")
@basis("th-sharing-order")
@review_by("2027-06-30")
permit (
  principal,
  action in [Action::"identity"],
  resource
)
when {
  // whose && what, in a comment
  resource.originator == Party::"th-police" &&
  (
    resource.kind == Kind::"Site" ||
    [Kind::"Person", Kind::"Organization"].contains(resource.kind)
  ) &&
  principal.sector == Sector::"police" &&
  resource.profile == Profile::"law-enforcement"
};
"""


def told(tmp_path: Path, before: str, after: str) -> tuple[int, str]:
    """Return the line, counted in the policy from its `@id`, and the problem that a broken policy is refused with."""
    folder = copied_bundle(tmp_path)
    path = folder / PACK
    text = path.read_text(encoding="utf-8")
    assert POLICY.count(before) == 1
    path.write_text(text + POLICY.replace(before, after), encoding="utf-8")
    with pytest.raises(BundleError) as caught:
        load_bundle(folder)
    assert caught.value.file == PACK
    first = text.count("\n") + POLICY[: POLICY.index("@id")].count("\n")
    return caught.value.line - first, caught.value.problem


@pytest.mark.parametrize(
    ("before", "after", "line", "problem"),
    [
        ('Sector::"police"', '"police"', 16, "the types String and Sector are not compatible"),
        ('Kind::"Site" ||', '"Site" ||', 13, "the types String and Kind are not compatible"),
        ("].contains(resource.kind)", "].contains(resource)", 14, "not compatible"),
        ('[Kind::"Person", Kind::"Organization"].contains(resource.kind)', "resource.kind", 14, "expected Bool"),
        ('principal.sector == Sector::"police"', "principal.clearance > true", 16, "expected Long"),
        ('resource.profile == Profile::"law-enforcement"', "principal", 17, "expected Bool"),
        ('resource.originator == Party::"th-police"', 'resource.originator == "&& ||"', 11, "not compatible"),
    ],
)
def test_a_type_error_is_told_with_the_line_of_its_operand(
    tmp_path: Path, before: str, after: str, line: int, problem: str
) -> None:
    found, message = told(tmp_path, before, after)
    assert (found, problem in message) == (line, True), message


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("  principal,\n", "  principal\n", 5),
        ('@basis("th-sharing-order")', '@basis("th-sharing-order"', 2),
        ('@basis("th-sharing-order")', "@basis(order)", 2),
        ("permit (", "permt (", 4),
        ("when {", "whn {", 9),
        ('[Action::"identity"]', 'Action::"identity"]', 6),
        ('principal.sector == Sector::"police" &&', 'principal.sector = Sector::"police" &&', 16),
        ('principal.sector == Sector::"police" &&', 'principal.sector == Sector::"police" &', 16),
        ('principal.sector == Sector::"police" &&', 'principal.sector == Sector::"police"', 16),
        ('principal.sector == Sector::"police"', "principal.sector.frob()", 16),
        ('Sector::"police"', "Sector::police", 16),
        ('"police"', '"police', 16),
    ],
)
def test_a_syntax_error_is_told_with_the_line_that_is_to_be_mended(
    tmp_path: Path, before: str, after: str, line: int
) -> None:
    found, message = told(tmp_path, before, after)
    assert found == line, message


def test_a_long_policy_is_parsed_a_few_times_to_find_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    parse = locating._parse_error

    def counted(text: str) -> str | None:
        looks.append(len(text))
        return parse(text)

    monkeypatch.setattr(locating, "_parse_error", counted)
    text = (
        "permit (principal, action, resource)\nwhen {\n"
        + "// long\n" * 700
        + "true frob\n"
        + "// long\n" * 2_000
        + "};"
    )

    line = locating.line_of_syntax_error(Statement(line=1, text=text), "unexpected token `frob`")

    assert line == 703
    assert len(looks) < 20
