"""Measure what policy officers wait for: who gains and who loses between two bundles, and the agreement with Cedar.

Run: python -m benchmarks.policies.officers [--compartments 10000] [--rules 1500] [--decisions 100000] [--json]
"""

import tempfile
from collections.abc import Callable, Sized
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.figures import options_of, show_figures
from benchmarks.policies.synthetic import synthetic_bundle, synthetic_keys
from policies import (
    Bundle,
    PolicyAction,
    ScopeBuilder,
    compare_bundles,
    find_gaps,
    find_mismatches,
    release_matrix,
    viewer_classes,
)

T = TypeVar("T")
NOW = datetime(2026, 9, 1, tzinfo=UTC)
VIEWERS_AT_ONCE = 5


def main() -> None:
    options = options_of(__doc__, compartments=10_000, rules=1_500, decisions=100_000).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bundle = synthetic_bundle(Path(folder) / "bundle", parties=45, rules=options.rules)
    figures = measure(bundle, options.compartments) | agreement(bundle, options.compartments, options.decisions)
    show_figures(figures, as_json=options.json)


def measure(bundle: Bundle, count: int) -> dict[str, float]:
    """Return seconds of processor time and by the clock for each question over all viewers."""
    keys = synthetic_keys(bundle, count)
    renewed = replace(
        bundle, registers=replace(bundle.registers, communities={**bundle.registers.communities, "x": "x"})
    )
    fewer = replace(bundle, policies=bundle.policies[:-40:2] + bundle.policies[-40:])
    one_less = replace(bundle, policies=bundle.policies[:-1])
    figures: dict[str, float] = {
        "rules": len(bundle.policies),
        "compartments": count,
        "viewers": len(viewer_classes(bundle)),
    }
    asked: dict[str, Callable[[], Sized]] = {
        "diff_one_permit": lambda: list(compare_bundles(bundle, one_less, now=NOW, keys=keys, with_grants=True)),
        "diff_half_the_rules": lambda: list(compare_bundles(bundle, fewer, now=NOW, keys=keys, with_grants=True)),
        "diff_other_registers": lambda: list(compare_bundles(bundle, renewed, now=NOW, keys=keys, with_grants=True)),
        "gaps": lambda: find_gaps(bundle, now=NOW),
        "matrix": lambda: release_matrix(bundle, now=NOW),
    }
    for name, call in asked.items():
        wall, spent, found = _timed(call)
        figures |= {f"{name}_s": round(wall, 2), f"{name}_cpu_s": round(spent, 2), f"{name}_found": len(found)}
    return figures


def agreement(bundle: Bundle, count: int, decisions: int) -> dict[str, float]:
    """Return how many decisions were compared with Cedar's engine and on how many the two differ."""
    random, keys, viewers = Random(11), synthetic_keys(bundle, count), viewer_classes(bundle)
    builder, compared, mismatches, started = ScopeBuilder(bundle), 0, 0, process_time()
    while compared < decisions:
        who, some = random.sample(viewers, VIEWERS_AT_ONCE), random.sample(keys, 200)
        at = random.choice([NOW, *bundle.breakpoints])
        mismatches += len(list(find_mismatches(builder, who, some, at)))
        compared += len(who) * len(some) * len(PolicyAction)
    return {
        "decisions": compared,
        "mismatches": mismatches,
        "decisions_cpu_s": round(process_time() - started, 1),
    }


def _timed(call: Callable[[], T]) -> tuple[float, float, T]:
    wall, spent = perf_counter(), process_time()
    result = call()
    return perf_counter() - wall, process_time() - spent, result


if __name__ == "__main__":
    main()
