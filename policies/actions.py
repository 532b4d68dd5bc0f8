"""Who may change what: the one place where mutations are authorised, on the object that really changes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from graph import PropertyClass, ReadScope
from policies.errors import ForbiddenError
from policies.viewer import Directory, ViewerContext

ACTING_ROLES = frozenset({"analyst", "duty-officer", "victim-support"})


class MutationAction(StrEnum):
    """The actions that change the graph or the queues of work."""

    SUBMIT = "submit"
    JUDGE = "judge"
    ACKNOWLEDGE = "acknowledge"
    CROSS_CHECK = "cross-check"
    RELEASE_CHECK = "release-check"
    SEND_REQUEST = "send-request"
    ASK_OPERATOR = "ask-operator"
    WITHDRAW_REQUEST = "withdraw-request"
    HANDLE_REQUEST = "handle-request"
    GRANT = "grant"
    APPROVE_GRANT = "approve-grant"
    REVOKE_GRANT = "revoke-grant"
    FORWARD_GRANT = "pass-on-grant"
    CLAIM_VICTIM = "claim-victim"
    LIFT_CLAIM = "lift-claim"
    LIFT_SEAL = "lift-seal"
    CONTEST_SEAL = "contest-seal"
    AGREE_TO_SEAL = "agree-to-seal"
    DECLINE_CLAIM = "decline-claim"
    RETRACT = "retract"
    ERASE = "erase"
    NARROW = "narrow"
    ACKNOWLEDGE_RECALL = "acknowledge-recall"
    SCHEDULE_RETENTION = "schedule-retention"
    PLACE_HOLD = "place-hold"
    LIFT_HOLD = "lift-hold"
    READ_RECEIPTS = "read-receipts"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Records and links that are to be filed under an originator."""

    originator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """Two records that are to be judged: the compartment of each, with the tokens of the live grants on it.

    `scope` is what the viewer may see now.
    """

    left_compartment: int
    right_compartment: int
    scope: ReadScope
    left_grants: frozenset[int] = frozenset()
    right_grants: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedAlert:
    """An alert, by the agency that it is addressed to."""

    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedValues:
    """Values to cross-check, with the purpose and the case that the question names."""

    purpose: str
    case_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedCheck:
    """A held cross-check: the agency and the person that asked, and the party whose supervisors review it."""

    agency: str
    subject: str
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedRequest:
    """A request for information, with the agencies on its two sides."""

    asker: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedInquiry:
    """An identifier put to the party that runs it; `is_permitted`: the asker's own law lets that party be told."""

    asker: str
    operator: str
    is_permitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedRecord:
    """A record to grant: whose it is, and which of its classes the giver may read."""

    originator: str
    readable: frozenset[PropertyClass]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A grant to give: its records as the store holds them, the grantee, and the classes that it opens."""

    records: tuple[GrantedRecord, ...]
    grantee: str
    classes: frozenset[PropertyClass]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenGrant:
    """A grant that exists: whose records it opens, and who gave it.

    `records` is given where the content of the grant is judged again. `passed_by` is the agency that passed the grant
    on, where the originator did not give it.
    """

    originator: str
    given_by: str
    passed_by: str | None = None
    classes: frozenset[PropertyClass] = frozenset()
    records: tuple[GrantedRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedGrant:
    """A grant to pass on: whose records it opens, and who it goes on to.

    `onward` is what the originator said about passing it on. `records` are those of its records that it opens to the
    viewer. `needs_second`: a second person of the originator has to approve, because a record's profile asks for that
    or a subject is a victim.
    """

    originator: str
    onward: bool
    needs_second: bool
    to: str
    classes: frozenset[PropertyClass]
    records: tuple[GrantedRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRecords:
    """Records whose subject is claimed to be a victim, by originator and kind."""

    originators: frozenset[str]
    kinds: frozenset[str]
    is_protection_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecord:
    """A seal: whose record it lies on, whose claim it follows from, and whether that claim was declined before."""

    originator: str
    claimant: str
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecords:
    """Records to withdraw, narrow, keep or account for, by originator, as the store holds them."""

    originators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedRecall:
    """A recall notice, by the agency that it is addressed to."""

    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedParty:
    """An agency, or one of its people, to suspend or reinstate; and whether the operator suspended them."""

    agency: str
    subject: str | None
    by_operator: bool = False


Target = (
    Submission
    | OwnRecords
    | AddressedRecall
    | JudgedPair
    | AddressedAlert
    | CheckedValues
    | ReviewedCheck
    | AddressedRequest
    | AddressedInquiry
    | NewGrant
    | GivenGrant
    | ReceivedGrant
    | ClaimedRecords
    | SealedRecord
    | SuspendedParty
)


def authorise(viewer: ViewerContext, action: MutationAction, target: Target, *, directory: Directory) -> None:
    """Return if a viewer may take an action on a target; raise otherwise.

    Args:
        viewer: who acts.
        action: what is to be done.
        target: the object that changes, as the store holds it, never as the request describes it.
        directory: who is known and who is suspended.

    Raises:
        ForbiddenError: this viewer may not take this action on this target.
        ViewerError: the context names something unknown.
    """
    directory.check(viewer)
    refuse_suspended(viewer, action, directory=directory)
    if action is MutationAction.ERASE and not (viewer.roles & _SUPERVISING and viewer.roles & ACTING_ROLES):
        raise ForbiddenError(action, ERASING)
    if action in _ROLES and not viewer.roles & _ROLES[action]:
        raise ForbiddenError(action, f"it needs the role of {_ROLE_WORDS[_ROLES[action]]}")
    if action not in _ROLES and not viewer.roles & ACTING_ROLES:
        raise ForbiddenError(action, "it needs the role of an analyst, a duty officer or victim support")
    rule = _RULES[action](viewer, target)
    if rule is not None:
        raise ForbiddenError(action, rule)


def refuse_suspended(viewer: ViewerContext, action: str, *, directory: Directory) -> None:
    """Return if neither the viewer nor the agency is suspended.

    Raises:
        ForbiddenError: one of them is suspended.
    """
    if directory.is_suspended(viewer.agency):
        raise ForbiddenError(action, "the agency is suspended")
    if directory.is_closed_to(viewer):
        raise ForbiddenError(action, "the person is suspended")


def _submit(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, Submission) and target.originator == viewer.agency:
        return None
    return "an agency files records under its own code alone"


def _judge(viewer: ViewerContext, target: Target) -> str | None:
    # A pair of which one end is hidden answers like a pair that does not exist; the caller turns this into that answer.
    if isinstance(target, JudgedPair) and target.scope.agency == viewer.agency:
        shows = target.scope.shows
        if shows(target.left_compartment, target.left_grants) and shows(target.right_compartment, target.right_grants):
            return None
    return "only who sees both records can judge the pair"


def _acknowledge(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, AddressedAlert) and target.agency == viewer.agency:
        return None
    return "an agency acknowledges its own alerts alone"


def _cross_check(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, CheckedValues) or not viewer.case_ref:
        return "it needs a token that names a case"
    # Named once more, so that nobody checks the numbers of one case under the token of another.
    if target.purpose != viewer.purpose:
        return f"the purpose must be that of the token, `{viewer.purpose}`"
    if target.case_ref != viewer.case_ref:
        return f"the case must be that of the token, `{viewer.case_ref}`"
    return None


def _release_check(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, ReviewedCheck) or target.reviewer != viewer.agency:
        return "it is for the supervisors of the party that reviews this agency's checks"
    if (target.agency, target.subject) == (viewer.agency, viewer.subject):
        return "nobody releases a check of their own"
    return None


def _send_request(viewer: ViewerContext, target: Target) -> str | None:
    return _withdraw_request(viewer, target) if viewer.case_ref else "it needs a token that names a case"


def _ask_operator(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, AddressedInquiry):
        return "an identifier is put to the party that runs it"
    rule = _send_request(viewer, AddressedRequest(asker=target.asker, holder=target.operator))
    return rule or (None if target.is_permitted else NO_INQUIRY)


def _withdraw_request(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, AddressedRequest) and target.asker == viewer.agency != target.holder:
        return None
    return "an agency asks others, in its own name"


def _handle_request(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, AddressedRequest) and target.holder == viewer.agency:
        return None
    return "the agency that is asked acknowledges, answers and refuses"


def _grant(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, NewGrant) or any(r.originator != viewer.agency for r in target.records):
        return "an agency grants its own records alone"
    if target.grantee == viewer.agency:
        return "an agency needs no grant of its own"
    return _sees_what_it_grants(target.classes, target.records)


def _sees_what_it_grants(classes: frozenset[PropertyClass], records: tuple[GrantedRecord, ...]) -> str | None:
    if all(classes <= r.readable for r in records):
        return None
    return "nobody grants a class that they may not read themselves"


def _approve_grant(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, GivenGrant) or target.originator != viewer.agency:
        return "an agency approves its own grants alone"
    if target.given_by == viewer.subject:
        return "a second person has to approve"
    return _sees_what_it_grants(target.classes, target.records)


def _revoke_grant(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, GivenGrant) and viewer.agency in {target.originator, target.passed_by}:
        return None
    return "an agency takes back its own grants alone"


def _pass_on_grant(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, ReceivedGrant) or not target.records:
        return "only a grant that is live for you can be passed on"
    if not target.onward:
        return "its originator lets nothing of it be passed on"
    if target.needs_second:
        return "it needs a second person of the originator: it is granted anew, not passed on"
    if target.to in {viewer.agency, target.originator}:
        return "it is passed on to another agency than yours and the originator"
    return _sees_what_it_grants(target.classes, target.records)


def _claim_victim(viewer: ViewerContext, target: Target) -> str | None:
    if not is_protecting(viewer):
        return PROTECTION_ALONE
    if not isinstance(target, ClaimedRecords) or target.originators != {viewer.agency}:
        return "an agency claims with its own records alone"
    if target.kinds != {"Person"}:
        return "only a person can be a victim"
    return None if target.is_protection_body else "the registers name no protection agreement under which it may claim"


def _lift_claim(viewer: ViewerContext, target: Target) -> str | None:
    if not is_protecting(viewer):
        return PROTECTION_ALONE
    if isinstance(target, SealedRecord) and target.claimant == viewer.agency:
        return None
    return "a claim is lifted by who claimed"


def _lift_seal(viewer: ViewerContext, target: Target) -> str | None:
    if not is_protecting(viewer):
        return PROTECTION_ALONE
    if isinstance(target, SealedRecord) and viewer.agency in {target.originator, target.claimant}:
        return None
    return "a seal is lifted by who claimed, or by whose record it lies on"


def _answer_for_own(viewer: ViewerContext, target: Target) -> str | None:
    # Whoever claims: that it is their own agency would tell them whose of their records is its victim's.
    if isinstance(target, SealedRecord) and target.originator == viewer.agency:
        return None
    return "a claim is answered and contested by whose record it touches"


def _decline(viewer: ViewerContext, target: Target) -> str | None:
    # It comes to the same as lifting a seal.
    return _answer_for_own(viewer, target) if is_protecting(viewer) else PROTECTION_ALONE


def _agree(viewer: ViewerContext, target: Target) -> str | None:
    # What those who protect declined is not for their colleagues to seal.
    if isinstance(target, SealedRecord) and target.declined and not is_protecting(viewer):
        return PROTECTION_ALONE
    return _answer_for_own(viewer, target)


# Whoever lacks one of them hears of all: each alone is refused, and no answer may depend on whose the record is.
ERASING = (
    "it needs one token with the role of a supervisor and one of those who withdraw records: an analyst, a duty "
    "officer or victim support; for a presumed victim's record victim support, and the purpose victim protection"
)
NO_INQUIRY = "no inquiry of the registers lets your agency put an identifier to that party for this purpose now"
PROTECTION_ALONE = "it needs the role of victim support and the purpose victim protection"


def is_protecting(viewer: ViewerContext) -> bool:
    """Return whether a viewer acts in a protection role, under the protection purpose."""
    return "victim-support" in viewer.roles and viewer.purpose == "victim-protection"


def _own_records(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, OwnRecords) and set(target.originators) == {viewer.agency}:
        return None
    return "an originator disposes of its own records alone"


def _acknowledge_recall(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, AddressedRecall) and target.agency == viewer.agency:
        return None
    return "an agency acknowledges its own recalls alone"


def _suspend(viewer: ViewerContext, target: Target) -> str | None:
    if not isinstance(target, SuspendedParty) or target.agency != viewer.agency:
        return "an agency suspends and reinstates its own people alone"
    if target.subject == viewer.subject:
        return "nobody suspends or reinstates themselves"
    return "what the operator suspended is the operator's to reinstate" if target.by_operator else None


_SUPERVISING = frozenset({"supervisor"})
_ACCOUNTING = frozenset({"supervisor", "duty-officer", "policy-officer"})
_ROLE_WORDS = {_SUPERVISING: "a supervisor", _ACCOUNTING: "a supervisor, a duty officer or a policy officer"}
_ROLES = {
    MutationAction.RELEASE_CHECK: _SUPERVISING,
    MutationAction.ERASE: _SUPERVISING,
    MutationAction.PLACE_HOLD: _SUPERVISING,
    MutationAction.LIFT_HOLD: _SUPERVISING,
    MutationAction.SUSPEND: _SUPERVISING,
    MutationAction.REINSTATE: _SUPERVISING,
    MutationAction.READ_RECEIPTS: _ACCOUNTING,
}
_RULES: dict[MutationAction, Callable[[ViewerContext, Target], str | None]] = {
    MutationAction.SUBMIT: _submit,
    MutationAction.JUDGE: _judge,
    MutationAction.ACKNOWLEDGE: _acknowledge,
    MutationAction.CROSS_CHECK: _cross_check,
    MutationAction.RELEASE_CHECK: _release_check,
    MutationAction.SEND_REQUEST: _send_request,
    MutationAction.ASK_OPERATOR: _ask_operator,
    MutationAction.WITHDRAW_REQUEST: _withdraw_request,
    MutationAction.HANDLE_REQUEST: _handle_request,
    MutationAction.GRANT: _grant,
    MutationAction.APPROVE_GRANT: _approve_grant,
    MutationAction.REVOKE_GRANT: _revoke_grant,
    MutationAction.FORWARD_GRANT: _pass_on_grant,
    MutationAction.CLAIM_VICTIM: _claim_victim,
    MutationAction.LIFT_CLAIM: _lift_claim,
    MutationAction.LIFT_SEAL: _lift_seal,
    MutationAction.CONTEST_SEAL: _answer_for_own,
    MutationAction.AGREE_TO_SEAL: _agree,
    MutationAction.DECLINE_CLAIM: _decline,
    MutationAction.RETRACT: _own_records,
    MutationAction.ERASE: _own_records,
    MutationAction.NARROW: _own_records,
    MutationAction.ACKNOWLEDGE_RECALL: _acknowledge_recall,
    MutationAction.SCHEDULE_RETENTION: _own_records,
    MutationAction.PLACE_HOLD: _own_records,
    MutationAction.LIFT_HOLD: _own_records,
    MutationAction.READ_RECEIPTS: _own_records,
    MutationAction.SUSPEND: _suspend,
    MutationAction.REINSTATE: _suspend,
}
