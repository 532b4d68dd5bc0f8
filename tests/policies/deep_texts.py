"""Conditions that overflow Cedar's stack, and the deepest policies that are still accepted."""

from cedarpy import (
    Entities,
    PolicySet,
    Schema,
    is_authorized_batch,
    policies_to_json_str,
    validate_policies,
)

from policies.bundles.impossible_conditions import find_impossible_condition
from policies.bundles.nesting import MAX_HEIGHT, MAX_NESTING, check_nesting

CONDITION = 'resource.originator == Party::"th-police"'
"""A condition of the Thai pack; what is deep is put before it."""
_MANY = 15_000
DEEP = {
    "parentheses": "(" * 5_000 + "true" + ")" * 5_000,
    "sets": "[" * 5_000 + "1" + "]" * 5_000 + ".isEmpty()",
    "records": "{a: " * 5_000 + "1" + "}" * 5_000 + " == 1",
    "ifs": "(if true then " * 5_000 + "true" + " else false)" * 5_000,
    "ifs in else": "(" + "if true then true else " * 5_000 + "true)",
    "ifs in if": "(" + "if " * 5_000 + "true" + " then true else false" * 5_000 + ")",
    "nots": "!(" * 5_000 + "true" + ")" * 5_000,
    "bare nots": "!" * 5_000 + "true",
    "minus": "-(" * 5_000 + "1" + ")" * 5_000 + " == 1",
    "and": " && ".join(["context.caseNamed"] * _MANY),
    "or": " || ".join(["context.caseNamed"] * _MANY),
    "on lines": " &&\n  ".join(["context.caseNamed"] * _MANY),
    "sum": " + ".join(["1"] * _MANY) + " == 1",
    "product": " * ".join(["1"] * _MANY) + " == 1",
    "comparisons": " == ".join(["1"] * _MANY),
    "attributes": "context" + ".a" * _MANY,
    "indices": "context" + '["a"]' * _MANY,
    "calls": "context" + ".isEmpty()" * _MANY,
    "has": "context has " + ".".join(["a"] * _MANY),
    "arguments": "ip(" * 5_000 + '"1"' + ")" * 5_000 + " == 1",
    "methods": "context.a.contains(" * 5_000 + "1" + ")" * 5_000,
    "not closed": "(" * 5_000,
    "in a list": "[" + ", ".join(["true"] * 50) + ", " + "(" * 5_000 + "true" + ")" * 5_000 + "].isEmpty()",
}
_SCHEMA = (
    'entity Viewer; entity Compartment; action "hit" appliesTo '
    "{principal: [Viewer], resource: [Compartment], context: {caseNamed: Bool}};"
)


def _policy(condition: str) -> str:
    return f"permit (principal, action, resource)\nwhen {{ {condition} }};"


# One level is the clause's own bracket.
_LEVELS = MAX_NESTING - 1
FITTING = {
    "parentheses": _policy("(" * _LEVELS + "true" + ")" * _LEVELS),
    "sets": _policy("[" * _LEVELS + "1" + "]" * _LEVELS),
    "records": _policy("{a: " * _LEVELS + "1" + "}" * _LEVELS),
    "ifs": _policy("if true then true else " * _LEVELS + "true"),
    "nots": _policy("!(" * (_LEVELS // 2) + "true" + ")" * (_LEVELS // 2)),
    "and": _policy(" && ".join(["context.caseNamed"] * (MAX_HEIGHT - 1))),
    "and of and": _policy(
        " && ".join(["context.caseNamed"] * 60) + " && (" + " || ".join(["context.caseNamed"] * 30) + ")"
    ),
    "questions": _policy(" && ".join(["principal is Viewer"] * (MAX_HEIGHT - 2))),
    "slips": _policy(" && ".join(["principal is Compartment"] * (MAX_HEIGHT - 2))),
    "questions of questions": _policy("(" * (_LEVELS - 1) + "true" + " == true)" * (_LEVELS - 1)),
    "attributes": _policy("context" + ".a" * (MAX_HEIGHT - 1)),
    "many clauses": "permit (principal, action, resource)\n" + "when { context.caseNamed }\n" * 5_000 + ";",
    "a long list": _policy("[" + ", ".join(["1"] * 20_000) + "].contains(1)"),
    "many policies": "\n".join([_policy(" && ".join(["true"] * 50))] * 200),
}


def parse_all() -> None:
    """Do with each policy that fits all that is done with a bundle's text, and print how many there are."""
    schema = Schema.from_str(_SCHEMA)
    for text in FITTING.values():
        check_nesting(text, "fitting")
        _parse(text, schema)
    print(len(FITTING))


def _parse(text: str, schema: Schema) -> None:
    request = {
        "principal": {"type": "Viewer", "id": "a"},
        "action": {"type": "Action", "id": "hit"},
        "resource": {"type": "Compartment", "id": "c"},
        "context": {"caseNamed": True},
    }
    try:
        parsed = PolicySet.from_str(text)
        validate_policies(text, schema)
        policies_to_json_str(text)
        is_authorized_batch([request], parsed, Entities.from_json_str("[]", schema))
        parsed.to_pst()
        find_impossible_condition(text, schema)
    except ValueError:  # a refusal is what is wanted of a text that goes too far; a crash is not
        return
