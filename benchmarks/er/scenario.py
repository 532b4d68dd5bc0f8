"""Resolve the samples in a fresh store and hold what came of it against the scenario's truth, kind by kind.

    python -m benchmarks.er.scenario [--json]

Loads every file of `samples/manifest.yml`, the public lists too, into an embedded Neo4j in a temporary folder, as the
demo does, resolves them, and reads the entities and the queue of a view to which everything is open. For each kind it
counts the pairs of records of one thing that are joined, left to a human and lost, and the pairs of two things that are
joined; those missed and those joined wrongly it names. A record of a public list is of no thing of the scenario:
one that is an entity with a record of the truth counts as joined wrongly. Nobody has judged anything.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from itertools import combinations
from pathlib import Path

from rich.console import Console

from api.bootstrap import Application, open_application
from api.demo import Demo
from api.story import Story
from benchmarks.end_to_end.load import settings_in
from benchmarks.figures import options_of, scratch_folder, show_figures
from graph import IdMinter, RecordId, SystemScope
from graph.matches import Pair, pair_of
from graph.store import run_on_fast_loop

SAMPLES = Path(__file__).parents[2] / "samples"
# What a record outside the truth is of.
_OF_A_LIST = ""


class Came(StrEnum):
    """What came of two records."""

    JOINED = "joined"
    TO_A_HUMAN = "to a human"
    LOST = "lost"
    WRONGLY = "joined wrongly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A record of the truth: `originator dataset reference`, its kind, and what it is about."""

    name: str
    kind: str
    thing: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs by kind: how many came to what, and which were missed or joined wrongly."""

    counts: dict[str, Counter[Came]] = field(default_factory=lambda: defaultdict(Counter))
    named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, kind: str, came: Came, names: Iterable[str]) -> None:
        """Count one pair; name it where it is not joined rightly."""
        self.counts[kind][came] += 1
        if came is not Came.JOINED:
            self.named[kind].append(f"{came}: {' | '.join(sorted(names))}")


def main() -> None:
    """Run the measure and print its figures."""
    options = options_of(__doc__).parse_args()
    with scratch_folder() as folder:
        tally = run_on_fast_loop(measure(Path(folder)))
    figures: dict[str, object] = {k: {c: n[c] for c in Came} for k, n in sorted(tally.counts.items())}
    if options.json:
        show_figures({k: {"counts": f, "named": sorted(tally.named[k])} for k, f in figures.items()}, as_json=True)
        return
    print("\t".join(("kind", *Came)))
    for kind, counts in sorted(tally.counts.items()):
        print("\t".join((kind, *(str(counts[c]) for c in Came))))
    for kind, named in sorted(tally.named.items()):
        print("\n".join(f"{kind}\t{line}" for line in sorted(named)))


async def measure(folder: Path) -> Tally:
    """Return what came of the samples in a store in a folder."""
    async with open_application(settings_in(folder)) as app:
        await Demo(app, Story.read(SAMPLES), Console(file=StringIO())).load()
        await app.settle()
        truth = read_truth(app.minter)
        entity_of = await entities_of(app, truth)
        waiting = await waiting_in(app)
    return tally_of(truth, entity_of, waiting)


def read_truth(minter: IdMinter) -> dict[RecordId, Filed]:
    """Return the records of the truth by the ids that a store gives them."""
    found = {}
    with (SAMPLES / "scenario" / "truth.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            place = row["originator"], row["dataset"], row["reference"]
            found[minter.record_id(*place)] = Filed(name=" ".join(place), kind=row["kind"], thing=row["thing"])
    return found


async def entities_of(app: Application, records: Iterable[RecordId]) -> dict[RecordId, RecordId]:
    """Return by record, of those given and of whatever is one with them, the entity in a view of everything."""
    scope = await _everything(app)
    found = await app.entities.entities_of(scope, records)
    return {rid: entity.id for rid, entity in found.items()}


async def waiting_in(app: Application) -> set[Pair]:
    """Return the pairs that wait for a human in a view of everything."""
    return {pair_of(e.left.id, e.right.id) for e in await app.review.queue(await _everything(app))}


def tally_of(truth: Mapping[RecordId, Filed], entity_of: Mapping[RecordId, RecordId], waiting: set[Pair]) -> Tally:
    """Return how many pairs came to what.

    Args:
        truth: what each record is about.
        entity_of: the entity of each of them that is in the store, and of each that is one with any of them.
        waiting: the pairs that wait for a human.
    """
    tally = Tally()
    for one, other in _pairs_within({rid: f"{filed.kind} {filed.thing}" for rid, filed in truth.items()}):
        if one not in entity_of or other not in entity_of:
            came = Came.LOST
        elif entity_of[one] == entity_of[other]:
            came = Came.JOINED
        else:
            came = Came.TO_A_HUMAN if pair_of(one, other) in waiting else Came.LOST
        tally.count(truth[one].kind, came, (truth[one].name, truth[other].name))
    for one, other in _pairs_within(entity_of):
        filed = truth.get(one) or truth.get(other)
        things = {truth[rid].thing if rid in truth else _OF_A_LIST for rid in (one, other)}
        if filed is not None and len(things) > 1:
            names = (truth[rid].name if rid in truth else f"of a list: {rid}" for rid in (one, other))
            tally.count(filed.kind, Came.WRONGLY, names)
    return tally


def _pairs_within(groups: Mapping[RecordId, str]) -> Iterator[tuple[RecordId, RecordId]]:
    members: dict[str, list[RecordId]] = defaultdict(list)
    for rid, group in sorted(groups.items()):
        members[group].append(rid)
    for found in members.values():
        yield from combinations(found, 2)


async def _everything(app: Application) -> SystemScope:
    return SystemScope.over(c.id for c in await app.registry.refresh())


if __name__ == "__main__":
    main()
