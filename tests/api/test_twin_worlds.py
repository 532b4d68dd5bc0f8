"""Law 1 over long rows of acts: in two worlds that differ by what is hidden alone, a viewer is answered the same.

One set of parameters is played a little in each run, the others in the long one.
"""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from graphql import parse, validate

from api.graphql import served_schema
from api.noninterference import Scratch
from graph.store import StoreLease
from policies import PreparedBundle, ViewerContext
from tests.api import leaks
from tests.api.twin_worlds import Twins, differences_between, own_filing
from tests.conftest import Loop
from tests.policies.edited_bundles import wide_bundle

ROLES = frozenset({"analyst", "duty-officer", "victim-support", "policy-officer", "supervisor"})


def twins(lease: StoreLease, folder: Path, agency: str, *, seed: int, steps: int) -> Twins:
    viewer = ViewerContext(agency=agency, subject="somebody", roles=ROLES, purpose="investigation", case_ref="K-1")
    return Twins(lease=lease, folder=folder, viewer=viewer, seed=seed, steps=steps, every=20)


def test_what_the_viewer_files_fits_the_schema() -> None:
    """Else it is refused in both worlds alike, and nothing that is filed is compared."""
    for step in range(20):
        dice = Random(step)  # noqa: S311 - the same documents in every run
        assert validate(served_schema()._schema, parse(own_filing(dice, step))) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("agency", ["sg-fiu", "my-telco", "kh-police", "th-police"])
def test_what_is_hidden_changes_no_answer_however_the_viewer_and_others_go_on(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, agency: str, seed: int
) -> None:
    assert loop.run(differences_between(twins(neo4j_lease, tmp_path, agency, seed=seed, steps=40))) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("agency", ["th-police", "kh-police"])
def test_what_a_colleague_does_above_the_viewer_changes_no_answer(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, agency: str, seed: int
) -> None:
    """The viewer is not cleared for it: it is of their agency, and stands in lists that go by the agency."""
    bundle = PreparedBundle.of(wide_bundle(tmp_path))
    played = replace(twins(neo4j_lease, tmp_path, agency, seed=seed, steps=40), above=True)
    assert loop.run(differences_between(played, lambda scratch: scratch.app.scopes.activate(bundle))) == []


@pytest.mark.long
def test_a_leak_shows_in_one_of_two_worlds(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded: list[Scratch] = []

    def leak(scratch: Scratch) -> None:
        if not seeded:  # the second world is opened with the leak in place
            leaks.notices_without_authorisation(monkeypatch, scratch)
        seeded.append(scratch)

    found = loop.run(differences_between(twins(neo4j_lease, tmp_path, "my-telco", seed=1, steps=12), leak))
    assert [text for text in found if "heard" in text]
