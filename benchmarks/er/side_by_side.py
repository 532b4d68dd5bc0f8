"""Resolves one list with Benang and with Splink, one after the other in one run, and prints a line for each.

    python -m benchmarks.er.side_by_side people.parquet --splink-python VENV/bin/python --splink-script SCRIPT.py

The script of Splink's run is called as `SCRIPT people --path LIST --model MODEL` and prints one JSON line with `total`,
`total_cpu`, `peak_rss_gib` and `accuracy`. Without it, Benang runs alone.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAPPING = Path(__file__).with_name("people.yml")


def benang(records: Path, truth: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("benang")), "match", "dedupe", str(records), "--kind", "Person"]
        command += ["--mapping", str(MAPPING), "--out", f"{folder}/clusters.parquet", "--truth", truth, "--json"]
        started = time.perf_counter()
        found = json.loads(_run(command))
    metrics = found["metrics"]
    return {
        "wall_s": round(time.perf_counter() - started, 1),
        "processor_s": found["total_cpu"],
        "memory_mib": found["memory_peak_mib"],
        "pairs": found["pairs"],
        "pairs_f1": round(metrics["best"]["f1"], 4),
        "clusters_f1": round(metrics["clusters"]["f1"], 4),
    }


def splink(records: Path, python: str, script: Path, model: str) -> dict[str, float]:
    started = time.perf_counter()
    command = [python, "-B", script.name, "people", "--path", str(records.absolute()), "--model", model]
    found = json.loads(_run(command, folder=script.parent).strip().splitlines()[-1])
    return {
        "wall_s": round(time.perf_counter() - started, 1),
        "processor_s": found["total_cpu"],
        "memory_mib": round(found["peak_rss_gib"] * 1024, 1),
        "pairs": found["candidate_pairs"],
        "pairs_f1": round(found["accuracy"]["best"]["f1"], 4),
        "clusters_f1": round(found["accuracy"]["clusters"]["f1"], 4),
    }


def _run(command: list[str], *, folder: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)  # noqa: S603 - own arguments
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("records", type=Path)
    arguments.add_argument("--truth", default="cluster")
    arguments.add_argument("--splink-python")
    arguments.add_argument("--splink-script", type=Path)
    arguments.add_argument("--splink-model", default="joint")
    given = arguments.parse_args()
    print(json.dumps({"benang": benang(given.records, given.truth)}))
    if given.splink_python and given.splink_script:
        measured = splink(given.records, given.splink_python, given.splink_script, given.splink_model)
        print(json.dumps({"splink": measured}))


if __name__ == "__main__":
    main()
