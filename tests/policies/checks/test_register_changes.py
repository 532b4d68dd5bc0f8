"""What another bundle's registers say otherwise and no decision tells: whose claims seal, and the terms of profiles."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies import (
    BundleError,
    SealingChange,
    TermChange,
    compare_bundles,
    idle_adoptions,
    load_bundle,
    sealing_changes,
    sealing_claimants,
    term_changes,
)
from tests.policies.edited_bundles import copied_bundle, edit

NOW = datetime(2026, 11, 30, tzinfo=UTC)
CLAIMANTS = "  claimants: [kh-hotline, mm-shelter, id-shelter, ph-police]\n"


def test_a_bundle_says_nothing_otherwise_than_itself() -> None:
    bundle = load_bundle()
    assert (sealing_changes(bundle, bundle, now=NOW), term_changes(bundle, bundle)) == ((), ())
    assert sealing_claimants(bundle, now=NOW) == ("id-shelter", "kh-hotline", "mm-shelter", "ph-police")
    assert idle_adoptions(bundle) == ()


def test_claimants_that_are_taken_away_are_told_with_whose_records_they_seal_no_more(tmp_path: Path) -> None:
    old, folder = load_bundle(), copied_bundle(tmp_path)
    edit(folder, "agreements.yml", CLAIMANTS, "")
    new = load_bundle(folder)
    # No decision tells of it.
    assert list(compare_bundles(old, new, now=NOW)) == []
    lost = sealing_changes(old, new, now=NOW)
    adopters = old.registers.agreements["victim-protection-protocol"].adopted_by
    assert {(c.claimant, c.originator) for c in lost if c.since == NOW} == {
        (claimant, code)
        for claimant in sealing_claimants(old, now=NOW)
        for code, period in adopters.items()
        if NOW in period
    }
    assert {c.sealed for c in lost} == {False}
    assert {c.sealed for c in sealing_changes(new, old, now=NOW)} == {True}
    assert sealing_claimants(new, now=NOW) == ()
    few = sealing_changes(old, new, now=NOW, originators=["th-police"])
    assert {c.originator for c in few} == {"th-police"}
    assert len(few) == 4


def test_an_adoption_that_ends_is_told_from_the_day_on(tmp_path: Path) -> None:
    old, folder = load_bundle(), copied_bundle(tmp_path)
    # It has not adopted the agreement before September.
    edit(folder, "agreements.yml", CLAIMANTS, CLAIMANTS + "  # later\n")
    text = (folder / "agreements.yml").read_text(encoding="utf-8")
    head, later, rest = text.partition("# later")
    ends = rest.replace("valid_from: 2025-09-01}", "valid_from: 2025-09-01, valid_until: 2027-02-01}", 1)
    (folder / "agreements.yml").write_text(head + later + ends, encoding="utf-8")
    since = datetime(2027, 2, 1, tzinfo=UTC)
    assert sealing_changes(old, load_bundle(folder), now=NOW) == tuple(
        SealingChange(claimant=claimant, originator="vn-police", sealed=False, since=since)
        for claimant in sealing_claimants(old, now=NOW)
    )


def test_terms_of_a_profile_that_differ_are_told_and_its_title_is_not(tmp_path: Path) -> None:
    old, folder = load_bundle(), copied_bundle(tmp_path)
    for before, after in (
        ("retain_days: 3650", "retain_days: 1100"),
        ("caveats: [NO_ONWARD]", "caveats: []"),
        ("  second_approver: true\n", ""),
        ("review_days: 365\n  retain_days: 1825", "retain_days: 1825"),
        ("For law enforcement and financial intelligence", "Another title"),
    ):
        edit(folder, "profiles.yml", before, after)
    new = load_bundle(folder)
    assert list(compare_bundles(old, new, now=NOW)) == []
    assert [(c.profile, c.term, c.before, c.after) for c in term_changes(old, new)] == [
        ("law-enforcement", "caveats", "NO_ONWARD", "nothing"),
        ("law-enforcement", "retain_days", "3650", "1100"),
        ("victim-protection", "review_days", "365", "nothing"),
        ("victim-protection", "second_approver", "true", "false"),
    ]
    assert term_changes(old, new)[1] == TermChange(
        profile="law-enforcement", term="retain_days", before="3650", after="1100"
    )


@pytest.mark.parametrize(
    ("written", "party", "other"),
    [
        ("valid_from: 2025-06-01", "th-telco", "valid_from: 2029-01-01"),
        ("valid_from: 2025-09-01", "kh-bank", "valid_from: 2024-01-01, valid_until: 2025-01-01"),
    ],
)
def test_an_adoption_that_never_holds_is_refused_with_its_line(
    tmp_path: Path, written: str, party: str, other: str
) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, "agreements.yml", f"{{party: {party}, {written}}}", f"{{party: {party}, {other}}}")
    with pytest.raises(BundleError) as refused:
        load_bundle(folder)
    assert str(refused.value) == (
        f"agreements.yml:{line}: `{party}` would adopt the agreement at no time: it is a party to it "
        "from 2025-01-01 until 2028-01-01"
    )


def test_an_adoption_by_a_party_that_has_left_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    mine = "{party: mm-telco, valid_from: 2025-01-01}"
    line = edit(folder, "agreements.yml", mine, f"{mine}\n    - {{party: kh-police, valid_from: 2026-07-01}}")
    with pytest.raises(BundleError) as refused:
        load_bundle(folder)
    assert str(refused.value) == (
        f"agreements.yml:{line + 1}: `kh-police` would adopt the agreement at no time: it is a party to it "
        "from 2025-01-01 until 2026-07-01"
    )


def test_an_adoption_that_what_the_agreement_stands_under_never_meets_is_named(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    # The agreement ends in 2027, and what it stands under before it begins: who wrote it may not have written that.
    edit(folder, "agreements.yml", '  no_expiry: "runs until a party leaves"\n', "  valid_until: 2025-06-01\n")
    for code in ("mm-shelter", "id-police", "id-shelter", "vn-police"):
        text = (folder / "agreements.yml").read_text(encoding="utf-8")
        head, mark, rest = text.partition("  claimants:")
        for since in ("2025-06-01", "2025-09-01"):
            rest = rest.replace(f"    - {{party: {code}, valid_from: {since}}}\n", "", 1)
        (folder / "agreements.yml").write_text(head + mark + rest, encoding="utf-8")
    bundle = load_bundle(folder)
    assert set(idle_adoptions(bundle)) == {
        ("returns-protocol", code) for code in bundle.registers.agreements["returns-protocol"].adopted_by
    }
    assert sealing_claimants(bundle, now=NOW) == ()
