"""Under which wider terms than it stands under now somebody had a record: by the register, and by policies."""

from dataclasses import replace
from datetime import datetime

from graph import CompartmentKey, SubjectRole
from graph.store import OwnRecord
from policies import (
    Bundle,
    Disclosure,
    Exposure,
    HandlingProfile,
    Receipt,
    Recipient,
    RecordSights,
    is_narrower,
    takes_away,
)

_READ = frozenset({Exposure.SHOWN, Exposure.EXPORTED})


class WiderTerms:
    """Answers for one bundle at one instant; the same question again costs nothing."""

    def __init__(self, bundle: Bundle, *, now: datetime) -> None:
        self._registers = bundle.registers
        self._sights = RecordSights(bundle, now=now)

    def hold(self, receipt: Receipt, record_id: str, profile: str, record: OwnRecord | None, *, sealed: bool) -> bool:
        """Return whether a record was disclosed under wider terms than those of a profile, as `profiles` has it."""
        return bool(self.profiles(receipt, record_id, profile, record, sealed=sealed))

    def profiles(
        self, receipt: Receipt, record_id: str, profile: str, record: OwnRecord | None, *, sealed: bool
    ) -> frozenset[str]:
        """Return the profiles, wider than one for whoever had it, under which a record was disclosed.

        Wider is what is so by its terms, what left the recipient something by its terms where this one leaves them
        nothing, and what is open to them by the policies in force where nothing of this one is. A profile that left the
        bundle releases to nobody: any that the bundle knows is wider.

        Args:
            receipt: of the record.
            record_id: the record.
            profile: what it stands under now.
            record: as it stands; `None` of one that has gone, of which terms alone tell.
            sealed: whether it may be sealed. Then only terms that are wider for all count: who can see it no more may
                have lost it by the seal, of which nothing tells.
        """
        known = self._registers.profiles
        now = known.get(profile)
        of_record = [d for d in receipt.disclosures if record_id in d.record_ids and d.profile in known]
        if now is None:
            return frozenset(d.profile for d in of_record)
        return frozenset(
            d.profile
            for d in of_record
            if is_narrower(now, known[d.profile])
            or (not sealed and (self._is_taken_away(receipt, d, now) or self._is_out_of_sight(receipt, d, now, record)))
        )

    def _is_taken_away(self, receipt: Receipt, disclosure: Disclosure, now: HandlingProfile) -> bool:
        parties, before = self._registers.parties, self._registers.profiles[disclosure.profile]
        party, originator = parties.get(receipt.agency), parties.get(receipt.originator)
        if party is None or originator is None or party is originator:
            return False
        recipient = Recipient(
            party=party,
            home=originator.jurisdiction,
            purpose=receipt.purpose,
            exposure=disclosure.exposure,
            by_grant=bool(disclosure.grant),
        )
        return takes_away(now, before, recipient)

    def _is_out_of_sight(
        self, receipt: Receipt, disclosure: Disclosure, now: HandlingProfile, record: OwnRecord | None
    ) -> bool:
        """Return whether policies show a reader nothing of a record now that they would show under the terms before."""
        if record is None or disclosure.profile == now.name or receipt.agency == receipt.originator:
            return False
        if disclosure.grant or disclosure.exposure not in _READ:
            return False
        after = CompartmentKey(
            originator=receipt.originator, profile=now.name, kind=record.kind, role=SubjectRole(record.role)
        )
        return self._sights.are_lost(
            receipt.agency,
            receipt.purpose,
            has_case=bool(receipt.case_ref),
            before=replace(after, profile=disclosure.profile),
            after=after,
        )
