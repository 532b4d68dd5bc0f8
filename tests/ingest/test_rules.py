"""Rules: each is explained in a few words of the house style, and no explanation can hold a value."""

import pytest

from ingest import Rule, describe_rule


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_is_explained(rule: Rule) -> None:
    text = describe_rule(rule)
    assert text != "the item breaks this rule"
    assert text[0].islower()
    assert not text.endswith(".")
