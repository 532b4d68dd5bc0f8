"""Measure scopes: cold, cached and after one more compartment, beside Cedar's engine on the same decisions.

Run: python -m benchmarks.policies.scope [--compartments 3000] [--rules 1500] [--json]
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.policies.synthetic import PURPOSES, synthetic_bundle, synthetic_keys
from graph import Compartment
from policies import Bundle, PolicyAction, ScopeBuilder, ViewerContext

T = TypeVar("T")
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        seconds, bundle = _timed(lambda: synthetic_bundle(Path(folder) / "bundle", parties=45, rules=options.rules))
    figures = measure(bundle, options.compartments) | {"load_ms": round(seconds * 1e3, 1)}
    print(json.dumps(figures, indent=None if options.json else 2))


def measure(bundle: Bundle, count: int) -> dict[str, float]:
    """Return all figures in the units that their names say."""
    keys = synthetic_keys(bundle, count)
    base = [Compartment(id=number, key=key) for number, key in enumerate(keys, start=1)]
    conjunctions = [Compartment(id=count + n, members=_members(n, count)) for n in range(1, count + 1)]
    compartments = (*base, *conjunctions)
    seconds, builder = _timed(lambda: ScopeBuilder(bundle))
    viewers = _viewers(bundle)
    first, _ = _timed(lambda: builder.build_scope(viewers[0], compartments, now=NOW))
    cold = [_timed(partial(builder.build_scope, v, compartments, now=NOW))[0] for v in viewers[1:]]
    builder = ScopeBuilder(bundle)
    builder.build_scope(viewers[0], compartments, now=NOW)
    spent = [_spent(partial(builder.build_scope, v, compartments, now=NOW)) for v in viewers[1:]]
    again = [_timed(partial(builder.build_scope, v, compartments, now=NOW))[0] for v in viewers * 20]
    grown = (*compartments, Compartment(id=10**6, key=synthetic_keys(bundle, count + 1)[-1]))
    more = [_timed(partial(builder.build_scope, v, grown, now=NOW))[0] for v in viewers]
    decided, _ = _timed(lambda: [builder.decide(viewers[0], PolicyAction.CONTACT, k, NOW) for k in keys[:200]])
    return {
        "rules": len(bundle.policies),
        "base_compartments": count,
        "conjunctions": count,
        "compile_ms": round(seconds * 1e3, 1),
        "first_ms": round(first * 1e3, 2),
        "cold_p50_ms": round(statistics.median(cold) * 1e3, 2),
        "cold_p95_ms": round(statistics.quantiles(cold, n=20)[-1] * 1e3, 2),
        "cold_max_ms": round(max(cold) * 1e3, 2),
        "cold_cpu_p50_ms": round(statistics.median(spent) * 1e3, 2),
        "cold_cpu_p95_ms": round(statistics.quantiles(spent, n=20)[-1] * 1e3, 2),
        "cached_p50_us": round(statistics.median(again) * 1e6, 2),
        "cached_p95_us": round(statistics.quantiles(again, n=20)[-1] * 1e6, 2),
        "one_more_compartment_p50_ms": round(statistics.median(more) * 1e3, 2),
        "engine_one_decision_us": round(decided / 200 * 1e6, 1),
    }


def _members(number: int, count: int) -> tuple[int, int, int]:
    return (1 + number % count, 1 + number * 7 % count, 1 + number * 13 % count)


def _viewers(bundle: Bundle) -> list[ViewerContext]:
    agencies = [c for c in bundle.registers.parties if c.startswith("x")]
    return [
        ViewerContext(agency=a, subject="bench", roles=frozenset({r}), purpose=p, clearance=c)
        for a, p, r, c in product(agencies, PURPOSES, ("analyst", "victim-support"), (0,))
    ]


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    result = call()
    return perf_counter() - start, result


def _spent(call: Callable[[], object]) -> float:
    start = process_time()
    call()
    return process_time() - start


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compartments", type=int, default=3000)
    parser.add_argument("--rules", type=int, default=1500)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
