"""What the kit does, in order: ask everything, let things happen unseen, ask again, and compare byte for byte.

One world serves all viewers. For each: acts of its own, everything asked twice (what answers otherwise the second time
is left out and said), then secrets in small groups, probes, releases, a grant and its end. The deletion form needs a
second world, in which what is hidden was never filed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from random import Random

from graphql import build_schema as parse_schema

from api.graphql import build_schema
from api.noninterference.documents import documents_by_field
from api.noninterference.exports import Exports, exports_into
from api.noninterference.grants import GrantTrial
from api.noninterference.listening import listening
from api.noninterference.questions import QuestionMaker, Universe
from api.noninterference.timing import compare_timing
from api.noninterference.verdicts import Answers, Check, Finding, Report, differences, unlike, without_ids
from api.noninterference.worlds import WORDS, Filing, Hiding, Scratch, Secrets, key_of, seen_by, world_of
from graph import JUDGEMENT_KIND, PropertyClass, RecordId
from graph.store import RecallStore, RecordLister, StoreLease
from ingest import SubmittedRecord
from policies import ViewerContext

OpenScratch = Callable[[], AbstractAsyncContextManager[Scratch]]

# Where each declared release is told. Everything else is silent about what it concerns.
RELEASES: Mapping[str, frozenset[str]] = {
    "notices": frozenset({"alerts"}),
    "hits": frozenset({"crossCheck", "heldChecks", "requests"}),
}
_FEW = 6
_MOST_PAIRS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is done.

    Attributes:
        examples: groups of secrets for each viewer; everything is asked after each.
        secrets: how many there are in a group, at most.
        seed: of all choices.
        records: how many records in sight are asked about one by one.
        deletion: also run the deletion form, in a second world.
        timing_requests: how often hidden and absent are each asked for; 0 for never.
    """

    examples: int = 3
    secrets: int = 4
    seed: int = 1
    records: int = 14
    deletion: bool = True
    timing_requests: int = 0


class Session:
    """One run of the kit for some viewers.

    `open_scratch` opens an emptied store each time it is called; `target` is another store, for exports.
    """

    def __init__(
        self,
        open_scratch: OpenScratch,
        viewers: Sequence[ViewerContext],
        plan: Plan,
        on_progress: Callable[[int, int], None] | None = None,
        *,
        target: StoreLease | None = None,
    ) -> None:
        self._open = open_scratch
        self._target = target
        self._viewers = viewers
        self._plan = plan
        self._on_progress = on_progress or (lambda _done, _total: None)
        self.report = Report()

    async def run(self) -> Report:
        """Run all checks for all viewers."""
        total = len(self._viewers) * (2 if self._plan.deletion else 1)
        async with self._open() as scratch:
            filings = world_of(scratch.app.bundle, self._viewers, seed=self._plan.seed)
            await file_all(scratch, filings)
            trials = [Trial(scratch, viewer, filings, self._plan, self.report) for viewer in self._viewers]
            # Before anybody acts: the deletion form compares with this.
            first = [await trial.first_answers() for trial in trials] if self._plan.deletion else []
            async with exports_into(self._target) as exports:
                for number, trial in enumerate(trials):
                    await trial.run(exports)
                    self._on_progress(number + 1, total)
        for number, (trial, answers) in enumerate(zip(trials, first, strict=False)):
            await self._delete(trial, filings, answers)
            self._on_progress(len(trials) + number + 1, total)
        return self.report

    async def _delete(self, trial: "Trial", filings: Sequence[Filing], before: Answers) -> None:
        """Compare with a world in which what is hidden was never filed."""
        self.report.checks.add(Check.DELETION)
        async with self._open() as scratch:
            await file_all(scratch, filings, only=seen_by(trial.hiding, filings, trial.classes))
            again = Trial(scratch, trial.viewer, filings, self._plan, self.report)
            after = await again.first_answers()
        self.report.findings += differences(
            Check.DELETION,
            trial.name,
            {question: without_ids(a) for question, a in before.items()},
            {question: without_ids(a) for question, a in after.items()},
        )


async def file_all(scratch: Scratch, filings: Sequence[Filing], *, only: Sequence[Filing] | None = None) -> None:
    """File a world, its terms registered first, so that two worlds number them alike."""
    for filing in filings:
        for item in filing.items:
            if isinstance(item, SubmittedRecord):
                await scratch.app.registry.base(key_of(filing, item))
    for filing in filings if only is None else only:
        await scratch.file(filing, settle=False)
    await scratch.app.settle()


@dataclass(slots=True, kw_only=True)
class _Asked:
    """The documents of a viewer, by the root field that each asks for."""

    fields: dict[str, str] = field(default_factory=dict)

    def without(self, fields: Iterable[str]) -> list[str]:
        """Return the documents that ask for none of these root fields."""
        left_out = set(fields)
        return [text for text, name in self.fields.items() if name not in left_out]


class Trial:
    """The checks of one viewer, on a world that is filed."""

    def __init__(
        self, scratch: Scratch, viewer: ViewerContext, filings: Sequence[Filing], plan: Plan, report: Report
    ) -> None:
        self._scratch = scratch
        self._filings = filings
        self._plan = plan
        self._report = report
        self._token = scratch.token(viewer)
        self._dice = Random(f"{plan.seed} {viewer.agency} {sorted(viewer.roles)} {viewer.purpose}")  # noqa: S311
        self._number = 0
        self._asked = _Asked()
        self.viewer = viewer
        self.hiding = Hiding.of(viewer, scratch.app.bundle, scratch.app.ontology.kinds)

    @property
    def name(self) -> str:
        """Who asks, in words."""
        return f"{self.viewer.agency}, {'/'.join(sorted(self.viewer.roles))}, {self.viewer.purpose}"

    @cached_property
    def classes(self) -> Mapping[str, Mapping[str, PropertyClass]]:
        """The class of each property of each kind."""
        kinds = self._scratch.app.ontology.kinds
        return {name: {p.name: p.property_class for p in kind.properties.values()} for name, kind in kinds.items()}

    @cached_property
    def maker(self) -> QuestionMaker:
        """What makes the questions, from the schema as it is served."""
        return QuestionMaker(parse_schema(build_schema().as_str()))

    async def first_answers(self) -> Answers:
        """Ask everything, and return the answers by their documents."""
        await self._prepare()
        return await self.ask(self._asked.fields)

    async def run(self, exports: Exports | None = None) -> None:
        """Run the checks that one world serves; also on exports, where there is somewhere to write them."""
        if not self._asked.fields:
            await self._prepare()
        self._report.viewers.append(self.name)
        await self._act()
        base = await self._baseline()
        secrets = Secrets(hiding=self.hiding, filings=self._filings, classes=self.classes, agency=self.viewer.agency)
        exported = await self._export(exports)
        async with listening(self._scratch, self.viewer, self.maker.subscriptions()) as heard:
            base = await self._happen(secrets, base)
            again = await self._export(exports)
            self._report.findings += differences(Check.EXPORT, self.name, exported, again)
            self._report.checks.add(Check.SUBSCRIPTION)
            self._report.findings += [
                Finding(check=Check.SUBSCRIPTION, viewer=self.name, question=q, before="nothing", after=text[:200])
                for q, text in heard
            ]
        await self._probe()
        base = await self._release(base)
        await self._grant(base)
        await self._time()

    async def ask(self, texts: Iterable[str]) -> dict[str, bytes]:
        """Ask documents and return the answers."""
        wanted = list(texts)
        replies = await self._scratch.caller.ask_all(wanted, self._token)
        self._report.answers += len(replies)
        for text, reply in zip(wanted, replies, strict=True):
            data = reply.data().get("data")
            if isinstance(data, dict) and any(value is not None for value in data.values()):
                self._report.answered_fields.add(self._asked.fields.get(text, ""))
            if reply.has_failed:
                self._report.failed_fields.add(self._asked.fields.get(text, ""))
        self._report.answered_fields.discard("")
        # What failed is no answer: it is told of in the report, and compared with nothing.
        return {t: reply.bytes for t, reply in zip(wanted, replies, strict=True) if not reply.has_failed}

    async def _prepare(self) -> None:
        self._universe = await self._universe_of()
        queries = self.maker.queries(self._universe)
        mistakes = self.maker.mistakes(self._universe)
        self._asked.fields = {**documents_by_field(queries), **documents_by_field(mistakes)}
        self._report.questions = max(self._report.questions, len(queries) + len(mistakes))
        self._report.asked_fields |= {q.root_field for q in (*queries, *mistakes)}

    async def _universe_of(self) -> Universe:
        app = self._scratch.app
        scope = await app.scope_for(self.viewer)
        filed: dict[str, list[str]] = {}
        for filing in self._filings:
            references = [item.reference for item in filing.items if isinstance(item, SubmittedRecord)]
            filed.setdefault(filing.originator, []).extend(self._scratch.id(filing.originator, r) for r in references)
        every = [rid for ids in filed.values() for rid in ids]
        # By their terms and the scope, never by what the product shows: a leak would hide what it leaks.
        stored = [r for agency, ids in filed.items() for r in await RecallStore(app.store).own_records(agency, ids)]
        seen = {r.id: r.kind for r in stored if r.compartment in scope.visible}
        chosen = _mixed(seen, self._plan.records, self._dice) or every[:1]
        hidden = [rid for rid in every if rid not in seen][:_FEW]
        coming = [
            self._scratch.id(party, f"x{n}") for n, party in enumerate(list(app.bundle.registers.parties)[:_FEW], 1)
        ]
        absent = [self._scratch.id("nobody", f"absent-{n}") for n in range(_FEW)]
        alike = [(a, b) for a, b in combinations(chosen, 2) if seen.get(RecordId(a), "") == seen.get(RecordId(b))]
        pairs = [*alike[:_MOST_PAIRS], *zip(chosen[:2], hidden, strict=False)]
        return Universe(
            ids=chosen,
            hidden=[*hidden, *coming],
            absent=absent,
            pairs=pairs or [(chosen[0], chosen[0])],
            words=WORDS,
        )

    async def _act(self) -> None:
        """Let the viewer do what it can with what it sees, twice."""
        acts = self.maker.acts(self._universe)
        self._report.asked_fields |= {q.root_field for q in acts}
        for question in [*acts, *acts]:
            reply = await self._scratch.caller.ask(question.document, self._token)
            self._report.answers += 1
            data = reply.data().get("data")
            if isinstance(data, dict) and any(value is not None for value in data.values()):
                self._report.answered_fields.add(question.root_field)
        await self._scratch.app.settle()

    async def _baseline(self) -> dict[str, bytes]:
        """Ask everything twice, leave out what answers otherwise the second time, and follow the cursors."""
        one, other = await self.ask(self._asked.fields), await self.ask(self._asked.fields)
        for text in [text for text in one if one[text] != other.get(text)]:
            self._report.unsteady.add(self._asked.fields.pop(text))
            del one[text]
        return one

    async def _happen(self, secrets: Secrets, base: dict[str, bytes]) -> dict[str, bytes]:
        for _ in range(self._plan.examples):
            done = []
            for _ in range(self._dice.randint(1, self._plan.secrets)):
                done += await self._secret(secrets)
            if not done:
                continue  # a later throw of the dice may find something to hide
            await self._scratch.app.settle()
            await self._scratch.app.hub.wake()
            await self._others_ask()
            after = await self.ask(base)
            self._report.examples += 1
            self._report.checks |= {Check.WRITE_FORM, Check.TWO_RUN}
            self._report.findings += differences(Check.WRITE_FORM, self.name, base, after, done)
            base = after
        return base

    async def _secret(self, secrets: Secrets) -> list[str]:
        self._number += 1
        if self._dice.random() < 0.15 and (judged := await self._hidden_judgement()):
            return judged
        filing = secrets.draw(self._dice, self._next_number())
        if filing is None:
            return []
        await self._scratch.file(filing, settle=False)
        return [str(filing)]

    def _next_number(self) -> str:  # one name for each secret of each viewer
        return f"{self._number}-{self.viewer.agency}-{self.viewer.purpose}-{'-'.join(sorted(self.viewer.roles))}"

    async def _hidden_judgement(self) -> list[str]:
        """Let another agency judge a pair of things in sight, under terms that hide the judgement."""
        places = sorted(
            (key.originator, key.profile)
            for key in self.hiding.numbers
            if key.kind == JUDGEMENT_KIND and key.originator != self.viewer.agency and self.hiding.hides(key)
        )
        for agency, profile in self._dice.sample(places, min(_FEW, len(places))):
            left, right = self._dice.choice(self._universe.pairs)
            value = self._dice.choice(("POSITIVE", "NEGATIVE"))
            text = (
                f'mutation {{ judge(input: {{left: "{left}", right: "{right}", value: {value}, reason: "unseen", '
                f'profile: "{profile}"}}) {{ userErrors {{ code }} }} }}'
            )
            reply = await self._scratch.caller.ask(text, self._scratch.token(colleague(agency)))
            if b'"userErrors":[]' in reply.body:
                return [f"{agency} judges {left} and {right} {value} under {profile}"]
        return []

    async def _others_ask(self) -> None:
        """Let others ask what this viewer asks: what is kept of their answers must not reach it."""
        purposes = sorted(self._scratch.app.bundle.registers.purposes)
        roles = frozenset(self._scratch.app.bundle.registers.roles)
        others = [
            replace(self.viewer, roles=roles, purpose=self._dice.choice(purposes), subject="a colleague", clearance=9),
            colleague(self._dice.choice(self._filings).originator),
        ]
        texts = list(self._asked.fields)[:12]
        for other in others:
            await self._scratch.caller.ask_all(texts, self._scratch.token(other))

    async def _export(self, exports: Exports | None) -> Answers:
        if exports is None:
            return {}
        self._report.checks.add(Check.EXPORT)
        return {"projection for Bloom": await exports.project(self._scratch, self.viewer)}

    async def _probe(self) -> None:
        """Name what is hidden, and what does not exist: both are answered alike."""
        self._report.checks.add(Check.PROBE)
        for hidden, absent in self.maker.probes(self._universe):
            one, other = await self._scratch.caller.ask_all([hidden.document, absent.document], self._token)
            self._report.answers += 2
            self._report.asked_fields.add(hidden.root_field)
            names = (*self._universe.hidden, *self._universe.absent)
            self._report.findings += unlike(self.name, hidden.text, one.bytes, other.bytes, names)
        await self._probe_filing()

    async def _probe_filing(self) -> None:
        """File under a reference, and with a number, that others hold unseen, and that nobody holds."""
        filing, item = next(
            (
                (f, i)
                for f in self._filings
                for i in f.items
                if isinstance(i, SubmittedRecord) and self.hiding.hides(key_of(f, i))
            ),
            (None, None),
        )
        if filing is None or item is None:
            return
        held = next(
            (v for i in filing.items if isinstance(i, SubmittedRecord) for v in i.properties.get("number", ())), ""
        )
        texts = [
            _filing(reference, number)
            for reference, number in ((item.reference + "h", held), ("absent", "+66810009999"))
        ]
        one, other = await self._scratch.caller.ask_all(texts, self._token)
        self._report.findings += unlike(self.name, texts[0], one.bytes, other.bytes, ())

    async def _release(self, base: dict[str, bytes]) -> dict[str, bytes]:
        """File what the viewer is told of and does not see: only the declared release may tell of it."""
        base = await self.ask(base)
        told = sorted(
            (key.originator, key.profile)
            for key in self.hiding.numbers
            if key.kind == "PhoneNumber"
            and key.originator != self.viewer.agency
            and not self.hiding.is_seen(key)
            and self.hiding.is_told(key)
        )
        if not told:
            return base
        originator, profile = self._dice.choice(told)
        numbers = [
            v
            for f in self._filings
            for i in f.items
            if isinstance(i, SubmittedRecord)
            for v in i.properties.get("number", ())
        ]
        self._number += 1
        filing = Filing(
            originator=originator,
            profile=profile,
            items=(
                SubmittedRecord(
                    kind="PhoneNumber",
                    reference=f"told-{self._next_number()}",
                    properties={"number": [self._dice.choice(numbers)]},
                ),
            ),
        )
        await self._scratch.file(filing)
        after = await self.ask(base)
        silent = set(self._asked.without(frozenset().union(*RELEASES.values())))
        self._report.checks.add(Check.MINIMALITY)
        self._report.findings += differences(
            Check.MINIMALITY, self.name, {t: a for t, a in base.items() if t in silent}, after, [str(filing)]
        )
        return after

    async def _visible(self) -> set[str]:
        """Return the ids of all records and links that the viewer sees now, its own latest ones included."""
        app = self._scratch.app
        scope = await app.scope_for(self.viewer)
        records = {record.id async for page in RecordLister(app.store).pages(scope) for record in page}
        return {*records, *(found.id for found in await app.records.links(scope, records))}

    async def _grant(self, base: dict[str, bytes]) -> None:
        trial = GrantTrial(self._scratch, self.viewer, self.hiding, self._filings)
        seen = await self._visible()
        given = await trial.give(self._dice)
        if given is None:
            return
        self._report.checks.add(Check.MONOTONY)
        during = await self.ask(base)
        self._report.findings += trial.judge(self.name, seen, during, given)
        await trial.revoke(given)
        after = await self.ask(base)
        steady = set(self._asked.without({"grants"}))
        self._report.findings += differences(
            Check.MONOTONY,
            self.name,
            {t: a for t, a in base.items() if t in steady},
            after,
            [f"{given} was taken back"],
        )

    async def _time(self) -> None:
        if not self._plan.timing_requests or not self._universe.hidden:
            return
        self._report.checks.add(Check.TIMING)
        text = 'query {{ record(id: "{}") {{ id }} }}'
        verdict = await compare_timing(
            self._scratch.caller,
            self._token,
            hidden=text.format(self._universe.hidden[0]),
            absent=text.format(self._universe.absent[0]),
            requests=self._plan.timing_requests,
        )
        if not verdict.is_within_bounds:
            self._report.findings.append(
                Finding(
                    check=Check.TIMING,
                    viewer=self.name,
                    question=text,
                    before=f"hidden: {verdict.hidden_seconds * 1e3:.3f} ms",
                    after=f"absent: {verdict.absent_seconds * 1e3:.3f} ms",
                )
            )


def colleague(agency: str) -> ViewerContext:
    """Return an analyst of an agency."""
    return ViewerContext(
        agency=agency,
        subject=f"analyst of {agency}",
        roles=frozenset({"analyst"}),
        purpose="investigation",
        case_ref="K-1",
    )


def _mixed(seen: Mapping[RecordId, str], count: int, dice: Random) -> list[str]:
    """Return some of the records, of all kinds in turn."""
    by_kind: dict[str, list[str]] = {}
    for rid, kind in sorted(seen.items()):
        by_kind.setdefault(kind, []).append(rid)
    for ids in by_kind.values():
        dice.shuffle(ids)
    chosen: list[str] = []
    while len(chosen) < count and any(by_kind.values()):
        for kind in ("Person", *sorted(by_kind)):
            if by_kind.get(kind) and len(chosen) < count:
                chosen.append(by_kind[kind].pop())
    return chosen


def _filing(reference: str, number: str) -> str:
    return (
        'mutation { submitRecords(input: {dataset: "kit", profile: "law-enforcement", records: [{kind: PHONE_NUMBER, '
        f'reference: "{reference}", properties: [{{name: "number", values: ["{number}"]}}]}}]}}) '
        "{ records { brokenRules columns } created changed unchanged userErrors { code message } } }"
    )
