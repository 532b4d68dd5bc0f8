"""The command that runs the cases of a bundle: who sees what, and which cases are missing."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, print_json, say, show
from api.cli.context import guarded
from api.cli.options import Json
from api.cli.policy_options import Folder, chosen_folder
from policies import (
    Bundle,
    CaseResult,
    Insider,
    Situation,
    bundle_of_cases,
    insiders,
    load_bundle,
    missing_situations,
    read_cases,
    run_cases,
    undecided_policies,
    untested_originators,
)


def policy_test(
    folder: Folder = None,
    cases: Annotated[
        Path | None, typer.Option(help="Folder of cases, one folder per pack; without it, `cases` in the bundle.")
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Do not fail where a pack lacks a case of a situation.")
    ] = False,
    json: Json = False,
) -> None:
    """Run the cases of a bundle: who sees what, and which policies determine it."""
    with guarded():
        chosen = chosen_folder(folder)
        bundle = load_bundle(chosen)
        where = _folder_of_cases(cases, chosen)
        bundle = bundle_of_cases(where, bundle)
        results = {pack: list(run_cases(bundle, mine)) for pack, mine in read_cases(where, bundle).items()}
    failed = [r for mine in results.values() for r in mine if r.problems]
    missing = _Missing.in_cases(bundle, results)
    if json:
        told = [_case_result(pack, r) for pack, mine in results.items() for r in mine]
        print_json({"cases": told, "missing": asdict(missing)})
    else:
        _show_failed(failed)
    for line in missing.lines():
        say(line)
    total = sum(map(len, results.values()))
    say(f"{total - len(failed)} of {total} cases hold")
    if failed or (not allow_missing and (missing.situations or missing.originators)):
        raise typer.Exit(1)


def _folder_of_cases(given: Path | None, bundle: Path | None) -> Path:
    where = given or (bundle / "cases" if bundle is not None else None)
    if where is None or not where.is_dir():
        fail("say where the cases are: --cases FOLDER", status=2)
    return where


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """What no case shows: situations by a state's pack, originators with a pack of their own, and policies.

    `insiders`: by pack the police of its cases that would be outsiders, were they not in an agreement.
    """

    situations: dict[str, tuple[Situation, ...]]
    insiders: dict[str, tuple[Insider, ...]]
    originators: tuple[str, ...]
    policies: tuple[str, ...]

    @classmethod
    def in_cases(cls, bundle: Bundle, results: dict[str, list[CaseResult]]) -> "_Missing":
        cases = [r.case for mine in results.values() for r in mine]
        situations = missing_situations(bundle, results)
        return cls(
            situations=situations,
            insiders={p: who for p, who in insiders(bundle, results).items() if p in situations},
            originators=untested_originators(bundle, cases),
            policies=undecided_policies(bundle, cases),
        )

    def lines(self) -> Iterator[str]:
        for pack, lacks in self.situations.items():
            yield f"`{pack}` has no case of: {'; '.join(lacks)}"
            for one in self.insiders.get(pack, ()):
                shared = " and ".join(f"`{agreement}`" for agreement in one.agreements)
                yield f"  {one.place}: `{one.agency}` is no outsider, as it is with `{one.originator}` in {shared}"
        for pack in self.originators:
            yield f"`{pack}` has no case"
        if self.policies:
            yield f"no case shows: {', '.join(self.policies)}"


def _show_failed(results: Iterable[CaseResult]) -> None:
    for result in results:
        show(f"{result.case.file}:{result.case.line}: {result.case.name}")
        for problem in result.problems:
            show(f"  {problem}")


def _case_result(pack: str, result: CaseResult) -> dict[str, object]:
    case = result.case
    return {
        "pack": pack,
        "place": f"{case.file}:{case.line}",
        "name": case.name,
        "problems": list(result.problems),
        "situations": sorted(map(str, result.situations)),
    }
