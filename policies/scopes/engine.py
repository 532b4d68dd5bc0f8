"""Cedar's own engine over the same facts.

It explains single decisions, is the oracle of the compiled evaluation, and decides for originators whose policies the
compiler leaves to it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cedarpy import AuthzResult, Entities, PolicySet, is_authorized_batch

from graph import CompartmentKey
from policies.bundles.model import Bundle, Policy
from policies.bundles.vocabulary import PolicyAction
from policies.scopes.facts import COMPARTMENT_TYPE, RequestFacts, Uid, Value, compartment_facts

_MAX_SETS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What Cedar's engine decided, and by which policies.

    Attributes:
        allowed: a permit applies and no forbid does. A decision with errors is a denial.
        determining: sorted ids of the permits that allow, or of the forbids that deny; empty means default deny.
        errors: what failed in the evaluation.
    """

    allowed: bool
    determining: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


class CedarEngine:
    """Decides by Cedar's engine over an originator's effective set."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._sets: dict[tuple[str, ...], PolicySet] = {}

    def decide(
        self, facts: RequestFacts, requests: Sequence[tuple[PolicyAction, CompartmentKey]], policies: tuple[Policy, ...]
    ) -> list[Decision]:
        """Decide requests of one principal over one originator's effective set, in the order given."""
        compartments: list[tuple[CompartmentKey, Mapping[str, Value]]] = []
        for key in dict.fromkeys(key for _, key in requests):
            if (attributes := compartment_facts(key, self._bundle)) is not None:
                compartments.append((key, attributes))
        names = {key: str(position) for position, (key, _) in enumerate(compartments)}
        entities = [_principal(facts), *(_compartment(names[k], a) for k, a in compartments)]
        context = {name: _json(value) for name, value in facts.context.items()}
        asked = [(action, names[key]) for action, key in requests if key in names]
        answers = iter(
            is_authorized_batch(
                [_request(facts, action, name, context) for action, name in asked],
                self._policy_set(policies),
                Entities.from_json_str(json.dumps(entities), self._bundle.schema),
            )
        )
        return [_decision(next(answers), policies) if key in names else _UNKNOWN for _, key in requests]

    def _policy_set(self, policies: tuple[Policy, ...]) -> PolicySet:
        ids = tuple(p.id for p in policies)
        if ids not in self._sets:
            if len(self._sets) >= _MAX_SETS:
                self._sets.clear()
            self._sets[ids] = PolicySet.from_str("\n".join(p.text for p in policies))
        return self._sets[ids]


_UNKNOWN = Decision(allowed=False, errors=("the compartment's originator, profile or kind is unknown",))


def _request(
    facts: RequestFacts, action: PolicyAction, compartment: str, context: dict[str, object]
) -> dict[str, object]:
    return {
        "principal": {"type": facts.principal_type, "id": "asking"},
        "action": {"type": "Action", "id": str(action)},
        "resource": {"type": COMPARTMENT_TYPE, "id": compartment},
        "context": context,
    }


def _decision(answer: AuthzResult, policies: Sequence[Policy]) -> Decision:
    errors = tuple(answer.diagnostics.errors)
    reasons = sorted(policies[int(r.removeprefix("policy"))].id for r in answer.diagnostics.reasons)
    return Decision(allowed=answer.allowed and not errors, determining=tuple(reasons), errors=errors)


def _principal(facts: RequestFacts) -> dict[str, object]:
    return _entity((facts.principal_type, "asking"), facts.principal, facts.ancestors)


def _compartment(name: str, attributes: Mapping[str, Value]) -> dict[str, object]:
    profile = attributes["profile"]
    return _entity((COMPARTMENT_TYPE, name), attributes, [profile] if isinstance(profile, tuple) else [])


def _entity(uid: Uid, attributes: Mapping[str, Value], parents: Iterable[Uid]) -> dict[str, object]:
    return {
        "uid": {"type": uid[0], "id": uid[1]},
        "attrs": {name: _json(value) for name, value in attributes.items()},
        "parents": [{"type": type_, "id": id_} for type_, id_ in sorted(parents)],
    }


def _json(value: Value) -> object:
    if isinstance(value, tuple):
        return {"__entity": {"type": value[0], "id": value[1]}}
    if isinstance(value, frozenset):
        return [_json(v) for v in value]
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"__extn": {"fn": "datetime", "arg": text}}
    return value
