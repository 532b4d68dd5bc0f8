"""The checks of one viewer, in order: ask everything, let things happen unseen, ask again, and compare byte for byte.

Acts of its own first, everything asked twice (what answers otherwise the second time is left out and said), then
secrets in small groups, probes, releases, a grant and its end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from random import Random

from api.noninterference.acting import Acting
from api.noninterference.coverage import fields_of
from api.noninterference.documents import AskedDocuments, Operation, Question, as_documents
from api.noninterference.exports import Exports
from api.noninterference.grants import GrantTrial
from api.noninterference.link_withdrawal import file_and_withdraw
from api.noninterference.listening import listening
from api.noninterference.plan import Plan
from api.noninterference.questions import QuestionMaker, question_maker
from api.noninterference.seals import FallenSeal, Named, fallen_seals, told_of
from api.noninterference.taken_back import TakenBack, taken_back
from api.noninterference.timing import compare_timing
from api.noninterference.universe import universe_of
from api.noninterference.unseen import Secrets
from api.noninterference.verdicts import Answers, Check, Finding, Report, differences, unlike
from api.noninterference.viewers import HIGHEST, colleague, described
from api.noninterference.worlds import Filing, Hiding, Scratch, filed_records, key_of, phone_numbers
from graph import JUDGEMENT_KIND, PropertyClass
from graph.store import EVERY_LINK, RecordLister
from ingest import SubmittedLink, SubmittedRecord
from policies import ViewerContext

# Where each declared release is told. Everything else is silent about what it concerns.
RELEASES: Mapping[str, frozenset[str]] = {
    "notices": frozenset({"alerts", "falloutReport"}),  # the report lists the alerts that stand on one's own record
    "hits": frozenset({"crossCheck", "heldChecks", "requests"}),
}
_FEW = 6
_CHANGES = 8  # of closed values of what the viewer is told of
_JUDGED = 0.15  # how often a hidden judgement comes with a secret
_APART = 0.5  # how often a secret is resolved before the next one of its group comes
_OF_A_FILING = 3  # new records that are asked about: a few of a crowd stand for all


class Trial:
    """The checks of one viewer, on a world that is filed."""

    def __init__(  # noqa: PLR0917 - what a trial is made of
        self,
        scratch: Scratch,
        viewer: ViewerContext,
        hiding: Hiding,
        filings: Sequence[Filing],
        plan: Plan,
        report: Report,
    ) -> None:
        self._scratch = scratch
        self._filings = filings
        self._plan = plan
        self._report = report
        self._token = scratch.token(viewer)
        self._dice = Random(f"{plan.seed} {viewer.agency} {sorted(viewer.roles)} {viewer.purpose}")  # noqa: S311
        self._number = 0
        self._taken: TakenBack | None = None
        self._asked = AskedDocuments()
        self.viewer = viewer
        self.hiding = hiding

    @property
    def name(self) -> str:
        """Who asks, in words."""
        return described(self.viewer)

    @cached_property
    def classes(self) -> Mapping[str, Mapping[str, PropertyClass]]:
        """The class of each property of each kind."""
        kinds = self._scratch.app.ontology.kinds
        return {name: {p.name: p.property_class for p in kind.properties.values()} for name, kind in kinds.items()}

    @property
    def maker(self) -> QuestionMaker:
        """What makes the questions, from the schema as it is served."""
        return question_maker()

    async def first_answers(self) -> Answers:
        """Ask everything, and return the answers by their documents."""
        await self._prepare()
        return await self.ask(self._asked.questions)

    def silent(self, texts: Iterable[str], *, but: Iterable[str] = ()) -> list[str]:
        """Return those of these documents that are steady, tell of no release, and ask for none of some root fields."""
        quiet = set(self._asked.without({*but, *frozenset().union(*RELEASES.values())}))
        return [text for text in texts if text in quiet]

    async def run(self, exports: Exports | None = None) -> None:
        """Run the checks that one world serves; also on exports, where there is somewhere to write them."""
        if not self._asked.questions:
            await self._prepare()
        self._report.viewers.append(self.name)
        await self._act()
        await self._take_back()
        await self._others_ask(everybody=True)  # to whom its own records were shown, it is told: from now on no others
        exported = await self._export(exports)  # of its own records it is told of that as well
        base, seals = await self._baseline(), await self.told_seals()
        async with listening(self._scratch, self.viewer, self.maker.subscriptions()) as heard:
            base = await self._happen(base)
            if await self.told_seals() == seals:
                again = await self._export(exports)
                self._report.findings += differences(Check.EXPORT, self.name, exported, again)
            self._report.checks.add(Check.SUBSCRIPTION)
            self._report.findings += [
                Finding(check=Check.SUBSCRIPTION, viewer=self.name, question=q, before="nothing", after=text[:200])
                for q, text in heard
            ]
        if self._plan.is_over(self._report):
            return
        await self._probe()
        base = await self._release(base)
        await self._grant(base)
        await self._time()

    def steady(self, texts: Iterable[str]) -> list[str]:
        """Return those documents that answered the same when they were asked twice."""
        return [text for text in texts if text in self._asked.questions]

    async def ask(self, texts: Iterable[str]) -> dict[str, bytes]:
        """Ask documents and return the answers."""
        wanted = list(texts)
        replies = await self._scratch.caller.ask_all(wanted, self._token)
        self._report.answers += len(replies)
        for text, reply in zip(wanted, replies, strict=True):
            data = reply.data().get("data")
            asked = self._asked.field_of(text)
            if asked and isinstance(data, dict) and any(value is not None for value in data.values()):
                self._report.answered_fields.add(asked)
            if asked and reply.has_failed:
                self._report.failed_fields.add(asked)
        # What failed is no answer: it is told of in the report, and compared with nothing.
        return {t: reply.bytes for t, reply in zip(wanted, replies, strict=True) if not reply.has_failed}

    async def _prepare(self) -> None:
        self._coming = [[*self._draw()] for _ in range(self._plan.examples)]
        self._told_changes = [f for _ in range(_CHANGES) for f in self._secrets.change(self._dice, told=True)]
        self._arrivals = self._new_records()
        self._universe = await universe_of(
            self._scratch,
            self.viewer,
            self._filings,
            coming=[self._scratch.id(*named) for named in self._arrivals],
            touched=[self._scratch.id(*named) for named in self._touched()],
            changed=[self._scratch.id(*named) for named in dict.fromkeys(_named(self._told_changes))],
            count=self._plan.records,
            dice=self._dice,
        )
        queries = self.maker.queries(self._universe)
        mistakes = self.maker.mistakes(self._universe)
        self._asked.questions = {**as_documents(queries), **as_documents(mistakes)}
        self._report.questions = max(self._report.questions, len(queries) + len(mistakes))
        self._report.asked_fields |= {q.root_field for q in (*queries, *mistakes)}
        self._report.schema_fields = fields_of(self.maker.schema)

    @cached_property
    def _secrets(self) -> Secrets:
        return Secrets(hiding=self.hiding, filings=self._filings, classes=self.classes, agency=self.viewer.agency)

    def _draw(self) -> Iterator[list[Filing]]:
        """Yield what is to happen at once, unseen. Drawn before anything is asked: what will come is asked about."""
        for _ in range(self._dice.randint(1, self._plan.secrets)):
            self._number += 1
            if drawn := self._secrets.draw(self._dice, self._next_number()):
                yield drawn

    def _new_records(self) -> list[Named]:
        """Return the records that come with what was drawn: originators and references, in order."""
        known = set(_named(self._filings))
        names = (name for filing in self._drawn() for name in list(_named([filing]))[:_OF_A_FILING])
        return [name for name in dict.fromkeys(names) if name not in known]

    def _touched(self) -> list[Named]:
        """Return the records of the world that what was drawn is linked to, or files again, in order."""
        known = set(_named(self._filings))
        return [name for name in dict.fromkeys((*_ends(self._drawn()), *_named(self._drawn()))) if name in known]

    def _drawn(self) -> list[Filing]:
        return [filing for group in self._coming for secret in group for filing in secret]

    async def _act(self) -> None:
        acting = Acting(self._scratch, self.viewer, self.maker, self._universe, self._filings, self._report)
        await acting.run()

    async def _baseline(self) -> dict[str, bytes]:
        """Ask everything twice, and leave out what answers otherwise the second time.

        Of a document of many questions each is then asked alone, twice as well: one that differs would hide the others.
        """
        steady = await self._steady(self._asked.questions)
        apart = [t for t, asked in self._asked.questions.items() if t not in steady and len(asked) > 1]
        alone = [text for one in apart for text in self._asked.take_apart(one)]
        steady |= await self._steady(alone, between=list(steady))
        for text in [text for text in self._asked.questions if text not in steady]:
            self._report.unsteady.add(self._asked.questions.pop(text)[0].root_field)
        return steady

    async def _steady(self, texts: Iterable[str], between: Sequence[str] = ()) -> dict[str, bytes]:
        """Return what is answered the same twice, also where the viewer was shown other things in between."""
        wanted = list(texts)
        one = await self.ask(wanted)
        await self.ask(between)
        other = await self.ask(wanted)
        for answer in one.values():
            self._report.note_fields(answer.partition(b" ")[2])
        return {text: answer for text, answer in one.items() if answer == other.get(text)}

    async def told_seals(self) -> frozenset[FallenSeal]:
        """Return the victims' seals that the viewer is told of: a release, and where one falls, no leak."""
        filed = filed_records(self._scratch, self._filings)
        links = self._scratch.app.ontology.links
        return told_of(await fallen_seals(self._scratch, self._filings), filed, self.hiding, links)

    async def _happen(self, base: dict[str, bytes]) -> dict[str, bytes]:
        seals, known = await self.told_seals(), set(_named(self._filings))
        # The world came as one load, and by what is held for that records find each other otherwise than on other days.
        # How long that is held depends on the clock, what is tested must not.
        loading = self._dice.randrange((len(self._coming) + 1) // 2)
        for number, group in enumerate(self._coming):
            if number == loading:
                self._scratch.app.resolver.let_go_of_keys()
            judged, filed = await self._let_happen(group)
            if not judged and not filed:
                continue  # this viewer has nothing hidden from it
            await self._scratch.app.settle(in_order=True)
            await self._scratch.app.hub.wake()
            after = await self._after_others(base)
            if judged:  # who judges a pair is shown it, and that is told
                base |= {text: after[text] for text in self._receipts(base) if text in after}
            self._report.examples += 1
            changed = not known.isdisjoint(_named(filing for secret in group for filing in secret))
            self._report.checks |= {Check.WRITE_FORM, *([Check.TWO_RUN] if changed else [])}
            if (now := await self.told_seals()) == seals:
                self._report.findings += differences(Check.WRITE_FORM, self.name, base, after, [*judged, *filed])
            else:
                self._report.sealed += 1
            base, seals = {**after, **await self.ask(self._receipts(base))}, now
            if self._plan.is_over(self._report):
                break
        return base

    async def _after_others(self, base: Answers) -> dict[str, bytes]:
        """Ask again once others have asked; for receipts before that, as they tell what others were shown."""
        receipts = self._receipts(base)
        after = await self.ask(receipts)
        await self._others_ask()
        return after | await self.ask(text for text in base if text not in receipts)

    def _receipts(self, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if self._asked.field_of(text) == "receipts"]

    async def _let_happen(self, group: Sequence[Sequence[Filing]]) -> tuple[list[str], list[str]]:
        """File secrets, let hidden judgements be made besides, and return what was judged and what filed in words."""
        judged, filed = list[str](), list[str]()
        for secret in group:
            judged += await self._hidden_judgement() if self._dice.random() < _JUDGED else []
            for filing in secret:
                await self._scratch.file(filing, settle=False)
            filed += map(str, secret)
            if self._dice.random() < _APART:
                await self._scratch.app.settle(in_order=True)
        filed += [*await self._hidden_withdrawal(), *await self._hidden_correction()] if filed else []
        return judged, filed

    def _next_number(self) -> str:  # one name for each secret of each viewer
        return f"{self._number}-{self.viewer.agency}-{self.viewer.purpose}-{'-'.join(sorted(self.viewer.roles))}"

    async def _hidden_withdrawal(self) -> list[str]:
        """Let another agency file a hidden link and withdraw it, before anybody has seen it."""
        # Of its own dice: what else happens in a world stays as its seed has it.
        dice = Random(f"{self._number} {self._report.examples}")  # noqa: S311 - a choice of invented data
        drawn = self._secrets.passing_link(dice, self._next_number())
        return [await file_and_withdraw(self._scratch, *drawn)] if drawn is not None else []

    async def _take_back(self) -> None:
        """Let another agency show the viewer a record and close it, before anything is compared."""
        dice = Random(f"taken {self.name}")  # noqa: S311 - a choice of invented data
        self._taken = taken_back(self.hiding, self.classes, self.viewer.agency, self._next_number(), dice)
        if self._taken is not None:
            await self._taken.take_back(self._scratch, self._token)

    async def _hidden_correction(self) -> list[str]:
        """Let another agency add to what it closed to the viewer, and correct that."""
        return [await self._taken.correct(self._scratch, self._report.examples)] if self._taken is not None else []

    async def _hidden_judgement(self) -> list[str]:
        """Let another agency judge a pair of things in sight, under terms that hide the judgement."""
        places = self.hiding.places(JUDGEMENT_KIND, but=self.viewer.agency)
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

    async def _others_ask(self, *, everybody: bool = False) -> None:
        """Let others ask what this viewer asks: what is kept of their answers must not reach it."""
        registers = self._scratch.app.bundle.registers
        purpose, roles = self._dice.choice(sorted(registers.purposes)), frozenset(registers.roles)
        parties = sorted({filing.originator for filing in self._filings})
        own = replace(self.viewer, roles=roles, purpose=purpose, subject="a colleague", clearance=HIGHEST)
        for other in (own, *map(colleague, parties if everybody else [self._dice.choice(parties)])):
            await self._scratch.caller.ask_all(list(self._asked.questions)[:12], self._scratch.token(other))
        if everybody:
            await self._show_to_judges()

    async def _show_to_judges(self) -> None:
        """Show everybody who may judge later what there is to judge: that they were shown it is told from now on.

        Raises:
            RuntimeError: a document was refused as a whole, and so nothing was shown.
        """
        judged = sorted({*self._universe.ids, *(rid for pair in self._universe.pairs for rid in pair)})
        asked = [
            Question(operation=Operation.QUERY, root_field="record", arguments={"id": f'"{rid}"'}, selection="{ id }")
            for rid in judged
        ]
        for party, text in product(self._scratch.app.bundle.registers.parties, as_documents(asked)):
            reply = await self._scratch.caller.ask(text, self._scratch.token(colleague(party)))
            # A field that fails is an answer, if a leak: a document without data was not answered at all.
            if reply.has_failed or reply.data().get("data") is None:
                raise RuntimeError("what shows records to those who may judge them was refused")

    async def _export(self, exports: Exports | None) -> Answers:
        if exports is None:
            return {}
        self._report.checks.add(Check.EXPORT)
        return {"projection for Bloom": await exports.project(self._scratch, self.viewer)}

    async def _probe(self) -> None:
        """Name what is hidden, and what does not exist: both are answered alike, whoever was shown it before."""
        self._report.checks.add(Check.PROBE)
        # The latest first: about the earliest the viewer has asked by now, and what was kept of that could hide a leak.
        holders = {self._scratch.id(*named): named[0] for named in reversed(self._arrivals)}
        universe = replace(self._universe, hidden=[*holders, *self._universe.hidden])
        names = (*universe.hidden, *universe.absent)
        for hidden, absent in self.maker.probes(universe):
            holder = next((holders[rid] for rid in holders if rid in hidden.text), None)
            if holder is not None and hidden.operation is Operation.QUERY:
                await self._scratch.caller.ask(hidden.document, self._scratch.token(colleague(holder)))
            one, other = await self._scratch.caller.ask_all([hidden.document, absent.document], self._token)
            self._report.answers += 2
            self._report.asked_fields.add(hidden.root_field)
            self._report.findings += unlike(self.name, hidden.text, one.bytes, other.bytes, names)
        await self._probe_filing()

    async def _probe_filing(self) -> None:
        """File with a reference, a number and a link's end that others hold unseen, and that nobody holds."""
        held = [v for f in self._filings for v in _numbers(f, self.hiding)]
        if not self._arrivals or not held:
            return
        (_, first), (_, last) = self._arrivals[0], self._arrivals[-1]
        texts = [_filing(first, held[0], last), _filing(f"absent-{first}", "+66810009999", f"absent-{last}")]
        one, other = await self._scratch.caller.ask_all(texts, self._token)
        self._report.findings += unlike(self.name, texts[0], one.bytes, other.bytes, ())

    async def _release(self, base: dict[str, bytes]) -> dict[str, bytes]:
        """File what the viewer is told of: only the declared release may tell of it, and of closed values nothing.

        Persons last and apart: they may move a seal, and then nothing is compared.
        """
        self._number += 1
        arrived = self._secrets.told_number(self._dice, self._next_number())
        persons = [f for f in self._told_changes if _is_of_person(f)]
        others = [f for f in self._told_changes if f not in persons]
        base = await self.ask(base)
        for filings in ([*arrived, *others], persons):
            if filings and not self._plan.is_over(self._report):
                base = await self._tell(base, filings)
        return base

    async def _tell(self, base: dict[str, bytes], filings: Sequence[Filing]) -> dict[str, bytes]:
        seals = await self.told_seals()
        for filing in filings:
            await self._scratch.file(filing, settle=False)
        await self._scratch.app.settle(in_order=True)
        after = await self.ask(base)
        if await self.told_seals() != seals:
            self._report.sealed += 1
            return after
        quiet = {text: base[text] for text in self.silent(base)}
        again = not {*_named(filings)}.isdisjoint(_named(self._filings))
        self._report.checks |= {Check.MINIMALITY, *([Check.TWO_RUN] if again else [])}
        self._report.findings += differences(Check.MINIMALITY, self.name, quiet, after, [*map(str, filings)])
        return after

    async def _visible(self) -> set[str]:
        """Return the ids of all records and links that the viewer sees now, its own latest ones included."""
        app = self._scratch.app
        scope = await app.scope_for(self.viewer)
        records = {record.id async for page in RecordLister(app.store).pages(scope) for record in page}
        links = await app.records.links(scope, records, limit=EVERY_LINK)
        return {*records, *(found.id for found in links)}

    async def _grant(self, base: dict[str, bytes]) -> None:
        trial = GrantTrial(self._scratch, self.viewer, self.hiding, self._filings)
        own = {self._scratch.id(*named) for named in _named(self._filings) if named[0] == self.viewer.agency}
        # Its own are named where it told of them, also when they are gone; so is what its agency was told is closed.
        seen = await self._visible() | own | {*self._universe.own_links} | self._scratch.filed_by_viewers
        seen |= self._scratch.taken_back
        given = await trial.give(self._dice)
        if given is None:
            return
        self._report.checks.add(Check.MONOTONY)
        during = await self.ask(base)
        steady = set(self._asked.without({"grants"}))
        quiet = {text: answer for text, answer in during.items() if text in steady}
        listing = {text: answer for text, answer in during.items() if text not in steady}
        # Who could use a grant, and a policy officer, goes on listing it once it was taken back; nothing else names it.
        granted = self._scratch.granted_to(self.viewer)
        self._report.findings += trial.judge(self.name, seen, quiet, given)
        self._report.findings += trial.judge(self.name, seen | granted, listing, given)
        self._scratch.granted.setdefault((self.viewer.agency, self.viewer.purpose), set()).add(given.record_id)
        await trial.revoke(given)
        after = await self.ask(base)
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


def _named(filings: Iterable[Filing]) -> Iterator[Named]:
    """Yield the records of filings, by their originators and references."""
    return ((f.originator, i.reference) for f in filings for i in f.items if isinstance(i, SubmittedRecord))


def _is_of_person(filing: Filing) -> bool:
    return any(isinstance(i, SubmittedRecord) and i.kind == "Person" for i in filing.items)


def _ends(filings: Iterable[Filing]) -> Iterator[Named]:
    """Yield the ends of links of filings, by their originators and references."""
    links = ((f.originator, i) for f in filings for i in f.items if isinstance(i, SubmittedLink))
    return ((owner, end) for owner, i in links for end in (i.source_reference, i.target_reference))


def _numbers(filing: Filing, hiding: Hiding) -> list[str]:
    """Return the numbers in what of a filing is hidden."""
    records = [i for i in filing.items if isinstance(i, SubmittedRecord) and hiding.hides(key_of(filing, i))]
    return [text for item in records for text in phone_numbers(item)]


def _filing(reference: str, number: str, end: str) -> str:
    return (
        'mutation { submitRecords(input: {dataset: "kit", profile: "law-enforcement", records: [{kind: PHONE_NUMBER, '
        f'reference: "{reference}", properties: [{{name: "number", values: ["{number}"]}}]}}], '
        f'links: [{{type: RELATED_TO, sourceReference: "{reference}", targetReference: "{end}"}}]}}) '
        "{ records { problems { rule property } } links { problems { rule } } created changed unchanged "
        "userErrors { code message } } }"
    )
