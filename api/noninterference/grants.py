"""Grant monotony: a grant opens what it names and nothing else, and its end takes that back."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from api.noninterference.verdicts import Answers, Check, Finding
from api.noninterference.worlds import Filing, Hiding, Scratch, key_of
from ingest import SubmittedRecord
from policies import ViewerContext

NAMED = re.compile(rb"\b[rl]-[0-9a-f]{32}\b")
_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenGrant:
    """A grant that the kit had given: its id, its giver and the record that it names."""

    id: str
    giver: ViewerContext
    record_id: str

    def __str__(self) -> str:
        return f"a grant of {self.record_id} by {self.giver.agency}"


class GrantTrial:
    """Gives a viewer a grant of one record that it cannot see, and takes it back."""

    def __init__(self, scratch: Scratch, viewer: ViewerContext, hiding: Hiding, filings: Sequence[Filing]) -> None:
        self._scratch = scratch
        self._viewer = viewer
        self._hidden = [
            (filing.originator, item.reference)
            for filing in filings
            for item in filing.items
            if isinstance(item, SubmittedRecord)
            and filing.originator != viewer.agency
            and not hiding.is_seen(key_of(filing, item))
        ]

    async def give(self, dice: Random) -> GivenGrant | None:
        """Have a record granted; `None` where no originator of the world may grant this viewer anything."""
        for originator, reference in dice.sample(self._hidden, min(_TRIES, len(self._hidden))):
            giver = ViewerContext(
                agency=originator,
                subject=f"analyst of {originator}",
                roles=frozenset({"analyst"}),
                purpose="investigation",
                case_ref="K-1",
            )
            rid = self._scratch.id(originator, reference)
            until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
            text = (
                f'mutation {{ grant(input: {{agency: "{self._viewer.agency}", classes: [IDENTITY, CONTACT, LOCATION], '
                f'purpose: "{self._viewer.purpose}", reason: "the kit", until: "{until}", records: ["{rid}"]}}) '
                "{ grant { id standing } userErrors { code } } }"
            )
            reply = await self._scratch.caller.ask(text, self._scratch.token(giver))
            made = ((reply.data().get("data") or {}).get("grant") or {}).get("grant") or {}
            if made.get("standing") == "ACTIVE":
                return GivenGrant(id=made["id"], giver=giver, record_id=rid)
        return None

    @staticmethod
    def judge(viewer: str, seen: Collection[str], during: Answers, given: GivenGrant) -> list[Finding]:
        """Return a finding for each record or link that shows now, was not visible, and is not named by the grant."""
        known = {name.encode() for name in (*seen, given.record_id)}
        found = []
        for question, answer in during.items():
            for name in sorted(set(NAMED.findall(answer)) - known):
                if name.decode() not in question:
                    found.append(
                        Finding(
                            check=Check.MONOTONY,
                            viewer=viewer,
                            question=question,
                            before="not shown",
                            after=name.decode(),
                            done=(str(given),),
                        )
                    )
        return found

    async def revoke(self, given: GivenGrant) -> None:
        """Take the grant back."""
        text = f'mutation {{ revokeGrant(input: {{id: "{given.id}"}}) {{ userErrors {{ code }} }} }}'
        await self._scratch.caller.ask(text, self._scratch.token(given.giver))
