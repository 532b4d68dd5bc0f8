"""Whom a recall asks is read from receipts and the terms that a record stood and stands under."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.recalls.wider_terms import WiderTerms
from policies import Disclosure, Exposure, Receipt, Tlp, load_bundle

COMMUNITY = "scam-centre-response"
BUNDLE = load_bundle()
FOUND = BUNDLE.registers
GREEN = replace(FOUND.profiles["open"], name="community", tlp=Tlp.GREEN, community=COMMUNITY)
REGISTERS = replace(FOUND, profiles={**FOUND.profiles, "community": GREEN})


def shown(agency: str, profile: str) -> Receipt:
    disclosure = Disclosure(originator="th-police", record_ids=("r-1",), exposure=Exposure.SHOWN, profile=profile)
    return Receipt(
        originator="th-police",
        index=1,
        time=datetime.now(UTC),
        agency=agency,
        actor="a",
        purpose="investigation",
        case_ref=None,
        operation="query record",
        policy_version="",
        erased=0,
        disclosures=(disclosure,),
    )


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("is_member", [False, True])
def test_what_was_published_and_goes_to_a_community_is_recalled_from_all_who_had_it(
    is_member: bool, sealed: bool
) -> None:
    agency = next(
        party.code
        for party in REGISTERS.parties.values()
        if (COMMUNITY in party.communities) is is_member and party.code != "th-police"
    )

    terms = WiderTerms(replace(BUNDLE, registers=REGISTERS), now=datetime.now(UTC))
    assert terms.by_register(shown(agency, "open"), "r-1", "community", sealed=sealed) == {"open"}
    assert not terms.by_register(shown(agency, "community"), "r-1", "open", sealed=sealed)
