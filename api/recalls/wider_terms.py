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

    def by_register(self, receipt: Receipt, record_id: str, profile: str, *, sealed: bool) -> frozenset[str]:
        """Return the profiles, wider than one for whoever had it, under which a record was disclosed.

        Wider is what is so by its terms, and what left the recipient something where this one leaves them nothing. A
        profile that left the bundle releases to nobody: any that the bundle knows is wider.

        Args:
            receipt: of the record.
            record_id: the record.
            profile: what it stands under now.
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
            if is_narrower(now, known[d.profile]) or (not sealed and self._is_taken_away(receipt, d, now))
        )

    def by_sight(self, receipt: Receipt, record: OwnRecord, *, sealed: bool) -> frozenset[str]:
        """Return the profiles under which policies show a reader a record, where they show nothing of it as it stands.

        Ask of a record that was just put under its profile: later, a change of policy may have closed it.

        Args:
            receipt: of the record.
            record: as it stands.
            sealed: whether it may be sealed; then there are none.
        """
        if sealed or receipt.agency == receipt.originator or record.profile not in self._registers.profiles:
            return frozenset()
        had = {
            d.profile
            for d in receipt.disclosures
            if record.id in d.record_ids and d.exposure in _READ and d.grant is None
        }
        return frozenset(profile for profile in had if self._is_out_of_sight(receipt, record, profile))

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

    def _is_out_of_sight(self, receipt: Receipt, record: OwnRecord, before: str) -> bool:
        if before not in self._registers.profiles or before == record.profile:
            return False
        after = CompartmentKey(
            originator=receipt.originator, profile=record.profile, kind=record.kind, role=SubjectRole(record.role)
        )
        return self._sights.are_lost(
            receipt.agency,
            receipt.purpose,
            has_case=bool(receipt.case_ref),
            before=replace(after, profile=before),
            after=after,
        )
