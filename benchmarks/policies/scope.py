"""Measure scopes: cold, cached and after one more compartment, beside Cedar's engine on the same decisions.

With `--grants`, each viewer also has live grants, each of ten records and, every fourth, of five links besides.

Run: python -m benchmarks.policies.scope [--compartments 3000] [--rules 1500] [--grants 0] [--json]
"""

import gc
import statistics
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.figures import options_of, show_figures
from benchmarks.policies.synthetic import PURPOSES, synthetic_bundle, synthetic_keys
from graph import Compartment, CompartmentKey, PropertyClass
from graph.grants import Condition, Grant, Grantee, GrantState
from policies import Bundle, PolicyAction, ScopeBuilder, ViewerContext

T = TypeVar("T")
NOW = datetime(2026, 9, 1, tzinfo=UTC)
_CLASSES = (
    (PropertyClass.IDENTITY, PropertyClass.CONTACT),
    (PropertyClass.CONTACT,),
    tuple(PropertyClass),
)


def main() -> None:
    options = options_of(__doc__, compartments=3_000, rules=1_500, grants=0).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds, bundle = _timed(lambda: synthetic_bundle(Path(folder) / "bundle", parties=45, rules=options.rules))
    figures = measure(bundle, options.compartments) | {"load_ms": round(seconds * 1e3, 1)}
    if options.grants:
        figures |= measure_granted(bundle, options.compartments, options.grants)
    show_figures(figures, as_json=options.json)


def measure(bundle: Bundle, count: int) -> dict[str, float]:
    """Return all figures in the units that their names say."""
    keys = synthetic_keys(bundle, count)
    compartments = _compartments(keys)
    seconds, builder = _timed(lambda: ScopeBuilder(bundle))
    viewers = _viewers(bundle)
    first, _ = _timed(lambda: builder.build_scope(viewers[0], compartments, now=NOW))
    cold = [_timed(partial(builder.build_scope, v, compartments, now=NOW))[0] for v in viewers[1:]]
    builder = ScopeBuilder(bundle)
    builder.build_scope(viewers[0], compartments, now=NOW)
    spent = [_spent(partial(builder.build_scope, v, compartments, now=NOW)) for v in viewers[1:]]
    again = [_timed(partial(builder.build_scope, v, compartments, now=NOW))[0] for v in viewers * 20]
    grown = (*compartments, Compartment(id=10**6, key=synthetic_keys(bundle, count + 1)[-1]))
    more = [_spent(partial(builder.build_scope, v, grown, now=NOW)) for v in viewers]
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
        "one_more_compartment_cpu_p50_ms": round(statistics.median(more) * 1e3, 2),
        "engine_one_decision_us": round(decided / 200 * 1e6, 1),
    }


def measure_granted(bundle: Bundle, count: int, grants: int) -> dict[str, float]:
    """Return processor time of cold and cached scopes of viewers with live grants; columns and caches begin empty."""
    keys = synthetic_keys(bundle, count)
    compartments = _compartments(keys)
    viewers, builder = _viewers(bundle), ScopeBuilder(bundle)
    builder.build_scope(viewers[0], compartments, now=NOW)
    given = {v: _grants(v, count, grants) for v in viewers}
    gc.collect()
    gc.freeze()  # all viewers' grants at once are more than a process ever holds; walking them is no part of a scope
    without = [_spent(partial(builder.build_scope, v, compartments, now=NOW)) for v in viewers[1:]]
    builder = ScopeBuilder(bundle)
    builder.build_scope(viewers[0], compartments, now=NOW)
    cold = [_spent(partial(builder.build_scope, v, compartments, now=NOW, grants=given[v])) for v in viewers[1:]]
    again = [_spent(partial(builder.build_scope, v, compartments, now=NOW, grants=given[v])) for v in viewers[1:]]
    return {
        "grants": grants,
        "without_grants_cpu_p95_ms": round(statistics.quantiles(without, n=20)[-1] * 1e3, 2),
        "granted_cold_cpu_p50_ms": round(statistics.median(cold) * 1e3, 2),
        "granted_cold_cpu_p95_ms": round(statistics.quantiles(cold, n=20)[-1] * 1e3, 2),
        "granted_cached_cpu_p95_us": round(statistics.quantiles(again, n=20)[-1] * 1e6, 2),
    }


def _grants(viewer: ViewerContext, count: int, grants: int) -> tuple[Grant, ...]:
    random = Random(f"{viewer.agency} {viewer.purpose}")
    return tuple(
        Grant(
            id=f"g-{number}",
            number=number,
            originator="x00-agency",
            grantee=Grantee(agency=viewer.agency),
            classes=frozenset(random.choice(_CLASSES)),
            purpose=viewer.purpose,
            case_ref=None,
            begins=NOW - timedelta(days=1),
            ends=NOW + timedelta(days=random.randint(1, 90)),
            onward=False,
            conditions=(Condition.H2,),
            other_restrictions=None,
            reason="a benchmark",
            question=None,
            records=(),
            links=(),
            compartments=_named(random, count, links=number % 4 == 0),
            state=GrantState.ACTIVE,
            given_by="bench",
            given_at=NOW,
        )
        for number in range(1, grants + 1)
    )


def _named(random: Random, count: int, *, links: bool) -> frozenset[int]:
    records = random.sample(range(1, count + 1), 10)
    return frozenset([*records, *(random.sample(range(count + 1, 2 * count + 1), 5) if links else ())])


def _compartments(keys: Sequence[CompartmentKey]) -> tuple[Compartment, ...]:
    """Return a base compartment for each key, and as many conjunctions of them."""
    count = len(keys)
    return (
        *(Compartment(id=number, key=key) for number, key in enumerate(keys, start=1)),
        *(Compartment(id=count + n, members=_members(n, count)) for n in range(1, count + 1)),
    )


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


if __name__ == "__main__":
    main()
