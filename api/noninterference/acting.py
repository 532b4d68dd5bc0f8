"""What a viewer does, and others do with it, before anything is compared.

Everything is done twice. What the acts give ids to, such as hits, requests and grants, is then acted on as well.
"""

from collections.abc import Iterable, Sequence

from api.noninterference.documents import Question
from api.noninterference.grants import NAMED
from api.noninterference.questions import QuestionMaker, Universe
from api.noninterference.verdicts import Report
from api.noninterference.viewers import colleague
from api.noninterference.worlds import Filing, Scratch, phone_numbers
from ingest import SubmittedRecord
from policies import ViewerContext

# Without a name it closes the viewer's own agency, and who is closed out is told nothing that could be compared.
_CLOSING = "suspend"
_FILING = "submitRecords"
_ROUNDS = 2  # a hit leads to a request, and a request can be taken back
_ASKERS = 2  # others that ask the viewer for what they were told it holds
_NUMBERS = 4
_HELD_BLOCK = "+668970011"  # apart from the block of the world's numbers, which others check as well
_CROWD = 30  # more than the budgets let anybody check of a thousand neighbours

MetIds = dict[str, dict[str, None]]
"""The ids that answers had, by the type of what they name, in the order in which they were met."""


class Acting:
    """The acts of one viewer on a world that is filed, and the requests of others to its agency."""

    def __init__(  # noqa: PLR0917 - who acts, where, on what
        self,
        scratch: Scratch,
        viewer: ViewerContext,
        maker: QuestionMaker,
        universe: Universe,
        filings: Sequence[Filing],
        report: Report,
    ) -> None:
        self._scratch = scratch
        self._viewer = viewer
        self._token = scratch.token(viewer)
        self._maker = maker
        self._universe = universe
        self._filings = filings
        self._report = report
        self._met: MetIds = {}

    async def run(self) -> None:
        """Let others ask, let the viewer do what it can with what it sees, and then with what came of that."""
        await self._others_request()
        acts = [q for q in self._maker.acts(self._universe) if q.root_field != _CLOSING or "person:" in q.text]
        await self._do([*acts, *acts])
        await self._ask_about()
        await self._enumerate()
        for _ in range(_ROUNDS):
            await self._scratch.app.settle(in_order=True)
            await self._do(self._maker.lists(self._universe))
            await self._do(self._maker.follow_ups(self._universe, {kind: [*ids] for kind, ids in self._met.items()}))
        await self._scratch.app.settle(in_order=True)

    async def _do(self, questions: Iterable[Question]) -> None:
        for question in questions:
            self._report.asked_fields.add(question.root_field)
            reply = await self._scratch.caller.ask(question.document, self._token)
            if question.root_field == _FILING:
                self._scratch.filed_by_viewers.update(map(bytes.decode, NAMED.findall(reply.body)))
            self._report.answers += 1
            self._report.note_fields(reply.body)
            data = reply.data().get("data")
            if isinstance(data, dict) and any(value is not None for value in data.values()):
                self._report.answered_fields.add(question.root_field)
            keep_ids(data, self._met)

    async def _ask_about(self) -> None:
        """Ask the owners of what is in sight for more: the pair of the acts is often of the viewer's own."""
        for rid in self._universe.ids:
            about = f'record: "{rid}", question: "of the kit"'
            text = f"mutation {{ askAboutRecord(input: {{{about}}}) {{ request {{ id }} userErrors {{ code }} }} }}"
            await self._scratch.caller.ask(text, self._token)

    async def _enumerate(self) -> None:
        """Cross-check more numbers of one block than anybody may at once, so that a check is held for review."""
        values = ", ".join(f'{{kind: PHONE_NUMBER, value: "{_HELD_BLOCK}{n:02d}"}}' for n in range(_CROWD))
        await self._scratch.caller.ask(_check(self._viewer, values, "id held"), self._token)

    async def _others_request(self) -> None:
        """Let others cross-check numbers that the viewer's agency holds, and ask for more where they are told so."""
        others = dict.fromkeys(f.originator for f in self._filings if f.originator != self._viewer.agency)
        held = [
            text
            for filing in self._filings
            for item in filing.items
            if filing.originator == self._viewer.agency and isinstance(item, SubmittedRecord)
            for text in phone_numbers(item)
        ]
        asked = 0
        for agency in others:
            if asked == _ASKERS:
                break
            asked += await self._request(agency, list(dict.fromkeys(held))[:_NUMBERS])

    async def _request(self, agency: str, numbers: Sequence[str]) -> bool:
        """Return whether one agency was told of a hit at the viewer's, and asked about it."""
        who = colleague(agency)
        token = self._scratch.token(who)
        values = ", ".join(f'{{kind: PHONE_NUMBER, value: "{number}"}}' for number in numbers)
        checked = await self._scratch.caller.ask(_check(who, values, "values { hits { id holder { code } } }"), token)
        check = ((checked.data().get("data") or {}).get("crossCheck") or {}).get("check") or {}
        hits = [hit for value in check.get("values", ()) for hit in value["hits"]]
        hit = next((h["id"] for h in hits if h["holder"]["code"] == self._viewer.agency), None)
        if hit is None:
            return False
        text = f'mutation {{ sendRequest(input: {{hit: "{hit}", question: "of the kit"}}) {{ request {{ id }} }} }}'
        sent = await self._scratch.caller.ask(text, token)
        return b'"request":{' in sent.body


def _check(who: ViewerContext, values: str, selection: str) -> str:
    """Return a mutation that cross-checks values, under the purpose and case of the one who asks."""
    return (
        f'mutation {{ crossCheck(input: {{purpose: "{who.purpose}", caseRef: "{who.case_ref}", values: [{values}]}}) '
        f"{{ check {{ {selection} }} }} }}"
    )


def keep_ids(data: object, met: MetIds) -> None:
    """Add the ids in an answer to those that were met before."""
    if isinstance(data, list):
        for item in data:
            keep_ids(item, met)
    elif isinstance(data, dict):
        kind, named = data.get("__typename"), data.get("id")
        if isinstance(kind, str) and isinstance(named, str):
            met.setdefault(kind, {})[named] = None
        for value in data.values():
            keep_ids(value, met)
