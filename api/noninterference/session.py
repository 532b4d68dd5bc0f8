"""One run of the kit: the worlds that it files, and the trials of all viewers in them.

One world serves all viewers of an agency. The deletion form needs a second world, in which what is hidden was never
filed; viewers from whom the same is hidden share it.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager

from api.noninterference.deletion import second_worlds
from api.noninterference.exports import exports_into
from api.noninterference.plan import Plan
from api.noninterference.trial import Trial
from api.noninterference.verdicts import Answers, Check, Finding, Report, differences, without_ids
from api.noninterference.worlds import Filing, Hiding, Scratch, file_all, world_of
from graph.store import StoreLease
from policies import ViewerContext

OpenScratch = Callable[[], AbstractAsyncContextManager[Scratch]]


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
        """Run all checks for all viewers; those of one agency share a world, and no other agency's secrets crowd it."""
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
            first = [await trial.first_answers() for trial in trials] if self._plan.deletion else []
            others = await second_worlds(scratch, filings, hidings, trials[0].classes) if self._plan.deletion else []
            async with exports_into(self._target) as exports:
                for trial in trials:
                    if not self._plan.is_over(self.report):
                        await trial.run(exports)
                    self._proceed(None if self._plan.deletion else trial)
        for other in others:
            if not self._plan.is_over(self.report):
                await self._delete(filings, other.filings, [(trials[n], first[n]) for n in other.viewers])

    def _proceed(self, done: Trial | None = None) -> None:
        """Say that a step is done, and with which viewer all is."""
        self._done += 1
        total = len(self._viewers) * (2 if self._plan.deletion else 1)
        self._on_progress(self._done, total)
        if done is not None:
            self._on_viewer(done.viewer, [f for f in self.report.findings if f.viewer == done.name])

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
