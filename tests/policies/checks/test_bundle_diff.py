"""Two bundles compared decision by decision: who gains, who loses, and which policies do nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policies import (
    Bundle,
    PolicyAction,
    ScopeBuilder,
    check_succession,
    compare_bundles,
    find_unused,
    load_bundle,
)
from policies.bundles.vocabulary import READ_ACTIONS
from policies.checks.bundle_diff import every_key
from policies.scopes.world import World
from tests.examples import examples
from tests.policies.edited_bundles import copied_bundle, edit, is_valid, keys, pack, viewers, with_policies
from tests.policies.random_policies import policies

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle()


def test_a_bundle_compared_with_itself_changes_nothing(bundle: Bundle) -> None:
    assert list(compare_bundles(bundle, load_bundle(), now=NOW)) == []


def test_one_permit_less_is_lost_by_whom_it_served_and_by_nobody_else(bundle: Bundle) -> None:
    without = replace(bundle, policies=tuple(p for p in bundle.policies if p.id != "la.police-suspects"))

    lost, gained = list(compare_bundles(bundle, without, now=NOW)), list(compare_bundles(without, bundle, now=NOW))

    assert {c.viewer.agency for c in lost} == {"th-police", "kh-police", "mm-police", "vn-police"}
    assert {(c.action, c.originator) for c in lost} == {
        (PolicyAction.IDENTITY, "la-police"),
        (PolicyAction.CONTACT, "la-police"),
    }
    assert all(c.viewer.case_ref and c.viewer.purpose == "investigation" and not c.gained for c in lost)
    assert [(c.viewer, c.action, c.gained) for c in gained] == [(c.viewer, c.action, c.lost) for c in lost]


@given(data=st.data())
@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
def test_the_comparison_is_that_of_both_evaluations(bundle: Bundle, data: st.DataObject) -> None:
    text, who = data.draw(policies()), data.draw(viewers(bundle))
    assume(is_valid(bundle, text))
    other = with_policies(bundle, pack("th-police", "kh-hotline"), [text])
    asked = list(keys(bundle))[:: data.draw(st.integers(1, 5))]

    found = {
        (c.action, k) for c in compare_bundles(bundle, other, now=NOW, keys=asked, viewers=[who]) for k in c.gained
    }
    lost = {(c.action, k) for c in compare_bundles(bundle, other, now=NOW, keys=asked, viewers=[who]) for k in c.lost}

    one, two = (ScopeBuilder(b).evaluate(who, World.over(asked, b), now=NOW) for b in (bundle, other))
    both = [(a, n, k) for a in PolicyAction for n, k in enumerate(asked)]
    assert found == {(a, k) for a, n, k in both if two[a] >> n & 1 and not one[a] >> n & 1}
    assert lost == {(a, k) for a, n, k in both if one[a] >> n & 1 and not two[a] >> n & 1}


def test_what_only_a_grant_could_open_is_compared_too(bundle: Bundle) -> None:
    without = replace(bundle, policies=tuple(p for p in bundle.policies if p.id != "floor.hit-only"))
    asked = every_key(bundle, originators=["th-police"])

    assert list(compare_bundles(bundle, without, now=NOW, keys=asked)) == []
    changes = list(compare_bundles(bundle, without, now=NOW, keys=asked, with_grants=True))

    assert {(c.by_grant, bool(c.gained), bool(c.lost)) for c in changes} == {(True, True, False)}
    assert {c.action for c in changes} == set(READ_ACTIONS.values())
    assert {k.profile for c in changes for k in c.gained} == {"hit-only"}
    assert "kh-police" in {c.viewer.agency for c in changes}
    assert "th-police" not in {c.viewer.agency for c in changes}


def test_what_a_pack_opens_by_itself_is_no_change_of_what_a_grant_could_open(bundle: Bundle) -> None:
    without = replace(bundle, policies=tuple(p for p in bundle.policies if p.id != "la.police-suspects"))
    asked = every_key(bundle, originators=["la-police"])

    changes = list(compare_bundles(bundle, without, now=NOW, keys=asked, with_grants=True))

    assert changes == list(compare_bundles(bundle, without, now=NOW, keys=asked))


@given(data=st.data())
@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
def test_the_comparison_of_grants_is_that_of_both_evaluations(bundle: Bundle, data: st.DataObject) -> None:
    text, who = data.draw(policies()), data.draw(viewers(bundle))
    assume(is_valid(bundle, text))
    other = with_policies(bundle, pack("th-police", "kh-hotline"), [text])
    asked = list(keys(bundle))[:: data.draw(st.integers(1, 5))]

    changes = list(compare_bundles(bundle, other, now=NOW, keys=asked, viewers=[who], with_grants=True))

    world = World.over(asked, bundle), World.over(asked, other)
    plain = [ScopeBuilder(b).evaluate(who, w, now=NOW) for b, w in zip((bundle, other), world, strict=True)]
    most = [
        ScopeBuilder(b).evaluate(who, w, now=NOW, granted=True) for b, w in zip((bundle, other), world, strict=True)
    ]
    reads = [(a, n, k) for a in READ_ACTIONS.values() for n, k in enumerate(asked)]
    gained = {(a, k) for a, n, k in reads if (most[1][a] & ~most[0][a] & ~(plain[1][a] & ~plain[0][a])) >> n & 1}
    assert {(c.action, k) for c in changes if c.by_grant for k in c.gained} == gained


def test_changed_registers_are_compared_too(tmp_path: Path, bundle: Bundle) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", "parties: [th-police, kh-police, la-police", "parties: [th-police, la-police")
    edit(folder, "agreements.yml", "  withdrawals:\n", "")
    edit(
        folder,
        "agreements.yml",
        "    # From this instant this party neither gives nor receives anything under the memorandum.\n",
        "",
    )
    edit(folder, "agreements.yml", "    - {party: kh-police, at: 2026-07-01}\n", "")

    changes = list(
        compare_bundles(bundle, load_bundle(folder), now=NOW, keys=every_key(bundle, originators=["la-police"]))
    )

    assert changes
    assert {c.viewer.agency for c in changes} == {"kh-police"}


def test_a_party_that_one_bundle_lacks_loses_everything(tmp_path: Path, bundle: Bundle) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "parties.yml", "  tl-police:", "  tl-guard:")

    changes = list(
        compare_bundles(bundle, load_bundle(folder), now=NOW, keys=every_key(bundle, originators=["us-ofac"]))
    )

    assert {(c.viewer.agency, bool(c.gained), bool(c.lost)) for c in changes} == {
        ("tl-police", False, True),
        ("tl-guard", True, False),
    }


def test_policies_that_do_nothing_are_found(bundle: Bundle) -> None:
    some = {"border-pilot.documents", "floor.tlp-red", "la.police-sites", "mm.shelter-victims"}
    few = replace(bundle, policies=tuple(p for p in bundle.policies if p.source.name == "floor" or p.id in some))

    idle = find_unused(few, now=NOW, keys=every_key(few, originators=["la-police"]))

    assert {"border-pilot.documents", "floor.tlp-red"} <= set(idle)
    assert "la.police-sites" not in idle


def test_going_back_by_the_page_takes_an_agreement_back_that_was_there_before(bundle: Bundle, tmp_path: Path) -> None:
    """The registers that name who and what are kept, and who is party to what is as it was: a new one gains nothing."""
    parties = '  bn-police: {name: "Police", jurisdiction: BN, sector: police, contact: duty@police.bn.example}\n'
    newer = copied_bundle(tmp_path)
    with (newer / "parties.yml").open("a", encoding="utf-8") as file:
        file.write(parties)
    edit(newer, "agreements.yml", "[th-police, th-fiu,", "[bn-police, la-police, th-police, th-fiu,")
    entry = "    - {party: th-fiu, valid_from: 2025-01-01}\n"
    joined = "".join(entry.replace("th-fiu", name) for name in ("bn-police", "la-police"))
    edit(newer, "agreements.yml", entry, entry + joined)
    back = copied_bundle(tmp_path / "back")
    for register in ("parties.yml", "profiles.yml", "purposes.yml", "roles.yml"):
        (back / register).write_bytes((newer / register).read_bytes())
    check_succession(load_bundle(newer), load_bundle(back))

    asked = [key for key in keys(bundle) if key.originator not in ("bn-police", "la-police")]
    gained = [c for c in compare_bundles(bundle, load_bundle(newer), now=NOW, keys=asked) if c.gained]
    assert {c.viewer.agency for c in gained} == {"bn-police", "la-police"}
    left = [c for c in compare_bundles(bundle, load_bundle(back), now=NOW, keys=asked) if c.gained]
    told = {(c.viewer.agency, c.originator, key.profile) for c in left for key in c.gained}
    assert told == {("bn-police", "us-ofac", "open")}  # what is published
