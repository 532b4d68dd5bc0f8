"""The bundle and the facts that a scope was built by.

What follows from a scope later, such as what may be said of a selector on a record of another kind, or the permits that
a receipt names, is asked of these. A bundle that came into force since, and who was suspended since, are the next
scope's: what is remembered under the terms of one scope would hold what another opens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph import CompartmentKey, ReadScope
from policies.bundles.model import Bundle
from policies.bundles.vocabulary import VIEWER_ACTIONS, PolicyAction
from policies.scopes.engine import Decision
from policies.scopes.evaluator import Evaluator
from policies.scopes.facts import RequestFacts
from policies.scopes.world import Bits, World


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRules:
    """By what a scope was built. All scopes of one bundle and the same `terms` have the same answers here.

    Attributes:
        evaluator: of the bundle that was in force.
        facts: what the rules knew of the viewer.
        at: the instant of the facts; the answers hold until the scope's `exact_until`.
    """

    evaluator: Evaluator
    facts: RequestFacts
    at: datetime

    @property
    def bundle(self) -> Bundle:
        """The bundle that the scope was built by."""
        return self.evaluator.bundle

    def allowed(self, world: World) -> Mapping[PolicyAction, Bits]:
        """Return for each action of a viewer the positions of a world for which it is allowed."""
        return self.evaluator.evaluate(self.facts, VIEWER_ACTIONS, world, self.at)

    def decide(self, requests: Sequence[tuple[PolicyAction, CompartmentKey]]) -> list[Decision]:
        """Decide a viewer's actions by Cedar's engine, with the policies that determined each, in the order given."""
        return self.evaluator.decide(self.facts, requests, self.at)


def rules_of(scope: ReadScope) -> ScopeRules:
    """Return by what a scope was built.

    Raises:
        TypeError: no builder built it: it may be read by, and nothing follows from it.
    """
    if not isinstance(scope.rules, ScopeRules):
        raise TypeError("the scope was not built of a policy bundle")
    return scope.rules
