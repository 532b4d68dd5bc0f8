"""Measure what live grants cost a traversal, side by side: no guard, compartments alone, the whole guard, live grants.

Run: python -m benchmarks.policies.grants [--records 50000] [--grants 1000] [--rounds 40] [--all-visible]

Half of the compartments are open, so a guard also ends ways early; with `--all-visible` it can only cost.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import tempfile
from dataclasses import replace
from time import perf_counter
from typing import Any

from graph.grants import COMPARTMENT_BITS
from graph.store import Access, Store, StoreConfig, Template, Transaction, connected, open_store
from graph.store.config import SHORT_RUN_OPTIONS
from graph.store.cypher import opened

COMPARTMENTS = 200
RECORDS_A_GRANT = 10
HOPS = (1, 2, 3, 4)
_MAKE = (
    "UNWIND $p.rows AS row CREATE (:Record {rid: row[0], cmp: row[1]})",
    "UNWIND $p.rows AS row MATCH (a:Record {rid: row[0]}) MATCH (b:Record {rid: row[1]}) "
    "CREATE (a)-[:USES {lid: row[2], cmp: row[3]}]->(b)",
    "UNWIND $p.rows AS row MATCH (n:Record {rid: row[0]}) SET n.granted = coalesce(n.granted, []) + row[1]",
)


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as home:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("BENANG_", "NEO4J_"))}
        config = StoreConfig.from_env({**environ, "BENANG_HOME": home, "BENANG_NEO4J_LINGER": "0"})
        with open_store(replace(config, java_options=SHORT_RUN_OPTIONS)) as lease:
            found = asyncio.run(_measured(lease.uri, lease.username, lease.password, lease.database, options))
    print(json.dumps(found, indent=2))


async def _measured(uri: str, user: str, password: str, database: str, options: argparse.Namespace) -> dict[str, Any]:
    async with connected(uri=uri, username=user, password=password, database=database) as store:
        await _fill(store, options)
        marks = [number << COMPARTMENT_BITS for number in range(1, options.grants + 1)]
        visible = list(range(1, COMPARTMENTS if options.all_visible else COMPARTMENTS // 2))
        tokens = [mark + cmp for mark in marks for cmp in range(COMPARTMENTS // 2, COMPARTMENTS, 50)]
        lists: dict[str, list[int]] = {"none": [], "compartments": [], "whole guard": [], "live grants": tokens}
        dice = random.Random(1)
        times: dict[tuple[int, str], list[float]] = {}
        for _ in range(options.rounds):
            start = f"r{dice.randrange(options.records)}"
            for hops in HOPS:
                for name, held in lists.items():
                    parameters = {"rid": start, "v": visible, "g": {"v": held}}
                    times.setdefault((hops, name), []).append(await _asked(store, _traversal(hops, name), parameters))
        return {
            f"{hops} hops": {
                name: {
                    "p50_ms": round(statistics.median(times[hops, name]), 3),
                    "min_ms": round(min(times[hops, name]), 3),
                }
                for name in lists
            }
            for hops in HOPS
        } | {"tokens": len(tokens)}


async def _asked(store: Store, statement: Template, parameters: dict[str, Any]) -> float:
    began = perf_counter()
    await store.read(statement, parameters)
    return (perf_counter() - began) * 1e3


def _traversal(hops: int, name: str) -> Template:
    path = "".join(f"-[r{h}:USES]-(n{h}:Record)" for h in range(1, hops + 1))
    guards = " AND ".join(f"{opened(f'r{h}')} AND {opened(f'n{h}')}" for h in range(1, hops + 1))
    if name == "compartments":
        guards = re.sub(r"\((\w+\.cmp IN \$p\.v) OR any\([^)]*\)\)", r"\1", guards)
    text = f"MATCH (n0:Record {{rid: $p.rid}}){path} WHERE {'true' if name == 'none' else guards} RETURN count(*) AS n"
    return Template(name="traversal", access=Access.SYSTEM, text=text)


async def _fill(store: Store, options: argparse.Namespace) -> None:
    dice = random.Random(7)
    index = Template(name="index", access=Access.WRITE, text="CREATE CONSTRAINT FOR (n:Record) REQUIRE n.rid IS UNIQUE")
    await store.run_alone(index, {})
    cmp_of = [dice.randrange(1, COMPARTMENTS) for _ in range(options.records)]
    records = [[f"r{i}", cmp] for i, cmp in enumerate(cmp_of)]
    links = [
        [f"r{a}", f"r{dice.randrange(options.records)}", f"l{a}-{k}", dice.randrange(1, COMPARTMENTS)]
        for a in range(options.records)
        for k in range(3)
    ]
    granted = [
        [f"r{dice.randrange(options.records)}", number << COMPARTMENT_BITS]
        for number in range(1, options.grants + 1)
        for _ in range(RECORDS_A_GRANT)
    ]
    for text, rows in zip(_MAKE, (records, links, granted), strict=True):
        for first in range(0, len(rows), 5_000):
            await _write(store, text, rows[first : first + 5_000])


async def _write(store: Store, text: str, rows: list[list[Any]]) -> None:
    statement = Template(name="fill", access=Access.WRITE, text=text)

    async def work(tx: Transaction) -> None:
        await tx.run(statement, {"rows": rows})

    await store.write(work)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--grants", type=int, default=1_000)
    parser.add_argument("--all-visible", action="store_true")
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


if __name__ == "__main__":
    main()
