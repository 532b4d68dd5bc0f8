"""Measure what the guard costs a traversal, side by side: no guard, lists, tables, and both with live grants.

Run: python -m benchmarks.policies.grants [--records 50000] [--grants 1000] [--rounds 20] [--all-visible] [--json]

Half of the compartments are open, so a guard also ends ways early; with `--all-visible` it can only cost. Ways of one
statement go through three or four links and return how many there are; steps go as the product does, a statement for
each, and return every link. The server runs with the product's own options and is warm. Processor time is the server's
and the client's together, of ten questions at a time.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import options_of, show_figures
from graph import PropertyClass, ReadScope
from graph.grants import COMPARTMENT_BITS
from graph.store import Access, Store, StoreConfig, Template, Transaction, connected, open_store
from graph.store.cypher import in_open, live_grants, opened
from graph.store.reading.record_reader import _links_template
from graph.store.server.home import ServerHome
from graph.store.server.keeper import read_state

ORIGINATORS = 20
KINDS = 9  # compartments of an originator's records; the tenth is that of its links
BASES = ORIGINATORS * (KINDS + 1)
LINKS_A_RECORD = 3
RECORDS_A_GRANT = 10
HOPS = (3, 4)
QUESTIONS_A_BLOCK = 10
MOST_LINKS = 1_000_000  # of a step: all that there are
_MAKE = (
    "UNWIND $p.rows AS row CREATE (:Record {rid: row[0], cmp: row[1]})",
    "UNWIND $p.rows AS row MATCH (a:Record {rid: row[0]}) MATCH (b:Record {rid: row[1]}) "
    "CREATE (a)-[:USES {lid: row[2], cmp: row[3]}]->(b)",
    "UNWIND $p.rows AS row MATCH (n:Record {rid: row[0]}) SET n.granted = coalesce(n.granted, []) + row[1]",
)
_LINKS = _links_template("USES").text
_TOLD = "[r.since, r.until, r.note]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to guard: the guard of a variable for a table, and what travels with the statement."""

    guard: Callable[[str, str], str] | None
    parameters: Mapping[str, Any]
    by_link: bool = False

    def ways(self, hops: int) -> str:
        """Return the text that counts the ways of so many links in one statement."""
        path = "".join(f"-[r{h}:USES]-(n{h}:Record)" for h in range(1, hops + 1))
        guards = [self._said("n0")] + [self._hop(f"r{h}", f"n{h}") for h in range(1, hops + 1)]
        return f"MATCH (n0:Record {{rid: $p.rid}}){path} WHERE {' AND '.join(guards)} RETURN count(*) AS n"

    def step(self) -> str:
        """Return the product's own text for the links of some records, under this guard."""
        text = _LINKS
        for variable in ("n", "r", "o"):
            text = text.replace(opened(variable), self._said(variable))
        for name in ("narrative", "source"):
            text = text.replace(opened("r", name), self._said("r", name))
        if self.guard is None:
            return text.replace(live_grants("r"), "null").replace(f"CASE WHEN true THEN {_TOLD} END", _TOLD)
        if self.guard is listed:
            return text.replace(live_grants("r"), _listed_grants("r"))
        return text

    def _said(self, variable: str, name: str = "v") -> str:
        return "true" if self.guard is None else self.guard(variable, name)

    def _hop(self, link: str, end: str) -> str:
        if not self.by_link:
            return f"{self._said(link)} AND {self._said(end)}"
        _, _, granted = self._said(link).partition(" OR ")
        return f"({in_open(link)} OR ({granted} AND {self._said(end)})"


def listed(variable: str, name: str) -> str:
    """Return the guard as it was: numbers and tokens stand in lists, which travel whether looked into or not."""
    marked = f"any(g IN {variable}.granted WHERE g + {variable}.cmp IN $p.lists.g.{name})"
    return f"({variable}.cmp IN $p.lists.{name} OR {marked})"


def _listed_grants(variable: str) -> str:
    return f"[g IN {variable}.granted WHERE g + {variable}.cmp IN $p.lists.g.v | g + {variable}.cmp]"


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as home:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("BENANG_", "NEO4J_"))}
        config = StoreConfig.from_env({**environ, "BENANG_HOME": home, "BENANG_NEO4J_LINGER": "0"})
        with open_store(config) as lease:
            state = read_state(ServerHome(Path(home)).state)
            assert state is not None
            login = (lease.uri, lease.username, lease.password, lease.database)
            found = asyncio.run(_filled_and_measured(login, state.server_pid, options))
    figures = {
        f"{what}, {name}, {figure}": value
        for what, variants in found.items()
        for name, given in variants.items()
        for figure, value in given.items()
    }
    show_figures(figures, as_json=options.json)


async def _filled_and_measured(
    login: tuple[str, str, str, str], server: int, options: argparse.Namespace
) -> dict[str, Any]:
    uri, user, password, database = login
    async with connected(uri=uri, username=user, password=password, database=database) as store:
        stamps = await _fill(store, options)
        return await _measured(store, server, stamps, options)


async def _measured(
    store: Store, server: int, stamps: Mapping[tuple[int, ...], int], options: argparse.Namespace
) -> dict[str, Any]:
    """Ask all variants in turn, in an order that changes; the first third of the rounds warms the server."""
    variants = _variants(stamps, options)
    dice = random.Random(1)
    wall: dict[tuple[str, str], list[float]] = {}
    used: dict[tuple[str, str], list[float]] = {}
    for round_ in range(options.rounds + options.rounds // 2):
        starts = [f"r{dice.randrange(options.records)}" for _ in range(QUESTIONS_A_BLOCK)]
        for what in [f"{hops} {how}" for how in ("ways", "steps") for hops in HOPS]:
            asked = [name for name in variants if what.endswith("ways") or not variants[name].by_link]
            for name in dice.sample(asked, len(asked)):
                began = _processor_seconds(server)
                times = [await _asked(store, variants[name], what, start) for start in starts]
                if round_ >= options.rounds // 2:
                    wall.setdefault((what, name), []).extend(times)
                    spent = (_processor_seconds(server) - began) / len(starts) * 1e3
                    used.setdefault((what, name), []).append(spent)
    return _told(wall, used)


def _variants(stamps: Mapping[tuple[int, ...], int], options: argparse.Namespace) -> dict[str, Variant]:
    bases = range(1, BASES + 1)
    open_ = {c for c in bases if options.all_visible or c % 10 < 5}
    compartments = frozenset(open_ | {stamp for members, stamp in stamps.items() if open_ >= set(members)})
    dice = random.Random(3)
    tokens = frozenset(
        (number << COMPARTMENT_BITS) + cmp for number in range(1, options.grants + 1) for cmp in dice.sample(bases, 4)
    )
    plain, granted = (
        ReadScope(
            agency="viewer",
            classes=dict.fromkeys(PropertyClass, compartments),
            granted=dict.fromkeys(PropertyClass, held),
            policy_version="1",
        )
        for held in (frozenset[int](), tokens)
    )
    # The product's steps look at both ends of a link; that the stamp of a link alone is asked is measured for ways.
    return {
        "none": Variant(guard=None, parameters={}),
        "lists": Variant(guard=listed, parameters=_lists(plain)),
        "lists, live grants": Variant(guard=listed, parameters=_lists(granted)),
        "tables": Variant(guard=opened, parameters=plain.parameters),
        "tables, live grants": Variant(guard=opened, parameters=granted.parameters),
        "tables, links alone": Variant(guard=opened, parameters=plain.parameters, by_link=True),
    }


def _lists(scope: ReadScope) -> dict[str, Any]:
    classes = {str(c): sorted(scope.classes[c]) for c in PropertyClass}
    grants = {str(c): sorted(scope.granted[c]) for c in PropertyClass}
    return {"lists": {"v": sorted(scope.visible), **classes, "g": {"v": sorted(scope.tokens), **grants}}}


async def _asked(store: Store, variant: Variant, what: str, start: str) -> float:
    hops, how = int(what[0]), what[2:]
    began = time.perf_counter()
    if how == "ways":
        statement = Template(name="ways", access=Access.SYSTEM, text=variant.ways(hops))
        await store.read(statement, {**variant.parameters, "rid": start})
    else:
        await _stepped(store, variant, hops, start)
    return (time.perf_counter() - began) * 1e3


async def _stepped(store: Store, variant: Variant, hops: int, start: str) -> None:
    statement = Template(name="steps", access=Access.SYSTEM, text=variant.step())
    known, frontier = {start}, [start]
    for _ in range(hops):
        rows = await store.read(statement, {**variant.parameters, "rids": frontier, "limit": MOST_LINKS})
        frontier = sorted({end for row in rows for end in (row["source"], row["target"])} - known)
        known.update(frontier)


def _processor_seconds(server: int) -> float:
    spent = sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{server}/task").glob("*/schedstat"))
    return spent / 1e9 + time.process_time()


def _told(
    wall: Mapping[tuple[str, str], Sequence[float]], used: Mapping[tuple[str, str], Sequence[float]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (what, name), times in wall.items():
        middle, least = statistics.median(times), statistics.median(wall[what, "none"])
        spent, bare = statistics.median(used[what, name]), statistics.median(used[what, "none"])
        found.setdefault(what, {})[name] = {
            "p50_ms": round(middle, 2),
            "times": round(middle / least, 2),
            "processor_ms": round(spent, 2),
            "processor_times": round(spent / bare, 2),
        }
    return found


async def _fill(store: Store, options: argparse.Namespace) -> dict[tuple[int, ...], int]:
    """Fill the store; return the numbers of conjunctions by their members."""
    dice = random.Random(7)
    index = Template(name="index", access=Access.WRITE, text="CREATE CONSTRAINT FOR (n:Record) REQUIRE n.rid IS UNIQUE")
    await store.run_alone(index, {})
    count = options.records
    cmp_of = [i % ORIGINATORS * 10 + 1 + dice.randrange(KINDS) for i in range(count)]
    await _write(store, _MAKE[0], [[f"r{i}", cmp] for i, cmp in enumerate(cmp_of)])
    stamps: dict[tuple[int, ...], int] = {}
    for first in range(0, count, 5_000):
        rows = []
        for a in range(first, min(count, first + 5_000)):
            for k in range(LINKS_A_RECORD):
                # Links stay within an originator, so that conjunctions are few.
                b = dice.randrange(count // ORIGINATORS) * ORIGINATORS + a % ORIGINATORS
                members = (a % ORIGINATORS * 10 + 10, *sorted({cmp_of[a], cmp_of[b]}))
                stamp = stamps.setdefault(members, BASES + 1 + len(stamps))
                rows.append([f"r{a}", f"r{b}", f"l{a}-{k}", stamp])
        await _write(store, _MAKE[1], rows)
    numbers = (number for number in range(1, options.grants + 1) for _ in range(RECORDS_A_GRANT))
    await _write(store, _MAKE[2], [[f"r{dice.randrange(count)}", number << COMPARTMENT_BITS] for number in numbers])
    return stamps


async def _write(store: Store, text: str, rows: list[list[Any]]) -> None:
    statement = Template(name="fill", access=Access.WRITE, text=text)
    for first in range(0, len(rows), 5_000):
        some = rows[first : first + 5_000]

        async def work(tx: Transaction, some: list[list[Any]] = some) -> None:
            await tx.run(statement, {"rows": some})

        await store.write(work)


def _options() -> argparse.Namespace:
    parser = options_of(__doc__, records=50_000, grants=1_000, rounds=20)
    parser.add_argument("--all-visible", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
