"""What a judgement is worth: what would come together, and little where facts say that the two are two."""

from entity_resolution.comparing.decision import decide
from entity_resolution.views.worth import KEPT_APART, expected_worth
from tests.entity_resolution.evidence import DOCUMENT, NAME, PERSON, PHONE, visible


def test_a_pair_that_facts_keep_apart_is_worth_less_than_one_as_heavy() -> None:
    heavy, light = decide(PERSON, [NAME, DOCUMENT]), decide(PERSON, [NAME, PHONE])
    ends = visible(1), visible(2)
    free = expected_worth(heavy, *ends, ["a"], ["b"])
    assert expected_worth(heavy, *ends, ["a"], ["b"], kept_apart=True) == round(free * KEPT_APART, 6)
    assert expected_worth(light, *ends, ["a"], ["b"]) > expected_worth(heavy, *ends, ["a"], ["b"], kept_apart=True)
