"""Commands that tell which policy bundle was in force when, and give the text of one back; no database is needed."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, make_folder, print_json, say, tell
from api.cli.context import guarded, settings
from api.cli.options import Json
from api.cli.policy_options import At, instant_of
from api.policy.history import PolicyChange, kept_bundles, policy_changes
from api.terminal_text import Line, as_line
from policies import BundleFiles

SHORTEST_VERSION = 8
_NONE = "the audit trail names no policy bundle that came into force"


def policy_history(at: At = None, json: Json = False) -> None:
    """List which bundle came into force when, and who signed it, by the audit trail."""
    with guarded():
        found = _chosen(policy_changes(settings().audit), instant_of(at) if at is not None else None)
        if json:
            print_json([_map(change, is_kept=_is_kept(change)) for change in found])
            return
        lines = [_described(change, is_kept=_is_kept(change)) for change in found]
    tell(lines, otherwise=_NONE if at is not None else f"{_NONE}; `benang serve` puts one in force")


def policy_text(
    version: Annotated[str, typer.Argument(help="A policy version that was in force, or how it begins.")],
    to: Annotated[Path, typer.Option(help="Folder to write its files into; it must be empty or new.")],
) -> None:
    """Write the files of a bundle that was in force, by the policy version that a receipt names."""
    with guarded():
        change = _of_version(policy_changes(settings().audit), version)
        files = kept_bundles(settings()).get(change.version, change.digest)
        _write(files, to)
    say(f"wrote {len(files.contents)} files of {change.version}, {change.signed}")


def _chosen(changes: Sequence[PolicyChange], at: datetime | None) -> Sequence[PolicyChange]:
    return changes if at is None else [change for change in changes if change.at <= at][-1:]


def _of_version(changes: Sequence[PolicyChange], version: str) -> PolicyChange:
    if len(version) < SHORTEST_VERSION:
        fail(f"give at least {SHORTEST_VERSION} characters of the policy version", status=2)
    found = {change.version: change for change in changes if change.version.startswith(version)}
    if len(found) != 1:
        what = "no policy bundle" if not found else "more than one policy bundle"
        fail(f"the audit trail names {what} of a version that begins with `{version}`")
    return next(iter(found.values()))


def _write(files: BundleFiles, folder: Path) -> None:
    make_folder(folder, private=True)
    try:
        if any(folder.iterdir()):
            fail(f"the folder `{folder}` is not empty")
        for name, content in files.contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content or b"")
    except OSError as exc:
        fail(f"the folder `{folder}` cannot be written: {(exc.strerror or 'unknown reason').lower()}")


def _is_kept(change: PolicyChange) -> bool:
    return kept_bundles(settings()).has(change.version, change.digest)


def _described(change: PolicyChange, *, is_kept: bool) -> Line:
    after = f"after {change.before}" if change.before else "the first that the trail names"
    return as_line(
        change.at.isoformat(timespec="milliseconds"),
        change.version,
        after,
        change.signed,
        "kept" if is_kept else "not kept",
    )


def _map(change: PolicyChange, *, is_kept: bool) -> dict[str, object]:
    return {
        "at": change.at.isoformat(),
        "policyVersion": change.version,
        "before": change.before or None,
        "signed": change.signed,
        "sha256": change.digest,
        "kept": is_kept,
    }
