"""Names the permits behind a disclosure, so that a receipt says on which basis records were shown.

Cedar's engine explains a decision in some 100 us, too dear for every answer; but whoever sees a compartment sees it for
the same reason until the scope changes, so each explanation is asked for once and kept. It is asked of what the scope
was built by: what came into force since opened nothing of the answer.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from graph import CompartmentKey, ReadScope
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction
from policies.scopes.scope_rules import ScopeRules, rules_of

_MAX_KEPT = 50_000
_Key = tuple[object, ...]


class PermitBook:
    """Explains disclosures, each by the bundle that it was made under. Threads may not share a book."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, tuple[str, ...]] = OrderedDict()

    def permits(
        self, scope: ReadScope, compartments: Mapping[int, CompartmentKey], *, action: PolicyAction | None = None
    ) -> dict[int, tuple[str, ...]]:
        """Return the sorted ids of the policies that opened any class of each compartment; none where none did.

        Args:
            scope: what the answer was made under.
            compartments: base compartments by their number; of another kind where what stands on a record is told of
                as a record of its own.
            action: what was allowed, such as a hit; by default the reading of all classes that the scope opens.
        """
        common = (scope.policy_version, scope.terms, action)
        missing = {n: key for n, key in compartments.items() if (common, n, key.kind) not in self._kept}
        if missing:
            asked = [(n, a, k) for n, k in missing.items() for a in _actions(scope, n, action)]
            self._explain(common, missing, asked, rules_of(scope))
        return {n: self._kept[common, n, key.kind] for n, key in compartments.items()}

    def _explain(
        self,
        common: _Key,
        missing: Mapping[int, CompartmentKey],
        asked: Sequence[tuple[int, PolicyAction, CompartmentKey]],
        rules: ScopeRules,
    ) -> None:
        decisions = rules.decide([(action, key) for _, action, key in asked])
        found: dict[int, set[str]] = {number: set() for number in missing}
        for (number, _, _), decision in zip(asked, decisions, strict=True):
            if decision.allowed:
                found[number].update(decision.determining)
        for number, ids in found.items():
            self._kept[common, number, missing[number].kind] = tuple(sorted(ids))
        while len(self._kept) > max(_MAX_KEPT, len(found)):
            self._kept.popitem(last=False)


def _actions(scope: ReadScope, compartment: int, action: PolicyAction | None) -> list[PolicyAction]:
    if action is not None:
        return [action]
    return [READ_ACTIONS[c] for c in sorted(scope.readable_classes(compartment))]
