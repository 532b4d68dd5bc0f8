"""The golden cases of every pack: who sees what of a compartment, and which policies decided it."""

import os
from pathlib import Path

import pytest

from policies import Bundle, BundleError, load_bundle
from policies.checks.cases import (
    Insider,
    Situation,
    bundle_of_cases,
    insiders,
    missing_situations,
    read_cases,
    run_cases,
    undecided_policies,
    untested_originators,
)
from tests.policies.edited_bundles import copied_bundle, edit

FOLDER = Path(__file__).parents[1] / "cases"
BUNDLE = bundle_of_cases(FOLDER, load_bundle())
CASES = read_cases(FOLDER, BUNDLE)
STATES = ("th", "kh", "mm", "la", "my", "ph", "sg", "vn", "id", "au")
CASE = """- name: "a case"
  viewer: {agency: th-police, roles: [analyst], purpose: investigation}
  at: "2026-09-01"
  compartment: {originator: th-police, profile: law-enforcement, kind: Person, role: suspect}
  classes: [identity, contact, financial, location, narrative, source]
  hit: true
  notice: true
  permits: [arrangement.notices, floor.own-records, th.police-narrative-to-police, th.police-to-partners]
  forbids: []
"""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return BUNDLE


@pytest.mark.parametrize("pack", sorted(CASES))
def test_a_viewer_sees_what_each_case_says(bundle: Bundle, pack: str) -> None:
    results = list(run_cases(bundle, CASES[pack]))

    assert [(r.case.name, r.problems) for r in results if r.problems] == []
    assert len(results) == len(CASES[pack])


@pytest.mark.parametrize("pack", STATES)
def test_a_pack_has_a_case_for_every_situation(bundle: Bundle, pack: str) -> None:
    shown = frozenset[Situation]().union(*(r.situations for r in run_cases(bundle, CASES[pack])))

    assert [s for s in Situation if s not in shown] == []


@pytest.mark.long
def test_situations_are_missed_in_a_folder_that_shows_some_and_in_one_that_is_not_there(bundle: Bundle) -> None:
    results = {pack: list(run_cases(bundle, CASES[pack])) for pack in STATES}
    assert missing_situations(bundle, results) == {}

    th = [r for r in results["th"] if Situation.NGO not in r.situations]
    del results["la"]
    assert missing_situations(bundle, {**results, "th": th}) == {"la": tuple(Situation), "th": (Situation.NGO,)}


def test_where_an_outsider_joins_an_agreement_the_cases_that_lose_it_name_that_agreement(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", "[th-police, kh-police, kh-hotline", "[tl-police, th-police, kh-police, kh-hotline")
    joined = bundle_of_cases(FOLDER, load_bundle(folder))
    cases = read_cases(FOLDER, joined)
    results = {pack: list(run_cases(joined, cases[pack])) for pack in ("th", "vn", "la")}

    assert [(r.case.name, r.problems) for mine in results.values() for r in mine if r.problems] == []
    found = insiders(joined, results)
    assert found == {
        "th": (_insider("tl-police", "th", "victim-protection-protocol", line=346),),
        # Police of another memorandum are told as little as an outsider.
        "vn": (
            _insider("la-police", "vn", "mekong-memorandum", line=83),
            _insider("tl-police", "vn", "victim-protection-protocol", line=74),
        ),
    }
    # The outsider of Laos shares none with it, and in the shipped bundle none does.
    assert insiders(BUNDLE, {pack: list(run_cases(BUNDLE, CASES[pack])) for pack in ("th", "vn", "la")}) == {}


def _insider(agency: str, pack: str, agreement: str, *, line: int) -> Insider:
    return Insider(
        agency=agency,
        originator=f"{pack}-police",
        agreements=(agreement,),
        place=f"{pack}/originators.yml:{line}",
    )


def test_an_originator_with_a_pack_of_its_own_needs_a_case_in_any_folder(bundle: Bundle) -> None:
    lists = ("eu-fsf", "polkadot-js", "uk-fcdo", "us-ofac")
    assert untested_originators(bundle, ()) == lists
    assert untested_originators(bundle, [c for c in CASES["open"] if c.key.originator != "us-ofac"]) == ("us-ofac",)
    assert untested_originators(bundle, CASES["open"]) == ()


def test_every_policy_of_the_bundle_decides_some_case(bundle: Bundle) -> None:
    assert undecided_policies(bundle, [case for cases in CASES.values() for case in cases]) == ()


def test_profiles_beside_the_cases_are_registered_for_them_alone(tmp_path: Path) -> None:
    shipped = load_bundle()
    assert {p for p in BUNDLE.registers.profiles if p not in shipped.registers.profiles} == {
        "case-named-only",
        "case-community",
        "case-sealed",
        "case-domestic",
        "case-cleared",
        "case-chosen",
    }
    assert bundle_of_cases(tmp_path, shipped) is shipped
    (tmp_path / "profiles.yml").write_text("open: {title: T}\n", encoding="utf-8")  # stands in the bundle already
    with pytest.raises(BundleError, match=r"^profiles\.yml:1: .*`open`"):
        bundle_of_cases(tmp_path, shipped)


def written(folder: Path, text: str) -> Path:
    (folder / "th").mkdir()
    (folder / "th" / "one.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("hit: true", "hit: false", "hit: the case says False, found True"),
        ("notice: true", "notice: false", "notice: the case says False, found True"),
        (", source]", "]", "classes: the case says `identity`, `contact`, `financial`, `location`, `narrative`, found"),
        ("[arrangement.notices, ", "[", "permits: the case says `floor.own-records`"),
        ("forbids: []", "forbids: [floor.orcon]", "forbids: the case says `floor.orcon`, found none"),
    ],
)
def test_what_a_case_says_wrongly_is_told(tmp_path: Path, bundle: Bundle, old: str, new: str, problem: str) -> None:
    cases = read_cases(written(tmp_path, CASE.replace(old, new, 1)), bundle)

    [result] = run_cases(bundle, cases["th"])

    assert any(p.startswith(problem) for p in result.problems), result.problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "agency: th-police",
            "agency: th-polise",
            "th/one.yml:2: unknown party `th-polise`, did you mean `th-police`?",
        ),
        ("[analyst]", "[analist]", "th/one.yml:2: unknown role `analist`, did you mean `analyst`?"),
        ("kind: Person", "kind: Persn", "th/one.yml:4: unknown kind `Persn`, did you mean `Person`?"),
        (
            "profile: law-enforcement",
            "profile: law-enforcment",
            "th/one.yml:4: unknown profile `law-enforcment`: known are `case-chosen`, ",
        ),
        ("[identity,", "[identty,", "th/one.yml:5: unknown property class `identty`, did you mean `identity`?"),
        (
            "floor.own-records",
            "floor.own-record",
            "unknown permit `floor.own-record`, did you mean `floor.own-records`?",
        ),
        ("forbids: []", "forbids: [th.hit-only]", "unknown forbid `th.hit-only`"),
        ("  hit: true\n", "", "th/one.yml:1: `hit` is missing"),
    ],
)
def test_a_mistake_in_a_case_is_pointed_at(tmp_path: Path, bundle: Bundle, old: str, new: str, problem: str) -> None:
    with pytest.raises(BundleError) as caught:
        read_cases(written(tmp_path, CASE.replace(old, new, 1)), bundle)

    assert problem in str(caught.value)


def test_a_folder_without_a_case_is_refused(tmp_path: Path, bundle: Bundle) -> None:
    with pytest.raises(BundleError, match="holds no case"):
        read_cases(tmp_path, bundle)


def test_a_pipe_among_the_cases_is_refused_and_not_waited_for(tmp_path: Path, bundle: Bundle) -> None:
    (tmp_path / "th").mkdir()
    os.mkfifo(tmp_path / "th" / "one.yml")
    with pytest.raises(BundleError, match=r"^th/one\.yml: cannot be read: no regular file"):
        read_cases(tmp_path, bundle)


def test_the_case_in_the_documents_holds_in_the_shipped_bundle(tmp_path: Path, bundle: Bundle) -> None:
    page = (Path(__file__).parents[3] / "docs" / "policies.md").read_text(encoding="utf-8")
    [text] = [block.split("```")[0] for block in page.split("```yaml\n")[1:] if block.startswith("- name:")]
    [result] = run_cases(bundle, read_cases(written(tmp_path, text), bundle)["th"])
    assert result.problems == ()
