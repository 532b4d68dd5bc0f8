"""For whom the kit asks: every kind of viewer that the policies tell apart, of those on equal terms one."""

import itertools
from collections import Counter
from pathlib import Path

import pytest

from api.noninterference import AlikeViewers, alike_viewers, viewers_of
from policies import Bundle, load_bundle, shipped_bundle_folder
from tests.policies.edited_bundles import copied_bundle, edit


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(shipped_bundle_folder())


@pytest.fixture(scope="module")
def asked(bundle: Bundle) -> list[AlikeViewers]:
    return alike_viewers(bundle)


@pytest.mark.long
def test_every_viewer_that_is_told_apart_is_asked_or_on_equal_terms_with_one_that_is(
    bundle: Bundle, asked: list[AlikeViewers]
) -> None:
    every = Counter((v.agency, v.purpose, v.roles) for v in viewers_of(bundle))
    stood_for = Counter((agency, a.viewer.purpose, a.viewer.roles) for a in asked for agency in a.others)
    assert every == Counter((a.viewer.agency, a.viewer.purpose, a.viewer.roles) for a in asked) + stood_for
    assert len(asked) < every.total() * 2 / 3
    sectors = bundle.registers.parties
    assert all(sectors[a.viewer.agency].sector is sectors[code].sector for a in asked for code in a.others)


@pytest.mark.long
def test_viewers_of_one_agency_stand_together_and_share_a_world(bundle: Bundle, asked: list[AlikeViewers]) -> None:
    agencies = [a.viewer.agency for a in asked]
    changes = sum(one != other for one, other in itertools.pairwise(agencies))
    assert changes + 1 == len(set(agencies)) < len(bundle.registers.parties)


@pytest.mark.long
def test_what_others_let_a_viewer_see_makes_it_unequal(asked: list[AlikeViewers], tmp_path: Path) -> None:
    publishers = {"us-ofac", "uk-fcdo", "eu-fsf", "polkadot-js"}

    def equal(asked: list[AlikeViewers]) -> set[frozenset[str]]:
        return {frozenset({a.viewer.agency, *a.others}) for a in asked if a.viewer.agency in publishers}

    assert equal(asked) == {frozenset(publishers)}
    folder = copied_bundle(tmp_path)
    edit(folder, "parties.yml", "sector: publisher, contact: list@uk.example", "sector: ngo, contact: list@uk.example")
    assert frozenset(publishers) not in equal(alike_viewers(load_bundle(folder)))
