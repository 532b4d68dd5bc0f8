"""The demo: loads the samples into a data folder of its own and tells one story, every line of it computed.

What it prints comes from the same parts as the API: ingest, resolution, scopes, entities, notices.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.audit.auditing import audit_operation
from api.background.workers import running_workers
from api.bootstrap import Application, open_application
from api.protection import NON_PUNISHMENT
from api.settings import Settings
from api.story import Story, submitted_items
from api.terminal_text import printable
from entity_resolution.views.entities import Entity
from entity_resolution.views.review import Explanation
from graph import CompartmentKey, Ontology, PropertyClass, ReadScope, RecordId, SubjectRole
from graph.store import Progress, StoreOverview, VisibleRecord
from ingest import (
    IngestReport,
    ingest_file,
    load_mapping,
    parse_evaluation,
    submit,
)
from policies import PolicyAction, ViewerContext, explain

_Who = tuple[str, str, str, str]  # label, agency, role, purpose

VIEWERS = (
    ("Khmer police, investigating", "kh-police", "analyst", "investigation"),
    ("Thai FIU, following money", "th-fiu", "analyst", "financial-intelligence"),
    ("Hotline, protecting victims", "kh-hotline", "victim-support", "victim-protection"),
    ("Malaysian telco", "my-telco", "analyst", "investigation"),
)

# Both sides of a status conflict: who holds her as a suspect, who protects her, and who is not told.
PERSON_VIEWERS = (
    ("Thai police, investigating", "th-police", "analyst", "investigation"),
    ("Thai police, protecting victims", "th-police", "victim-support", "victim-protection"),
    ("Hotline, protecting victims", "kh-hotline", "victim-support", "victim-protection"),
    ("Khmer police, investigating", "kh-police", "analyst", "investigation"),
)

# Columns of a table of views: what the agencies hold, and the least in which a viewer's longest word is whole.
_HELD_WIDTH, _VIEWER_WIDTH = 28, 26

# Who is asked, in turn, for a pair that it sees both ends of.
_EXPLAINERS = (
    ("kh-police", "investigation"),
    ("th-police", "investigation"),
    ("sg-fiu", "financial-intelligence"),
    ("th-fiu", "financial-intelligence"),
)


async def run_demo(settings: Settings, story: Story, console: Console, on_progress: Callable[[Progress], None]) -> None:
    """Load the samples and tell the story."""
    started = time.perf_counter()
    async with open_application(settings, on_progress=on_progress) as app:
        demo = Demo(app, story, console)
        await demo.load()
        await demo.join()
        await demo.show_lists()
        await demo.side_by_side("compound", "One compound through the eyes of four viewers")
        await demo.show_person()
        await demo.arrive()
        await demo.sign()
        demo.next_commands(time.perf_counter() - started)


class Demo:
    """Tells the story on a wired application."""

    def __init__(self, app: Application, story: Story, console: Console) -> None:
        self._app = app
        self._story = story
        self._console = console

    async def load(self) -> None:
        """Ingest every file of the manifest and say what was loaded and quarantined."""
        self._heading("Loading the agencies' files")
        table = Table(box=None, pad_edge=False)
        for name in ("file", "originator", "rows", "records", "links", "quarantined"):
            table.add_column(name, justify="left" if name in {"file", "originator", "quarantined"} else "right")
        started = time.perf_counter()
        reports = [await self._load_file(entry) for entry in self._story.files]
        seconds = time.perf_counter() - started
        for report in reports:
            rules = ", ".join(f"{rule} ({count})" for rule, count in sorted(report.quarantined.items()))
            table.add_row(
                Path(report.file).name,
                report.originator,
                str(report.rows),
                str(report.records_created),
                str(report.links_created),
                rules,
            )
        self._console.print(table)
        total = sum(r.records_created + r.links_created for r in reports)
        held = sum(r.quarantined_rows for r in reports)
        self._say(
            f"{total} records and links in {seconds:.1f} s; {held} bad rows wait in their originators' quarantine."
        )

    async def join(self) -> None:
        """Resolve, and show what was joined and why."""
        self._heading("Finding which records are one")
        started = time.perf_counter()
        report = await self._app.settle()
        seconds = time.perf_counter() - started
        counts = await StoreOverview(self._app.store).counts()
        self._say(
            f"{report.records} records looked at in {seconds:.1f} s: {report.compared} comparisons, "
            f"{report.matched} matches, {report.review} pairs left to a human; "
            f"{counts['notices']} notices tell agencies of each other."
        )
        for name in ("compound", "second_person", "company", "station"):
            await self._explain_point(name)

    async def show_lists(self) -> None:
        """Show what was joined between the public sanctions lists, and that a name alone is left to a human."""
        self._heading("Between the real sanctions lists")
        scope = await self._scope("th-police", "analyst", "investigation")
        for one, other in self._story.points["real_pairs"]:
            await self._explain(scope, self._id(one), self._id(other))
        waiting = await self._app.review.queue(scope, kind="Person")
        public = {"us-ofac", "uk-fcdo", "eu-fsf"}
        named = [e for e in waiting if {e.left.originator, e.right.originator} <= public and not e.decision.strong]
        self._say(
            f"{len(named)} pairs of listed persons agree in name without a common document: none was joined, all "
            "wait for a human."
        )
        for found in named[:2]:
            self._console.print(
                f"  {_caption(found.left)} ({found.left.originator}) | "
                f"{_caption(found.right)} ({found.right.originator})",
                markup=False,
            )

    async def side_by_side(self, point: str, title: str, viewers: Sequence[_Who] = VIEWERS) -> "list[_View]":
        """Show one thing to four viewers: a column for each, a row for each agency's record and class.

        A narrow terminal shows fewer of them beside each other, in several tables.
        """
        self._heading(title)
        points = [self._story.points[point], *self._story.points[f"{point}_elsewhere"]]
        views = [await self._view(points, *viewer) for viewer in viewers]
        beside = max(1, (self._console.width - _HELD_WIDTH) // _VIEWER_WIDTH)
        for start in range(0, len(viewers), beside):
            shown = slice(start, start + beside)
            self._console.print(self._table(points, viewers[shown], views[shown]))
        return views

    def _table(self, points: Sequence[dict[str, str]], viewers: Sequence[_Who], views: "Sequence[_View]") -> Table:
        table = Table(pad_edge=False, show_lines=False)
        table.add_column("what the agencies hold", no_wrap=True)
        for label, agency, role, purpose in viewers:
            table.add_column(f"{label}\n{agency}, {role}\nfor {purpose}", ratio=1, overflow="fold")
        for place in points:
            rid = self._id(place)
            table.add_section()
            table.add_row(f"{place['originator']} {place['reference']}", *(view.headline(rid) for view in views))
            for property_class in PropertyClass:
                cells = [view.cell(rid, property_class) for view in views]
                if any(cells):
                    table.add_row(f"  {property_class}", *cells)
        table.add_section()
        table.add_row("so there is", *(view.conclusion() for view in views))
        return table

    async def show_person(self) -> None:
        """Show a person who is suspect and victim at once: who sees both, and what a claim closes to whom."""
        views = await self.side_by_side("person", "One person through the eyes of four viewers", PERSON_VIEWERS)
        for (label, *_), view in zip(PERSON_VIEWERS, views, strict=True):
            if words := view.conflict():
                self._say(f"{label}: one person, {words}.")
                self._say(f"  {NON_PUNISHMENT}")
        place = self._story.points["person"]
        record = await self._own_record(place)
        for label, agency, role, purpose in PERSON_VIEWERS:
            rules, lost = self._closed_by_claim(record, self._viewer(agency, role, purpose))
            if lost:
                what = f"{place['originator']} {place['reference']}"
                self._say(f"{label}: a protection claim closes {what} to them ({', '.join(rules)}).")
                self._say(f"  Without it they would be told: {', '.join(lost)}.")

    async def _own_record(self, place: dict[str, str]) -> VisibleRecord:
        """Return a record as its originator sees it."""
        scope = await self._scope(place["originator"], "analyst", "investigation")
        [record] = await self._app.records.records(scope, [self._id(place)])
        self._audit(self._viewer(scope.agency, "analyst", "investigation"), "demo explain", scope, [record.id])
        return record

    def _closed_by_claim(self, record: VisibleRecord, viewer: ViewerContext) -> tuple[list[str], list[str]]:
        """Return by which rules a protection claim closes a record to a viewer, and what was open before the claim."""
        key = CompartmentKey(
            originator=record.originator,
            profile=record.profile,
            kind=record.kind,
            role=record.subject_role,
            claimed=record.is_claimed_victim,
        )
        now = self._app.clock.now()
        after, before = (
            {e.action: e for e in explain(self._app.scopes, viewer, k, now, asker=record.originator)}
            for k in (key, replace(key, claimed=False))
        )
        lost = [c for c in PropertyClass if before[PolicyAction(str(c))].allowed > after[PolicyAction(str(c))].allowed]
        rules = {note.id for c in lost for note in after[PolicyAction(str(c))].forbids}
        return sorted(rules), [str(c) for c in lost]

    async def _view(
        self, points: Sequence[dict[str, str]], label: str, agency: str, role: str, purpose: str
    ) -> "_View":
        del label
        scope = await self._scope(agency, role, purpose)
        found = await self._app.entities.entities_of(scope, [self._id(p) for p in points])
        neighbours = {}
        for entity in {e.id: e for e in found.values()}.values():
            network = await self._app.networks.network(scope, entity.id, depth=1, limit=200)
            neighbours[entity.id] = len(network.entities) - 1 if network is not None else 0
        shown = [r.id for entity in found.values() for r in entity.records]
        self._audit(self._viewer(agency, role, purpose), "demo side by side", scope, shown)
        return _View(entities=found, neighbours=neighbours, ontology=self._app.ontology)

    async def arrive(self) -> None:
        """Submit a record that arrives now, and time the notice that it raises on both sides."""
        self._heading("A record arrives")
        data = json.loads((self._story.folder / self._story.points["arriving"]).read_text(encoding="utf-8"))
        other = self._story.points["arriving_meets"][0]["originator"]
        sides = [data["originator"], other]
        contexts = {agency: self._viewer(agency, "duty-officer", "investigation") for agency in sides}
        before = {a: len(await self._app.inbox.alerts(await self._app.scope_for(v))) for a, v in contexts.items()}
        async with running_workers(self._app), self._subscribed(contexts, before) as notices:
            started = time.perf_counter()
            filed = await self._submit(data, contexts[data["originator"]], started)
            for _ in sides:
                agency, line = await asyncio.wait_for(notices.get(), 30)
                milliseconds = 1000 * (time.perf_counter() - started)
                self._console.print(f"  [bold]{agency}[/bold] is told after {milliseconds:.0f} ms: ", end="")
                self._console.print(line, markup=False)
        # The records of the file and those that they meet stand in one order.
        await self._app.settle()
        meets = self._id(self._story.points["arriving_meets"][0])
        self._console.print(f"as {data['originator']} sees it: ", end="")
        await self._explain(
            await self._scope(data["originator"], "analyst", "investigation"), RecordId(filed[0]), meets
        )

    async def _submit(self, data: dict[str, Any], viewer: ViewerContext, started: float) -> list[str]:
        """Submit what arrives, say how long after `started` it was stored, in seconds, and return the records' ids."""
        result = await submit(
            list(submitted_items(data)),
            originator=data["originator"],
            dataset=data["dataset"],
            known_profiles=self._app.bundle.registers.profiles,
            writer=self._app.writer,
            minter=self._app.minter,
            profile=data["profile"],
            ontology=self._app.ontology,
        )
        self._app.wake.set()
        stored = time.perf_counter()
        filed = [str(outcome.id) for outcome in result.outcomes]
        self._audit(viewer, "demo submit", await self._app.scope_for(viewer), filed)
        self._say(
            f"{data['originator']} submits {_number(result.summary.created, 'record')} and "
            f"{_number(result.summary.links_created, 'link')}: stored after {1000 * (stored - started):.0f} ms."
        )
        return filed

    async def sign(self) -> None:
        """Sign what the viewers of the story were shown, as a serving process does every minute."""
        signed = await self._app.accountability.trail.checkpoint()
        self._say(f"What they were shown stands in the audit trail: {len(signed)} logs of it are signed.")

    def next_commands(self, seconds: float) -> None:
        """Say what to try next."""
        home = self._app.settings.store.home
        self._heading("Try next")
        lines = (
            f"export BENANG_HOME={home}",
            ".venv/bin/benang serve            # http://127.0.0.1:8000/graphql: GraphiQL in a browser",
            ".venv/bin/benang token --agency kh-police --role analyst --purpose investigation --case DEMO-1",
            "BENANG_TOKEN=$(.venv/bin/benang token --agency th-police --role duty-officer --purpose investigation) \\",
            "    .venv/bin/benang alerts",
            ".venv/bin/benang quarantine list --originator th-police",
            ".venv/bin/benang status --json",
            ".venv/bin/benang audit verify",
        )
        for line in lines:
            self._console.print(f"  {line}", markup=False, highlight=False)
        self._say(
            f"The demo took {seconds:.0f} s. Names and numbers of the scenario are invented; the lists are public."
        )

    async def _load_file(self, entry: dict[str, Any]) -> IngestReport:
        folder = self._story.folder
        mapping = load_mapping(folder / entry["mapping"]) if "mapping" in entry else None
        return await ingest_file(
            folder / entry["path"],
            mapping=mapping,
            originator=entry["originator"],
            profile=entry["profile"],
            dataset=entry["dataset"],
            evaluation=parse_evaluation(entry["evaluation"]) if "evaluation" in entry else None,
            known_originators=self._app.bundle.registers.parties,
            known_profiles=self._app.bundle.registers.profiles,
            published_profiles=self._app.bundle.registers.published_profiles,
            writer=self._app.writer,
            minter=self._app.minter,
            ontology=self._app.ontology,
        )

    async def _explain_point(self, name: str) -> None:
        """Explain the first pair of a point's records that one of the viewers sees as one."""
        ids = [self._id(p) for p in (self._story.points[name], *self._story.points[f"{name}_elsewhere"])]
        for agency, purpose in _EXPLAINERS:
            scope = await self._scope(agency, "analyst", purpose)
            found = await self._app.entities.entities_of(scope, ids)
            joined = [rid for rid in ids[1:] if rid in found and ids[0] in found and found[rid].id == found[ids[0]].id]
            if joined:
                self._console.print(f"as {agency} sees it: ", end="")
                await self._explain(scope, ids[0], joined[0])
                return
        self._say(f"{name}: no single viewer sees two of these records as one.")

    async def _explain(self, scope: ReadScope, one: RecordId, other: RecordId) -> None:
        found = await self._app.review.explain(scope, one, other)
        self._audit(self._viewer(scope.agency, "analyst", "investigation"), "demo explain", scope, [one, other])
        if found is None:
            self._say("not both visible to this viewer")
            return
        # A pair is kept in the order of its ids, which another deployment key changes.
        sides = (found.left, found.right) if found.left.id == one else (found.right, found.left)
        self._console.print(
            f"[bold]{found.decision.outcome}[/bold] {found.decision.bits:.1f} bits  "
            f"{' | '.join(r.originator for r in sides)}"
        )
        for line in counted_lines(found, swapped=found.left.id != one):
            self._console.print(line, markup=False, highlight=False, overflow="ellipsis", no_wrap=True)

    @asynccontextmanager
    async def _subscribed(
        self, contexts: dict[str, ViewerContext], before: dict[str, int]
    ) -> AsyncIterator["asyncio.Queue[tuple[str, str]]"]:
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

        async def listen(agency: str, viewer: ViewerContext) -> None:
            async for _ in self._app.hub.wakings(viewer.agency):
                alerts = await self._app.inbox.alerts(await self._app.scope_for(viewer))
                if len(alerts) > before[agency]:
                    notice, party = alerts[-1].notice, alerts[-1].other_party
                    seen = "and may see the other record" if notice.other_id else "and is not shown the other record"
                    known = f"your {notice.own_kind} is also known to {party.name} ({notice.strength})"
                    line = f"{known}; contact {party.contact}; {seen}"
                    await queue.put((agency, line))
                    return

        tasks = [asyncio.create_task(listen(a, v)) for a, v in contexts.items()]
        await asyncio.sleep(0)
        try:
            yield queue
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _audit(self, viewer: ViewerContext, operation: str, scope: ReadScope, shown: Sequence[str]) -> None:
        # What the demo shows is shown to somebody: it is written down like any answer.
        audit_operation(self._app.audit, viewer, operation, scope, shown)

    async def _scope(self, agency: str, role: str, purpose: str) -> ReadScope:
        return await self._app.scope_for(self._viewer(agency, role, purpose))

    @staticmethod
    def _viewer(agency: str, role: str, purpose: str) -> ViewerContext:
        return ViewerContext(agency=agency, subject="demo", roles=frozenset({role}), purpose=purpose, case_ref="DEMO-1")

    def _id(self, point: dict[str, str]) -> RecordId:
        return self._app.minter.record_id(point["originator"], point["dataset"], point["reference"])

    def _heading(self, text: str) -> None:
        self._console.print(f"\n[bold]== {text} ==[/bold]")

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


def counted_lines(found: Explanation, *, swapped: bool) -> Iterator[str]:
    """Yield the comparisons that a pair's bits are the sum of, and one line for those that say the same again.

    `swapped` writes the right record's value first.
    """
    rest = [c.evidence.feature for c in found.comparisons if not c.counts]
    for comparison in found.comparisons:
        evidence = comparison.evidence
        if comparison.counts:
            weight = f"  {evidence.feature:<24} {evidence.level:<16} {evidence.bits:+6.1f}"
            values = (comparison.left, comparison.right)
            yield printable(f"{weight}  {' | '.join(values[::-1] if swapped else values)}".rstrip(" |"))
    if rest:
        again = ", ".join(f"{rest.count(name)} of {name}" for name in dict.fromkeys(rest))
        yield f"  not counted, since they say the same again: {again}"


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What one viewer sees of the story's records: each record's entity, and how many entities each is linked to."""

    entities: dict[RecordId, Entity]
    neighbours: dict[RecordId, int]
    ontology: Ontology

    def _record(self, rid: RecordId) -> VisibleRecord | None:
        entity = self.entities.get(rid)
        return next((r for r in entity.records if r.id == rid), None) if entity is not None else None

    def headline(self, rid: RecordId) -> str:
        """Return how the record shows at all."""
        record = self._record(rid)
        if record is None:
            return "[dim]does not exist[/dim]"
        return f"[bold]{record.subject_role}[/bold]" if record.subject_role.value != "none" else "visible"

    def cell(self, rid: RecordId, property_class: PropertyClass) -> str:
        """Return the values of a class, its redaction mark, or nothing."""
        record = self._record(rid)
        if record is None or property_class not in self.ontology.kind(record.kind).classes:
            return ""
        if property_class not in record.readable:
            return "[red]redacted[/red]"
        part = record.parts.get(property_class, {})
        return escape(printable(" · ".join(v.raw for name in part for v in part[name])[:110]))

    def conclusion(self) -> str:
        """Return how many things the records make in this view."""
        entities = {e.id: e for e in self.entities.values()}
        if not entities:
            return "[dim]nothing[/dim]"
        parts = [
            f"{len(e.records)} record{'s' if len(e.records) > 1 else ''}, linked to {self.neighbours[e.id]}"
            for e in entities.values()
        ]
        return f"{len(entities)} {'entities' if len(entities) > 1 else 'entity'}: " + "; ".join(parts)

    def conflict(self) -> str:
        """Return by whom one person is held a suspect and by whom a victim, where this view shows both as one."""
        for entity in {e.id: e for e in self.entities.values()}.values():
            suspects = [r for r in entity.records if r.subject_role is SubjectRole.SUSPECT]
            victims = [r for r in entity.records if r.subject_role.is_victim]
            if suspects and victims:
                return ", ".join(f"{r.subject_role} to {r.originator}" for r in (*suspects, *victims))
        return ""


def _caption(record: VisibleRecord) -> str:
    values = record.parts.get(PropertyClass.IDENTITY, {}).get("name", ())
    return printable(values[0].raw) if values else "(name redacted)"
