"""Whatever closes records and opens them again, nothing is left to be told after it, and nothing is told twice."""

import random
from collections.abc import Sequence

import pytest

from policies import PreparedBundle
from tests.api.alerts.test_told_after_a_seal import BOTH, CLAIM, FIRM, ME, NUMBER, alerts, lift, lift_seals
from tests.api.alerts.test_what_stands_is_told import announce_everything_anew, closed
from tests.api.asking import Desk
from tests.api.recalling import NARROW, RETRACT
from tests.api.sealing import PROTECTION
from tests.world import link, record

__all__ = ["closed"]

AGENCIES = (*BOTH, "ph-police")
CLAIMANTS = ("kh-hotline", "ph-police")
PLAIN = "law-enforcement"
Act = tuple[str, str, int]


class Closing:
    """What may close or open what several police forces hold of one person; each act leaves all settled."""

    def __init__(self, desk: Desk, closed: PreparedBundle) -> None:
        self.desk, self.world = desk, desk.world
        self.bundles = [PreparedBundle.of(desk.world.app.bundle), closed]
        self.claims: dict[str, list[str]] = {agency: [] for agency in CLAIMANTS}

    def do(self, act: str, agency: str, reference: int) -> None:
        getattr(self, act)(agency, f"p{reference}")
        self.world.settle()

    def suspect(self, agency: str, reference: str, profile: str = PLAIN) -> None:
        self.world.file(agency, record("Person", reference, role="suspect", **ME), profile=profile)

    def hidden(self, agency: str, reference: str) -> None:
        self.suspect(agency, reference, "originator-controlled")

    def beside(self, agency: str, reference: str) -> None:
        self.suspect(agency, reference)
        own = [f"{kind}{reference}" for kind in "fn"]
        firm, number = record("Organization", own[0], **FIRM), record("PhoneNumber", own[1], number=NUMBER)
        self.world.file(agency, firm, number, link("OWNS", reference, own[0]), link("USES", reference, own[1]))

    def narrow(self, agency: str, reference: str) -> None:
        token = self.world.token(agency, "analyst+supervisor")
        rid = self.world.id(agency, reference)
        self.desk.ask(NARROW, token=token, ids=[rid], profile="originator-controlled")

    def withdraw(self, agency: str, reference: str) -> None:
        rid = self.world.id(agency, reference)
        self.desk.ask(RETRACT, token=self.world.token(agency), ids=[rid], erase=False)

    def claim(self, agency: str, reference: str) -> None:
        agency = "ph-police" if agency == "ph-police" else "kh-hotline"
        self.world.file(agency, record("Person", reference, **ME))
        token, rid = self.world.token(agency, *PROTECTION), self.world.id(agency, reference)
        made = self.desk.data(CLAIM, token=token, records=[rid])["claimVictim"]
        self.claims[agency] += [made["claim"]["id"]] if made["claim"] else []

    def lifted(self, agency: str, reference: str) -> None:
        agency = "ph-police" if agency == "ph-police" else "kh-hotline"
        if self.claims[agency]:
            lift(self.desk, self.claims[agency].pop(0), agency)

    def unsealed(self, agency: str, reference: str) -> None:
        lift_seals(self.desk, agency)

    def bundle(self, agency: str, reference: str) -> None:
        self.bundles.reverse()
        self.world.app.scopes.activate(self.bundles[0])

    def suspended(self, agency: str, reference: str) -> None:
        with self.world.suspended(agency, None):
            self.suspect(agency, reference)
            self.lifted("kh-hotline", reference)


WHAT = (
    *("suspect", "suspect", "suspect", "hidden", "beside", "narrow", "withdraw", "claim", "claim", "claim"),
    *("lifted", "lifted", "lifted", "unsealed", "bundle", "suspended"),
)


def history(seed: int, length: int = 12) -> list[Act]:
    """Return acts as they fall."""
    chance = random.Random(seed)  # noqa: S311 - what happens in a test, no secret
    return [(chance.choice(WHAT), chance.choice(AGENCIES), chance.randrange(2)) for _ in range(length)]


def holds(desk: Desk, closed: PreparedBundle, acts: Sequence[Act]) -> None:
    """Hold after each act that nothing is left to be told."""
    doing = Closing(desk, closed)
    for at, act in enumerate(acts):
        doing.do(*act)
        before = [alerts(desk, agency) for agency in AGENCIES]
        announce_everything_anew(desk.world)
        assert [alerts(desk, agency) for agency in AGENCIES] == before, (at, acts)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_after_any_act_of_a_history_of_seals_nothing_is_left_to_be_told(
    desk: Desk, closed: PreparedBundle, seed: int
) -> None:
    holds(desk, closed, history(seed))
