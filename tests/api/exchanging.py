"""Cross-checks and requests in tests: a clock to set, budgets and profiles to choose, and short ways to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from api.bootstrap import Application
from api.exchange import Exchange
from api.foundation import Foundation
from api.sight.own_view import OwnView
from policies import PreparedBundle, load_budgets, load_bundle
from tests.api.asking import Desk
from tests.policies.edited_bundles import copied_bundle
from tests.world import World

CASE = "T-1"
CHECK = """mutation($values: [SelectorInput!]!, $purpose: String!, $case: String!) {
  crossCheck(input: {values: $values, purpose: $purpose, caseRef: $case}) {
    check { id held values { kind problem inView hits { id holder { code contact } } } } userErrors { code message } } }"""
PROFILES = """
told-to-both: {title: T, tlp: AMBER, caveats: [HIT_ONLY], purposes: [investigation], hit_mode: both-notified, link_notice: false}
told-to-holder: {title: T, tlp: AMBER, caveats: [HIT_ONLY], purposes: [investigation], hit_mode: originator-only, link_notice: false}
told-to-asker: {title: T, tlp: AMBER, caveats: [HIT_ONLY], purposes: [investigation], hit_mode: requester-only, link_notice: false}
told-to-nobody: {title: T, tlp: AMBER, caveats: [HIT_ONLY], purposes: [investigation], hit_mode: none, link_notice: false}
"""
BUDGETS = "default: {per_request: 1000, per_day: 1000000}\n"


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was set."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 25, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        """Return the time that was set."""
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass, as `timedelta` counts it."""
        self.now += timedelta(**time)


def exchanging(world: World, folder: Path, *, clock: SetClock, budgets: str = BUDGETS) -> World:
    """Return a world with a profile for each hit mode, these budgets and this clock; its store is the same."""
    copied = copied_bundle(folder)
    with (copied / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILES)
    app = world.app
    app.scopes.activate(PreparedBundle.of(load_bundle(copied)))
    (folder / "budgets.yml").write_text(budgets, encoding="utf-8")
    on = exchanging_on(app, folder, clock)
    return replace(world, app=replace(app, exchange=Exchange.wired(on, app.grants)))


def exchanging_on(app: Application, folder: Path, clock: SetClock) -> Foundation:
    """Return the foundation of an application with the budgets in a folder and this clock."""
    on, parties = app.foundation, app.bundle.registers.parties
    own = OwnView(on.own_records, app.scopes, clock=clock)
    return replace(on, budgets=load_budgets(folder / "budgets.yml", parties), own=own, now=clock)


def phone(number: str) -> dict[str, str]:
    """Return a phone number to check."""
    return {"kind": "PHONE_NUMBER", "value": number}


def check(desk: Desk, agency: str, values: Sequence[dict[str, str]], *, purpose: str = "investigation") -> Any:
    """Cross-check values as an analyst of an agency and return the payload."""
    token = desk.world.token(agency, purpose=purpose)
    return desk.data(CHECK, token=token, values=list(values), purpose=purpose, case=CASE)["crossCheck"]


def holders(payload: Any) -> list[list[str]]:
    """Return for each value of a check the agencies that hold it."""
    return [[hit["holder"]["code"] for hit in value["hits"]] for value in payload["check"]["values"]]


def alerts(desk: Desk, agency: str) -> list[dict[str, Any]]:
    """Return an agency's alerts that are no link notices, after the workers did what waits."""
    desk.world.run(desk.world.app.exchange.drain())
    query = """{ alerts(first: 100) { edges { node { recordId kind reason strength purpose requestId otherRecordId
      otherAgency { code } } } } }"""
    found = desk.data(query, token=desk.world.token(agency))["alerts"]["edges"]
    return [e["node"] for e in found if e["node"]["reason"] != "LINKAGE"]
