"""Each rule of each action by itself: what is permitted, and what one change of it is refused for."""

from dataclasses import replace
from typing import Any

import pytest

from graph import PropertyClass
from policies import (
    AddressedInquiry,
    AddressedRecall,
    AddressedRequest,
    CheckedValues,
    ClaimedRecords,
    Directory,
    ForbiddenError,
    GivenGrant,
    GrantedRecord,
    MutationAction,
    NewGrant,
    OwnRecords,
    ReceivedGrant,
    ReviewedCheck,
    SealedRecord,
    SuspendedParty,
    Target,
    ViewerContext,
    authorise,
    load_bundle,
)
from tests.policies.edited_bundles import viewer

DIRECTORY = Directory(load_bundle().registers)
EVERY_ROLE = ("analyst", "duty-officer", "policy-officer", "supervisor", "victim-support")
OFFICER = viewer("th-police", *EVERY_ROLE, case_ref="C-1")
PROTECTOR = replace(OFFICER, purpose="victim-protection")
WITHOUT_CASE = replace(OFFICER, case_ref=None)
NAMES = frozenset({PropertyClass.IDENTITY})
OWN = GrantedRecord(originator="th-police", readable=NAMES)
OTHERS = GrantedRecord(originator="kh-police", readable=NAMES)
UNREAD = GrantedRecord(originator="th-police", readable=frozenset())

GRANT = NewGrant(records=(OWN,), grantee="kh-police", classes=NAMES)
GIVEN = GivenGrant(originator="th-police", given_by="officer-2", classes=NAMES, records=(OWN,))
RECEIVED = ReceivedGrant(
    originator="kh-police", onward=True, needs_second=False, to="sg-fiu", classes=NAMES, records=(OTHERS,)
)
CHECK = CheckedValues(purpose="investigation", case_ref="C-1")
HELD = ReviewedCheck(agency="th-police", subject="officer-2", reviewer="th-police")
ASKED = AddressedRequest(asker="th-police", holder="sg-fiu")
INQUIRY = AddressedInquiry(asker="th-police", operator="my-telco", is_permitted=True)
CLAIMED = ClaimedRecords(originators=frozenset({"th-police"}), kinds=frozenset({"Person"}), is_protection_body=True)
CLAIM = SealedRecord(originator="kh-police", claimant="th-police")
SEALED = SealedRecord(originator="th-police", claimant="kh-hotline")
COLLEAGUE = SuspendedParty(agency="th-police", subject="officer-2")

ALONE = "role of victim support and the purpose victim protection"
OWN_ALONE = "disposes of its own records alone"
Act = MutationAction
PERMITTED: dict[MutationAction, tuple[ViewerContext, Target]] = {
    Act.CROSS_CHECK: (OFFICER, CHECK),
    Act.RELEASE_CHECK: (OFFICER, HELD),
    Act.SEND_REQUEST: (OFFICER, ASKED),
    Act.ASK_OPERATOR: (OFFICER, INQUIRY),
    Act.WITHDRAW_REQUEST: (WITHOUT_CASE, ASKED),
    Act.HANDLE_REQUEST: (OFFICER, AddressedRequest(asker="sg-fiu", holder="th-police")),
    Act.GRANT: (OFFICER, GRANT),
    Act.APPROVE_GRANT: (OFFICER, GIVEN),
    Act.REVOKE_GRANT: (OFFICER, GIVEN),
    Act.FORWARD_GRANT: (OFFICER, RECEIVED),
    Act.CLAIM_VICTIM: (PROTECTOR, CLAIMED),
    Act.LIFT_CLAIM: (PROTECTOR, CLAIM),
    Act.LIFT_SEAL: (PROTECTOR, CLAIM),
    Act.CONTEST_SEAL: (OFFICER, SEALED),
    Act.AGREE_TO_SEAL: (OFFICER, SEALED),
    Act.DECLINE_CLAIM: (PROTECTOR, SEALED),
    **dict.fromkeys(
        (Act.RETRACT, Act.ERASE, Act.NARROW, Act.SCHEDULE_RETENTION, Act.PLACE_HOLD, Act.LIFT_HOLD, Act.READ_RECEIPTS),
        (OFFICER, OwnRecords(originators=("th-police", "th-police"))),
    ),
    Act.ACKNOWLEDGE_RECALL: (OFFICER, AddressedRecall(agency="th-police")),
    Act.SUSPEND: (OFFICER, COLLEAGUE),
    Act.REINSTATE: (OFFICER, COLLEAGUE),
}
REFUSED: list[tuple[MutationAction, dict[str, Any], str]] = [
    (Act.CROSS_CHECK, {"purpose": "border-control"}, "must be that of the token"),
    (Act.CROSS_CHECK, {"case_ref": "C-2"}, "must be that of the token"),
    (Act.RELEASE_CHECK, {"reviewer": "sg-fiu"}, "that reviews this agency's checks"),
    (Act.RELEASE_CHECK, {"subject": "officer-1"}, "nobody releases a check of their own"),
    (Act.SEND_REQUEST, {"asker": "kh-police"}, "in its own name"),
    (Act.SEND_REQUEST, {"holder": "th-police"}, "an agency asks others"),
    (Act.ASK_OPERATOR, {"operator": "th-police"}, "an agency asks others"),
    (Act.ASK_OPERATOR, {"is_permitted": False}, "no inquiry of the registers"),
    (Act.WITHDRAW_REQUEST, {"asker": "kh-police"}, "in its own name"),
    (Act.HANDLE_REQUEST, {"holder": "kh-police"}, "the agency that is asked"),
    (Act.GRANT, {"records": (OWN, OTHERS)}, "grants its own records alone"),
    (Act.GRANT, {"grantee": "th-police"}, "needs no grant of its own"),
    (Act.GRANT, {"records": (OWN, UNREAD)}, "may not read themselves"),
    (Act.APPROVE_GRANT, {"originator": "kh-police"}, "approves its own grants alone"),
    (Act.APPROVE_GRANT, {"given_by": "officer-1"}, "a second person"),
    (Act.APPROVE_GRANT, {"records": (OWN, UNREAD)}, "may not read themselves"),
    (Act.REVOKE_GRANT, {"originator": "kh-police"}, "takes back its own grants alone"),
    (Act.REVOKE_GRANT, {"originator": "kh-police", "passed_by": "sg-fiu"}, "takes back its own grants alone"),
    (Act.FORWARD_GRANT, {"records": ()}, "only a grant that is live for you"),
    (Act.FORWARD_GRANT, {"onward": False}, "lets nothing of it be passed on"),
    (Act.FORWARD_GRANT, {"needs_second": True}, "granted anew, not passed on"),
    (Act.FORWARD_GRANT, {"to": "th-police"}, "another agency than yours and the originator"),
    (Act.FORWARD_GRANT, {"to": "kh-police"}, "another agency than yours and the originator"),
    (Act.FORWARD_GRANT, {"records": (OTHERS, UNREAD)}, "may not read themselves"),
    (Act.CLAIM_VICTIM, {"originators": frozenset({"th-police", "kh-police"})}, "claims with its own records alone"),
    (Act.CLAIM_VICTIM, {"kinds": frozenset({"Person", "PhoneNumber"})}, "only a person can be a victim"),
    (Act.CLAIM_VICTIM, {"is_protection_body": False}, "no protection agreement"),
    (Act.LIFT_CLAIM, {"originator": "th-police", "claimant": "kh-hotline"}, "lifted by who claimed"),
    (Act.LIFT_SEAL, {"claimant": "kh-hotline"}, "or by whose record it lies on"),
    (Act.CONTEST_SEAL, {"originator": "kh-police", "claimant": "th-police"}, "by whose record it touches"),
    (Act.AGREE_TO_SEAL, {"originator": "kh-police"}, "by whose record it touches"),
    (Act.AGREE_TO_SEAL, {"declined": True}, ALONE),
    (Act.DECLINE_CLAIM, {"originator": "kh-police"}, "by whose record it touches"),
    *(
        (action, {"originators": others}, OWN_ALONE)
        for action, (_, target) in PERMITTED.items()
        if isinstance(target, OwnRecords)
        for others in (("th-police", "kh-police"), ())
    ),
    (Act.ACKNOWLEDGE_RECALL, {"agency": "kh-police"}, "its own recalls alone"),
    *(
        (action, changed, rule)
        for action in (Act.SUSPEND, Act.REINSTATE)
        for changed, rule in (
            ({"agency": "kh-police"}, "its own people alone"),
            ({"subject": "officer-1"}, "nobody suspends or reinstates themselves"),
            ({"by_operator": True}, "the operator's to reinstate"),
        )
    ),
]
# The same target, and who lacks what the action asks of a person.
LACKING = [
    *((action, WITHOUT_CASE, "names a case") for action in (Act.CROSS_CHECK, Act.SEND_REQUEST, Act.ASK_OPERATOR)),
    *(
        (action, lacking, ALONE)
        for action in (Act.CLAIM_VICTIM, Act.LIFT_CLAIM, Act.LIFT_SEAL, Act.DECLINE_CLAIM)
        for lacking in (OFFICER, replace(PROTECTOR, roles=frozenset({"analyst"})))
    ),
    *(
        (action, replace(OFFICER, roles=frozenset(EVERY_ROLE) - {"supervisor"}), "needs the role of a supervisor")
        for action in (Act.RELEASE_CHECK, Act.PLACE_HOLD, Act.LIFT_HOLD, Act.SUSPEND, Act.REINSTATE)
    ),
    *((Act.ERASE, viewer("th-police", role), "one token with the role of a supervisor") for role in EVERY_ROLE),
    *((Act.READ_RECEIPTS, viewer("th-police", role), "needs the role") for role in ("analyst", "victim-support")),
]


def test_every_action_stands_here_but_those_of_the_other_file() -> None:
    assert set(MutationAction) - PERMITTED.keys() == {Act.SUBMIT, Act.JUDGE, Act.ACKNOWLEDGE}


def test_each_is_permitted_to_whom_it_belongs() -> None:
    for action, (who, target) in PERMITTED.items():
        authorise(who, action, target, directory=DIRECTORY)
    passed = replace(GIVEN, originator="kh-police", passed_by="th-police")
    authorise(OFFICER, Act.REVOKE_GRANT, passed, directory=DIRECTORY)
    authorise(PROTECTOR, Act.LIFT_SEAL, SEALED, directory=DIRECTORY)
    authorise(PROTECTOR, Act.AGREE_TO_SEAL, replace(SEALED, declined=True), directory=DIRECTORY)
    authorise(OFFICER, Act.RELEASE_CHECK, replace(HELD, agency="sg-fiu", subject="officer-1"), directory=DIRECTORY)


@pytest.mark.parametrize(("action", "changed", "rule"), REFUSED)
def test_one_change_of_what_is_acted_on_is_refused_by_its_rule(
    action: MutationAction, changed: dict[str, Any], rule: str
) -> None:
    who, target = PERMITTED[action]
    with pytest.raises(ForbiddenError, match=rule):
        authorise(who, action, replace(target, **changed), directory=DIRECTORY)


@pytest.mark.parametrize(("action", "who", "rule"), LACKING)
def test_who_lacks_what_an_action_asks_is_refused_what_is_theirs(
    action: MutationAction, who: ViewerContext, rule: str
) -> None:
    with pytest.raises(ForbiddenError, match=rule):
        authorise(who, action, PERMITTED[action][1], directory=DIRECTORY)


@pytest.mark.parametrize("action", PERMITTED)
def test_no_action_takes_what_another_acts_on(action: MutationAction) -> None:
    kinds = {type(target): target for _, target in PERMITTED.values() if type(target) is not type(PERMITTED[action][1])}
    for target in kinds.values():
        with pytest.raises(ForbiddenError):
            authorise(PERMITTED[action][0], action, target, directory=DIRECTORY)
