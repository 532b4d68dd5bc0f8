"""Holds the store against the audit folder: one that was put back from an older copy is noticed, and waits as damage.

At each start, and in a serving process whenever the logs grew, the store counts a mark of the folder, and the folder
keeps how many there were. A store with fewer lacks what came since: who was suspended, withdrawn, granted or sealed.
Nothing is disclosed then until an operator has looked.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from api.audit.later_acts import later_acts
from graph import machine_time
from graph.store import StoreMarkStore
from policies import STORE, AuditLog, Damage, StoreMark, first_store_mark, keep_store_mark

_CLOCKS_DIFFER = timedelta(seconds=5)  # of machines that write into one folder


class StoreComparison:
    """Compares the store with what one audit folder knows of it."""

    def __init__(self, audit: AuditLog, marks: StoreMarkStore) -> None:
        self._audit = audit
        self._marks = marks
        self._counted: StoreMark | None = None

    @property
    def counted(self) -> StoreMark | None:
        """The last mark that this process counted in the store; `None` before the first."""
        return self._counted

    async def look(self) -> None:
        """Count a mark where the store is as far as the folder knows; else let that wait for an operator.

        Raises:
            StoreUnavailableError, StoreQueryError: the store does not count it.
        """
        try:
            known = await asyncio.to_thread(first_store_mark, self._audit.folder)
        except OSError:
            return  # where nothing can be kept, no entry can be written either
        accepted = (STORE, known.number) in self._audit.damage.accepted()
        found = await self._marks.advance(known.folder, known=known.number, accepted=accepted, now=machine_time())
        if found.number > known.number:
            self._counted = replace(known, number=found.number)
            await asyncio.to_thread(self._keep, replace(known, number=found.number))
        else:
            await asyncio.to_thread(self._note, known, found.since)

    def _keep(self, mark: StoreMark) -> None:
        with suppress(OSError):
            keep_store_mark(self._audit.folder, mark)
            if any(damage.name == STORE for damage in self._audit.damage.standing()):
                self._audit.damage.clear([STORE])  # the newer store was put back

    def _note(self, known: StoreMark, since: datetime | None) -> None:
        if any((damage.name, damage.place) == (STORE, known.number) for damage in self._audit.damage.standing()):
            return
        self._audit.damage.note([Damage(name=STORE, problem=self._problem(since), place=known.number)])

    def _problem(self, since: datetime | None) -> str:
        earliest = since - _CLOCKS_DIFFER if since is not None else None
        try:
            acts = later_acts(self._audit.folder, earliest)
            told = ", ".join(f"{count} {kind}" for kind, count in acts.items()) or "no act that changes anything"
        except OSError:
            told = "what cannot be read"
        when = f"since {since.isoformat(timespec='seconds')}" if since is not None else "in all its time"
        return f"was put back from an older copy, or is a new one; {when} the trail tells of {told}"
