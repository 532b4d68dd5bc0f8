"""One run of the kit: the worlds that it files, and the trials of all viewers in them.

One world serves all viewers of an agency. The deletion form needs a second world, in which what is hidden was never
filed; viewers from whom the same is hidden share it. So do those who see the same selectors without their keys share
one in which these are exchanged.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from api.noninterference.deletion import second_worlds
from api.noninterference.exchanges import exchanged_worlds, selector_alerts
from api.noninterference.exports import exports_into
from api.noninterference.plan import Plan
from api.noninterference.premises import check_premises
from api.noninterference.seals import FallenSeal
from api.noninterference.trial import Trial
from api.noninterference.verdicts import Answers, Check, Finding, Report, differences, without_ids, without_times
from api.noninterference.worlds import Filing, Hiding, Scratch, file_all, world_of
from graph.store import StoreLease
from policies import ViewerContext

OpenScratch = Callable[[], AbstractAsyncContextManager[Scratch]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _First:
    """What a viewer was answered before anybody acted, its alerts of selectors, and the seals that it was told of."""

    answers: Answers
    alerts: Answers
    seals: frozenset[FallenSeal]

    @classmethod
    async def of(cls, trial: Trial, answers: Answers, scratch: Scratch) -> "_First":
        """Return it for a trial that was answered this, in a world in which nobody has acted yet."""
        asked = selector_alerts(trial.maker, scratch.app.ontology.kinds)
        alerts = await trial.ask(question.document for question in asked)
        return cls(answers=answers, alerts=alerts, seals=await trial.told_seals())


class Session:
    """One run of the kit for some viewers.

    `open_scratch` opens an emptied store each time it is called; `target` is another store, for exports. `on_progress`
    is told how many steps are done, of how many; `on_viewer` for whom all is done, and what was found.
    """

    def __init__(
        self,
        open_scratch: OpenScratch,
        viewers: Sequence[ViewerContext],
        plan: Plan,
        on_progress: Callable[[int, int], None] | None = None,
        on_viewer: Callable[[ViewerContext, list[Finding]], None] | None = None,
        *,
        target: StoreLease | None = None,
    ) -> None:
        self._open = open_scratch
        self._target = target
        self._viewers = viewers
        self._plan = plan
        self._on_progress = on_progress or (lambda *_: None)
        self._on_viewer = on_viewer or (lambda *_: None)
        self._done = 0
        self.report = Report()

    async def run(self) -> Report:
        """Run all checks for all viewers; those of one agency share a world, and no other agency's secrets crowd it.

        Raises:
            PremiseError: what the worlds rest on does not hold; nothing was filed.
        """
        check_premises()
        for agency in dict.fromkeys(v.agency for v in self._viewers):
            if not self._plan.is_over(self.report):
                await self._run_world([v for v in self._viewers if v.agency == agency])
        return self.report

    async def _run_world(self, viewers: Sequence[ViewerContext]) -> None:
        async with self._open() as scratch:
            hidings = [Hiding.of(v, scratch.app.bundle, scratch.app.ontology.kinds) for v in viewers]
            filings = world_of(scratch.app.bundle, hidings, seed=self._plan.seed)
            await file_all(scratch, filings)
            given = zip(viewers, hidings, strict=True)
            trials = [Trial(scratch, v, hiding, filings, self._plan, self.report) for v, hiding in given]
            # Before anybody acts: the deletion form compares with this.
            answers = [await trial.first_answers() for trial in trials] if self._plan.deletion else []
            # Behind all of these: who asks more is in the trail, which tells that to who reads receipts.
            told = [await _First.of(*asked, scratch) for asked in zip(trials, answers, strict=False)]
            others = await second_worlds(scratch, filings, hidings, trials[0].classes) if self._plan.deletion else []
            alike = exchanged_worlds(filings, hidings, scratch.app.ontology.kinds) if self._plan.deletion else []
            async with exports_into(self._target) as exports:
                for trial in trials:
                    if not self._plan.is_over(self.report):
                        await trial.run(exports)
                    self._proceed(None if self._plan.deletion else trial)
        for one in alike:
            if not self._plan.is_over(self.report):
                await self._exchange(filings, one.filings, [(trials[n], told[n]) for n in one.viewers])
        for other in others:
            if not self._plan.is_over(self.report):
                await self._delete(filings, other.filings, [(trials[n], answers[n]) for n in other.viewers])

    def _proceed(self, done: Trial | None = None) -> None:
        """Say that a step is done, and with which viewer all is."""
        self._done += 1
        total = len(self._viewers) * (2 if self._plan.deletion else 1)
        self._on_progress(self._done, total)
        if done is not None:
            self._on_viewer(done.viewer, [f for f in self.report.findings if f.viewer == done.name])

    async def _exchange(
        self, filings: Sequence[Filing], made: Sequence[Filing], asked: Iterable[tuple[Trial, _First]]
    ) -> None:
        """Ask the same in a world in which selectors in sight have exchanged their closed keys, for alerts besides."""
        self.report.checks.add(Check.TWO_RUN)
        async with self._open() as scratch:
            await file_all(scratch, filings, only=made)
            for trial, before in asked:
                other = Trial(scratch, trial.viewer, trial.hiding, made, self._plan, self.report)
                # Receipts tell who else of the agency asked: not everybody does here.
                silent = trial.silent(before.answers, but=["receipts"])
                after = {**await other.ask(silent), **await other.ask(before.alerts)}
                if await other.told_seals() != before.seals:  # a declared release
                    self.report.sealed += 1
                    continue
                self.report.findings += differences(
                    Check.TWO_RUN,
                    trial.name,
                    {text: without_times(a) for text, a in {**before.answers, **before.alerts}.items()},
                    {text: without_times(a) for text, a in after.items()},
                    ["selectors in sight exchanged their closed keys"],
                )

    async def _delete(
        self, filings: Sequence[Filing], left: Sequence[Filing], asked: Iterable[tuple[Trial, Answers]]
    ) -> None:
        """Ask the same in a world in which what is hidden was never filed."""
        self.report.checks.add(Check.DELETION)
        async with self._open() as scratch:
            await file_all(scratch, filings, only=left)
            for trial, before in asked:
                again = Trial(scratch, trial.viewer, trial.hiding, filings, self._plan, self.report)
                after = await again.ask(trial.steady(before))
                self.report.findings += differences(
                    Check.DELETION,
                    trial.name,
                    {question: without_ids(a) for question, a in before.items()},
                    {question: without_ids(a) for question, a in after.items()},
                )
                self._proceed(trial)
