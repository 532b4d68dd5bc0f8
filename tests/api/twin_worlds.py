"""Twin worlds: one long row of acts of a viewer and of others, played with and without what is hidden from the viewer.

The kit asks, lets something happen unseen, and asks again. Here the viewer and others go on acting behind it, and time
passes: what a filing, a judgement, the end of a grant or an erasure is answered by must not rest on what is hidden.
"""

import asyncio
import hashlib
import re
import secrets
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from api import bootstrap
from api.noninterference import Plan, Report, Scratch, Universe, as_documents, question_maker, scratch_application
from api.noninterference.acting import MetIds, keep_ids
from api.noninterference.listening import Heard, listening
from api.noninterference.seals import FallenSeal
from api.noninterference.trial import Trial
from api.noninterference.universe import universe_of
from api.noninterference.unseen import Secrets
from api.noninterference.verdicts import without_ids
from api.noninterference.viewers import HIGHEST, colleague
from api.noninterference.worlds import (
    NAMES,
    PHONES,
    Filing,
    Hiding,
    file_all,
    filed_records,
    key_of,
    world_of,
)
from graph.store import StoreLease
from ingest import SubmittedRecord
from policies import PolicyClock, ViewerContext
from tests.api.colleagues_unseen import ColleaguesUnseen
from tests.world import settings_in

_DID, _TRIED = "a colleague did", "a colleague tried in vain"
CLOSING = frozenset({"suspend"})
PAUSES = (1, 6, 26, 200)  # hours
WHAT = ("unseen",) * 4 + ("viewer",) * 5 + ("others",) * 3 + ("time",)
_OF_ONE_RUN = re.compile(
    rb'"c\.[A-Za-z0-9_-]{20,400}"|(?<=[cC]ursor":)"[A-Za-z0-9+/=_-]{20,400}"'
    rb'|"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[^"]*"'  # of the trail, which goes by the machine's clock
)

Answer = tuple[int, str, bytes]
"""A step, what was asked or heard in it, and the answer."""


@dataclass(slots=True)
class TestedTime:
    """The clock of a world, which stands still within a step, and what is drawn there in place of random ids."""

    __test__ = False

    begun: datetime
    now: datetime = field(init=False)
    step: str = ""
    drawn: int = 0

    def __post_init__(self) -> None:
        self.now = self.begun

    def begin(self, step: str, **time: float) -> None:
        """Let time pass, as `timedelta` counts it, before the next step."""
        self.step, self.drawn = step, 0
        self.now += timedelta(**time)

    def token_hex(self, size: int = 32) -> str:
        """Return what this step draws next: what is sorted by it stands in one order in both worlds."""
        self.drawn += 1
        return hashlib.sha512(f"{self.step} {self.drawn}".encode()).hexdigest()[: 2 * size]

    def counted(self) -> float:
        """Return the seconds that passed, for the clock that only counts."""
        return (self.now - self.begun).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """What is played: for whom, how long, and by which dice."""

    lease: StoreLease
    folder: Path
    viewer: ViewerContext
    seed: int
    steps: int
    every: int
    above: bool = False  # a colleague of the viewer acts above their clearance, too
    begun: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    universe: list[Universe] = field(default_factory=list)  # of the first world, for both


@dataclass(slots=True, kw_only=True)
class Played:
    """What the viewer was answered and told, the seals that it was told of, and what happened, in words."""

    answers: list[Answer] = field(default_factory=list)
    seals: list[frozenset[FallenSeal]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


async def differences_between(twins: Twins, seed_leak: Callable[[Scratch], None] = lambda _: None) -> list[str]:
    """Play both worlds and return the answers that are not the same, as long as no victim's seal fell in one alone."""
    one = await _play(twins, seed_leak, with_hidden=True)
    other = await _play(twins, seed_leak, with_hidden=False)
    pairs = zip(one.seals, other.seals, strict=True)
    parted = next((step for step, (a, b) in enumerate(pairs) if a != b), twins.steps)  # a declared release
    kept, others = ([a for a in played.answers if a[0] < parted] for played in (one, other))
    assert kept, "a seal fell at once: nothing was compared"
    assert any(b'"SimulatedChange"' in a for *_, a in one.answers), "no candidate changes anything: compared is nothing"
    assert not twins.above or any(_DID in text for text in one.done), "nothing was done above the viewer"
    found = [
        f"step {step}, {asked[:200]}\n  {_around(a, b)}"
        for (step, asked, a), (_, _, b) in zip(kept, others, strict=True)
        if _same_in_each(a) != _same_in_each(b)
    ]
    return [f"{'; '.join(one.done)}: {text}" for text in found]


def _same_in_each(answer: bytes) -> bytes:
    # The store's times are of the clock of the worlds, and so compared; `without_ids` would leave them out.
    kept = re.sub(rb"(\d{4})-(\d\d-\d\dT)", rb"\1/\2", _OF_ONE_RUN.sub(b'"<of this run>"', answer))
    return without_ids(kept)


def _around(one: bytes, other: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 80) : at + 80]!r}\n  {other[max(0, at - 80) : at + 80]!r}"


@contextmanager
def _with_time(time: TestedTime) -> Iterator[None]:
    """Draw what is random as the steps have it, within a world that is open."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", time.token_hex)
        patch.setattr(uuid, "uuid4", lambda: uuid.UUID(time.token_hex(16)))
        yield


async def _play(twins: Twins, seed_leak: Callable[[Scratch], None], *, with_hidden: bool) -> Played:
    time = TestedTime(twins.begun)
    settings = settings_in(twins.folder)
    settings.clock_file.unlink(missing_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        clock = partial(PolicyClock, read=lambda: time.now, count=time.counted)
        patch.setattr(bootstrap, "PolicyClock", clock)
        async with scratch_application(settings, twins.lease, may_empty=True) as scratch:
            seed_leak(scratch)
            with _with_time(time):
                play = await _Play.begin(twins, scratch, time, with_hidden=with_hidden)
                return await play.run()


class _Play:
    """One of the two worlds."""

    def __init__(self, twins: Twins, scratch: Scratch, time: TestedTime, *, with_hidden: bool) -> None:
        self._twins = twins
        self._scratch = scratch
        self._time = time
        self._with_hidden = with_hidden
        self._token = scratch.token(twins.viewer)
        self._maker = question_maker()
        self._met: MetIds = {}
        self._came: dict[str, list[tuple[str, str]]] = {"unseen": [], "others": []}
        self._played = Played()
        self._colleague = ColleaguesUnseen(in_sight={}, others=[])
        self._hiding = Hiding.of(twins.viewer, scratch.app.bundle, scratch.app.ontology.kinds)
        self._filings = world_of(scratch.app.bundle, [self._hiding], seed=twins.seed)
        plan = Plan(seed=twins.seed)
        self._trial = Trial(scratch, twins.viewer, self._hiding, self._filings, plan, Report())
        self._secrets = Secrets(
            hiding=self._hiding, filings=self._filings, classes=self._trial.classes, agency=twins.viewer.agency
        )

    @classmethod
    async def begin(cls, twins: Twins, scratch: Scratch, time: TestedTime, *, with_hidden: bool) -> "_Play":
        """File the world, and choose what is asked about where that is not chosen."""
        play = cls(twins, scratch, time, with_hidden=with_hidden)
        await file_all(scratch, play._filings)
        play._colleague = play._colleague_above()
        if not twins.universe:
            coming = [scratch.id(filing.originator, "x0") for filing in play._filings]
            coming += [scratch.id(twins.viewer.agency, f"y{step}{end}") for step in range(6) for end in ("", "-n")]
            dice = Random(twins.seed)  # noqa: S311 - a choice of invented data
            twins.universe.append(
                await universe_of(
                    scratch, twins.viewer, play._filings, coming=coming, touched=(), changed=(), count=12, dice=dice
                )
            )
        return play

    @property
    def _universe(self) -> Universe:
        return self._twins.universe[0]

    async def run(self) -> Played:
        """Play all steps, and ask every so often and in the end."""
        dice = Random(f"what {self._twins.seed}")  # noqa: S311
        acts = {"unseen": self._happen_unseen, "viewer": self._act, "others": self._let_others, "time": self._wait}
        async with listening(self._scratch, self._twins.viewer, self._maker.subscriptions()) as heard:
            for step in range(self._twins.steps):
                what = dice.choice(WHAT)
                self._time.begin(f"{step}", seconds=61)
                await self._take(step, acts[what])
                self._time.begin(f"{step} behind")
                await self._follow()
                await self._note_heard(step, heard)
                self._played.seals.append(await self._trial.told_seals())
                if step % self._twins.every == self._twins.every - 1 or step == self._twins.steps - 1:
                    await self._look(step)
        return self._played

    async def _take(self, step: int, act: Callable[[int, Random], Awaitable[str]]) -> None:
        dice = Random(f"{self._twins.seed} {step}")  # noqa: S311
        self._played.done.append(f"{step} {await act(step, dice)}")

    async def _follow(self) -> None:
        """Do what the workers of a serving process do."""
        app = self._scratch.app
        await app.settle(in_order=True)
        await app.accountability.retention.run()
        await app.grants.sweep()
        await app.settle(in_order=True)

    async def _note_heard(self, step: int, heard: Heard) -> None:
        """Let the viewer's subscriptions read what there is, until each waits again."""
        hub = self._scratch.app.hub
        await hub.wake()
        async with asyncio.timeout(60):
            await asyncio.sleep(0.05)
            while hub.waiting < len(self._maker.subscriptions()):
                await asyncio.sleep(0.05)
        self._played.answers.append((step, "heard", "\n".join(text for _, text in heard).encode()))
        heard.clear()

    async def _look(self, step: int) -> None:
        """Ask everything, one after the other, so that the trail has it in one order."""
        self._time.begin(f"{step} look")
        for text in as_documents(self._maker.queries(self._universe)):
            await self._ask(step, text)

    async def _ask(self, step: int, text: str) -> bytes:
        # Not asked again where the store was out of breath: an act would be done twice in one world.
        reply = await self._scratch.caller.ask(text, self._token)
        assert not reply.has_failed, f"the machine is too busy: {text[:100]}"
        self._played.answers.append((step, text, reply.bytes))
        keep_ids(reply.data().get("data"), self._met)
        return reply.body

    async def _wait(self, _: int, dice: Random) -> str:
        self._time.begin("wait", hours=dice.choice(PAUSES))
        return f"it is {self._time.now}"

    async def _act(self, step: int, dice: Random) -> str:
        """Let the viewer file something, act on what is in sight, or on what acts and lists gave."""
        turn = dice.random()
        met = {kind: [dice.choice(sorted(ids))] for kind, ids in sorted(self._met.items())}
        acts = self._maker.follow_ups(self._universe, met) if turn < 0.7 else []
        acts = acts or [q for q in self._maker.acts(self._universe) if q.root_field not in CLOSING]
        text = own_filing(dice, step) if turn < 0.4 else dice.choice(acts).document
        if any(f"{name}(" in text for name in CLOSING):
            return "nothing"
        await self._ask(step, text)
        return f"the viewer asks {text[:100]}"

    def _colleague_above(self) -> ColleaguesUnseen:
        own, others = dict[str, str](), list[str]()
        for rid, (filing, item) in sorted(filed_records(self._scratch, self._filings).items()):
            if filing.originator != self._twins.viewer.agency:
                others.append(rid)
            elif self._hiding.is_seen(key_of(filing, item)):
                own[item.reference] = rid
        return ColleaguesUnseen(in_sight=own, others=others)

    async def _act_above(self, step: int, dice: Random) -> str:
        """Let a colleague do what the viewer's clearance closes."""
        until = (self._time.now + timedelta(hours=dice.choice(PAUSES))).isoformat()
        text = self._colleague.draw(dice, step, until=until)
        who = replace(self._twins.viewer, subject="somebody above", clearance=HIGHEST)
        reply = await self._scratch.caller.ask(f"mutation {{ {text} }}", self._scratch.token(who))
        filed = (self._scratch.id(who.agency, f"y{step}"), f"y{step}")
        if f'"{filed[1]}"' in text and filed not in self._colleague.filed:
            self._colleague.filed.append(filed)
        is_done = b'"userErrors":[]' in reply.body and b'"rule"' not in reply.body
        return f"{_DID if is_done else _TRIED} {text[:300]} {reply.body[:200]!r}"

    async def _happen_unseen(self, step: int, dice: Random) -> str:
        """Let something happen that is hidden from the viewer; nothing in the world without it."""
        if not self._with_hidden:
            return "nothing"
        if self._twins.above and dice.random() < 0.7:
            return await self._act_above(step, dice)
        if self._came["unseen"] and dice.random() < 0.3:
            return await self._deal_with(dice, self._came["unseen"])
        drawn = self._secrets.draw(dice, f"{step}")
        for filing in drawn:
            await self._scratch.file(filing, settle=False)
            self._came["unseen"] += [named for named in _records_of(filing) if named[1].startswith("x")]
        return "; ".join(map(str, drawn))

    async def _let_others(self, step: int, dice: Random) -> str:
        """Let others do in both worlds what the viewer sees or may be told of."""
        others = [f for f in self._filings if f.originator != self._twins.viewer.agency]
        seen = [(f, i) for f in others for i in _open_items(f, self._hiding)]
        turn = dice.random()
        if turn < 0.25:
            return await self._grant(dice)
        if not seen:
            return "nothing"
        filing, item = dice.choice(seen)
        if turn < 0.45:
            return await self._deal_with(dice, [(filing.originator, item.reference)])
        values = {"name": NAMES, "number": PHONES} if item.kind in {"Person", "PhoneNumber"} else {}
        changed = {name: [dice.choice(values[name])] for name in item.properties if name in values}
        reference = item.reference if turn < 0.6 else f"o{step}"
        made = replace(item, reference=reference, properties={**item.properties, **changed})
        made_filing = replace(filing, items=(made,))
        await self._scratch.file(made_filing, settle=False)
        return str(made_filing)

    async def _grant(self, dice: Random) -> str:
        """Let another agency grant the viewer a hidden record for some hours."""
        filed = filed_records(self._scratch, self._filings)
        hidden = [
            (rid, f.originator)
            for rid, (f, item) in sorted(filed.items(), key=lambda found: str(found[1]))
            if f.originator != self._twins.viewer.agency and not self._hiding.is_seen(key_of(f, item))
        ]
        if not hidden:
            return "nothing"
        rid, originator = dice.choice(hidden)
        until = (self._time.now + timedelta(hours=dice.choice(PAUSES))).isoformat()
        text = (
            f'grant(input: {{agency: "{self._twins.viewer.agency}", classes: [IDENTITY, CONTACT, LOCATION], '
            f'purpose: "{self._twins.viewer.purpose}", reason: "both", until: "{until}", records: ["{rid}"]}})'
        )
        return await self._as_other(originator, text)

    async def _deal_with(self, dice: Random, named: Sequence[tuple[str, str]]) -> str:
        """Let an originator withdraw, hold, close or date one of some records."""
        originator, reference = dice.choice(named)
        rid = self._scratch.id(originator, reference)
        until = (self._time.now + timedelta(hours=5)).isoformat()
        texts = (
            f'retractRecords(input: {{ids: ["{rid}"], reason: "twins"}})',
            f'placeHold(input: {{ids: ["{rid}"], reason: "twins"}})',
            f'narrowRecords(input: {{ids: ["{rid}"], profile: "originator-controlled", reason: "twins"}})',
            f'scheduleRetention(input: {{ids: ["{rid}"], retainUntil: "{until}", reason: "twins"}})',
        )
        return await self._as_other(originator, dice.choice(texts))

    async def _as_other(self, originator: str, text: str) -> str:
        roles = frozenset({"analyst", "supervisor", "victim-support"})
        who = replace(colleague(originator), roles=roles, clearance=HIGHEST)
        reply = await self._scratch.caller.ask(
            f"mutation {{ {text} {{ userErrors {{ code }} }} }}", self._scratch.token(who)
        )
        return f"{originator}: {text} {reply.body[:100]!r}"


def _records_of(filing: Filing) -> list[tuple[str, str]]:
    return [(filing.originator, i.reference) for i in filing.items if isinstance(i, SubmittedRecord)]


def _open_items(filing: Filing, hiding: Hiding) -> list[SubmittedRecord]:
    """Return the records of a filing that the viewer sees or may be told of."""
    records = [i for i in filing.items if isinstance(i, SubmittedRecord)]
    return [i for i in records if not hiding.hides(key_of(filing, i))]


def own_filing(dice: Random, step: int) -> str:
    """Return a mutation that files a person with a number, new or over one of the viewer's own."""
    reference = dice.choice((f"m{step}", f"m{max(step - 5, 0)}", "p0", "q0"))
    profile = dice.choice(("law-enforcement", "law-enforcement", "hit-only", "originator-controlled"))
    return (
        f'mutation {{ submitRecords(input: {{dataset: "kit", profile: "{profile}", records: ['
        f'{{kind: PERSON, reference: "{reference}", properties: [{{name: "name", values: ["{dice.choice(NAMES)}"]}}, '
        '{name: "birthDate", values: ["1980-05-06"]}, {name: "nationality", values: ["TH"]}]}, '
        f'{{kind: PHONE_NUMBER, reference: "{reference}-n", '
        f'properties: [{{name: "number", values: ["{dice.choice(PHONES)}"]}}]}}], '
        f'links: [{{type: USES, sourceReference: "{reference}", targetReference: "{reference}-n"}}]}}) '
        "{ heldCheck records { id problems { rule property } closed unsealed } links { id problems { rule } } "
        "created changed unchanged userErrors { code message } } }"
    )
