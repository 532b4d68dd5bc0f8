"""A case of blanks is none: whoever names it is refused what needs a case, and told nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import CHECK, phone
from tests.world import World, record, viewer

NUMBER = "+66812345671"
BLANKS = [" ", "\u200b", "\x00"]


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    module_world.run(module_world.app.exchange.drain())
    return Desk(module_world)


def token_naming(desk: Desk, case: str) -> str:
    """Return a token as an identity provider signs it that passes on what somebody typed."""
    settings, who = desk.world.app.settings, replace(viewer("kh-police"), case_ref="stands here")
    object.__setattr__(who, "case_ref", case)
    return issue_development_token(settings, load_development_key(settings.keys, settings.jwks), who, ttl_seconds=60)


@pytest.mark.parametrize("case", BLANKS, ids=ascii)
def test_a_check_for_a_blank_case_is_refused(desk: Desk, case: str) -> None:
    before, entries = state(desk.world), len(desk.trail())
    given: dict[str, Any] = {"values": [phone(NUMBER)], "purpose": "investigation", "case": case}
    found = desk.post(CHECK, token=token_naming(desk, case), variables=given)
    assert "it needs a token that names a case" in found.text
    assert "th-police" not in found.text
    assert state(desk.world) == before
    told = [e.entry for e in desk.trail()[entries:]]
    assert (told[-1].outcome, told[-1].case_ref) == (Outcome.DENIED, None)
    assert all(e.record_ids == () for e in told)


def test_a_check_for_a_case_that_is_one_is_answered(desk: Desk) -> None:
    given: dict[str, Any] = {"values": [phone(NUMBER)], "purpose": "investigation", "case": "C-1"}
    assert "th-police" in desk.post(CHECK, token=token_naming(desk, "C-1"), variables=given).text


def test_a_grant_for_a_blank_case_is_refused(desk: Desk) -> None:
    """It would reach nobody, and whoever gives it would believe that it does."""
    before = state(desk.world)
    until = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    given = """mutation { grant(input: {agency: "kh-police", classes: [CONTACT], purpose: "investigation", caseRef: " ",
      reason: "a reason", until: "%s", records: ["%s"]}) { grant { id } userErrors { code } } }"""
    found = desk.ask(given % (until, desk.world.id("th-police", "n")), token=desk.world.token("th-police"))
    assert "argument `caseRef` names no case" in str(found)
    assert state(desk.world) == before
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
