"""Rules: each is explained in a few words of the house style, and no explanation can hold a value."""

import pytest

from ingest import Problem, Rule, describe_problem


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_is_explained(rule: Rule) -> None:
    text = describe_problem(Problem(rule=rule))
    assert text != "the item breaks this rule"
    assert text[0].islower()
    assert not text.endswith(".")


def test_a_reason_stands_behind_the_explanation() -> None:
    problem = Problem(rule=Rule.UNKNOWN_PROPERTY, column="nmae", reason="known are `alias`, `name`")
    assert describe_problem(problem) == "the kind has no such property: known are `alias`, `name`"
