"""Commands for policy officers: files in, lines out, and exit statuses that a script can rely on."""

import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner, Result

from api.cli.main import app
from policies import load_bundle
from tests.policies.deep_texts import CONDITION, DEEP
from tests.policies.edited_bundles import copied_bundle, edit

CASES = Path(__file__).parents[2] / "policies" / "cases"
GOLDEN = Path(__file__).parents[2] / "policies" / "golden" / "release-matrix.txt"
COMPARTMENT = ("--originator", "th-police", "--profile", "law-enforcement", "--kind", "Person", "--subject", "suspect")
PACK = "packs/th/pack.cedar"
SAMPLE = "reading the sample bundle, as BENANG_POLICY names no other\n"


def benang(*words: str) -> Result:
    return CliRunner().invoke(app, ["policy", *map(str, words)])


def test_check_says_what_a_bundle_is_and_refuses_a_bad_one_in_one_line(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)

    good = benang("check", str(folder), "--decisions", "500", "--json")
    line = edit(folder, PACK, 'Kind::"Report"', 'Kind::"Reprot"')
    bad = benang("check", str(folder))

    assert good.exit_code == 0, good.output
    found = json.loads(good.stdout)
    assert (found["packs"], found["signature"], found["lapsedPermits"]) == (
        14,
        "development",
        ["border-pilot.documents"],
    )
    assert bad.exit_code == 1
    assert bad.stderr == f"benang: {PACK}:{line}: unknown Kind `Reprot`, did you mean `Report`?\n"
    assert bad.stdout == ""


@pytest.mark.parametrize("shape", DEEP)
def test_check_refuses_what_would_end_the_process(tmp_path: Path, shape: str) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, PACK, CONDITION, f"{DEEP[shape]} &&\n  {CONDITION}")

    found = benang("check", str(folder))

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(f"benang: {PACK}:")
    assert "nests more than 32 levels deep" in found.stderr or "more operators in a row than 100" in found.stderr


@pytest.mark.long
def test_check_tells_an_agreement_whose_own_review_has_passed(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(
        folder, "agreements.yml", "  valid_until: 2026-01-01\n", "  valid_until: 2026-01-01\n  review_by: 2025-12-01\n"
    )

    found = benang("check", str(folder), "--decisions", "500", "--json")

    assert found.exit_code == 0, found.output
    assert {"border-pilot", "border-pilot.documents"} <= set(json.loads(found.stdout)["overdueReviews"])


@pytest.mark.long
def test_a_lapse_that_takes_everybody_their_own_records_is_said_in_words(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "instruments.yml", 'sample network (invented)"', 'sample network (invented)", valid_until: 2026-01-01')

    found, told = (benang("check", str(folder), "--decisions", "500", *more) for more in ((), ("--json",)))

    warning = "warning: own records are closed to every party: no permit in force opens them all; see `lapsedPermits`"
    assert warning in found.stderr.splitlines()
    assert "lapsedPermits\tfloor.own-records, floor.granted, " in found.stdout
    assert {"th-police", "kh-hotline"} <= set(json.loads(told.stdout)["withoutOwnRecords"])


@pytest.mark.long
def test_check_warns_of_what_is_without_effect(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = (folder / "packs/th/pack.cedar").read_text(encoding="utf-8").count("\n") + 2
    with (folder / "packs/th/pack.cedar").open("a", encoding="utf-8") as pack:
        pack.write('\n@id("th.no")\nforbid (principal, action in Action::"read", resource)\nwhen {\n')
        pack.write(
            '  context.purpose == Purpose::"border-control" && context.purpose == Purpose::"investigation"\n};\n'
        )
    (folder / "packs/la/pack.cedar").write_text("", encoding="utf-8")
    (folder / "agreements/border-pilot.cedar").unlink()

    found, told = (benang("check", str(folder), "--decisions", "500", *more) for more in ((), ("--json",)))

    assert found.exit_code == 0
    assert [x for x in found.stderr.splitlines() if x.startswith("warning")] == [
        f"warning: packs/th/pack.cedar:{line}: the forbid `th.no` closes nothing: it holds for no viewer and no record",
        "warning: agreements/border-pilot.cedar: is missing: nothing is released by it",
        "warning: packs/la/pack.cedar: holds no policy: nothing is released by it",
    ]
    listed = json.loads(told.stdout)
    assert listed["idleForbids"] == ["th.no"]
    assert listed["withoutPolicies"] == ["agreements/border-pilot.cedar", "packs/la/pack.cedar"]


@pytest.mark.long
def test_check_warns_of_a_bundle_without_packs(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    shutil.rmtree(folder / "packs")

    found = benang("check", str(folder), "--decisions", "500")

    assert "warning: no packs: originators release nothing of their own" in found.stderr.splitlines()


@pytest.mark.long
def test_a_bundle_is_signed_and_then_trusted(tmp_path: Path) -> None:
    folder, pem, keys = copied_bundle(tmp_path), tmp_path / "key.pem", tmp_path / "keys.json"
    pem.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    words = ("sign", str(folder), "--key", str(pem), "--kid", "office-1", "--signer", "policy office", "--jwks")
    assert benang(*words).exit_code == 1
    edit(folder, "bundle.yml", "development: true", "development: false")

    signed = benang(*words)
    keys.write_text(signed.stdout, encoding="utf-8")
    found = benang("check", str(folder), "--trust", str(keys), "--decisions", "500", "--json")

    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["signature"].startswith("office-1, policy office, ")
    edit(folder, PACK, "2027-03-31", "2027-03-30")
    assert "the signature covers other content" in benang("check", str(folder), "--trust", str(keys)).stderr


@pytest.mark.long
def test_cases_are_run_and_a_wrong_one_fails(tmp_path: Path) -> None:
    (tmp_path / "la").mkdir()
    wrong = (CASES / "la" / "originators.yml").read_text(encoding="utf-8").replace("hit: true", "hit: false", 1)
    (tmp_path / "la" / "originators.yml").write_text(wrong, encoding="utf-8")

    good, bad = benang("test", "--cases", str(CASES)), benang("test", "--cases", str(tmp_path))

    assert good.exit_code == 0, good.output
    assert good.stderr == f"{SAMPLE}263 of 263 cases hold\n"
    assert bad.exit_code == 1
    assert "la/originators.yml:2: own police reads its own site\n  hit: the case says False, found True\n" in bad.stdout
    assert benang("test").exit_code == 2


@pytest.mark.long
def test_a_pack_that_loses_its_outsider_to_an_agreement_is_told_which(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", "[th-police, kh-police, kh-hotline", "[tl-police, th-police, kh-police, kh-hotline")

    found, told = (benang("test", str(folder), "--cases", str(CASES), *more) for more in ((), ("--json",)))

    assert found.exit_code == told.exit_code == 1
    assert found.stderr.splitlines() == [
        "`th` has no case of: foreign police outside every agreement",
        "  th/originators.yml:346: `tl-police` is no outsider, as it is with `th-police` in `victim-protection-protocol`",
        "`vn` has no case of: foreign police outside every agreement",
        # Theirs is another memorandum, and says as little: an outsider by what it is told.
        "  vn/originators.yml:83: `la-police` is no outsider, as it is with `vn-police` in `mekong-memorandum`",
        "  vn/originators.yml:74: `tl-police` is no outsider, as it is with `vn-police` in `victim-protection-protocol`",
        "263 of 263 cases hold",
    ]
    missing = json.loads(told.stdout)["missing"]
    assert [one["agreements"] for one in missing["insiders"]["vn"]] == [
        ["mekong-memorandum"],
        ["victim-protection-protocol"],
    ]


@pytest.mark.long
def test_a_pack_without_cases_fails_unless_it_is_allowed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CASES, tmp_path / "cases"))
    shutil.rmtree(folder / "la")
    shutil.rmtree(folder / "open")

    found, told = benang("test", "--cases", str(folder)), benang("test", "--cases", str(folder), "--json")

    assert found.exit_code == told.exit_code == 1
    assert found.stderr.splitlines()[1:-2] == [
        "`la` has no case of: own police; own FIU; foreign police in an agreement; "
        "foreign police outside every agreement; NGO; private sector, own data; private sector, others' data; "
        "victim-protection role; wrong purpose; expired agreement; suspended agency",
        *(f"`{pack}` has no case" for pack in ("eu-fsf", "polkadot-js", "uk-fcdo", "us-ofac")),
    ]
    missing = json.loads(told.stdout)["missing"]
    assert {pack: len(lacks) for pack, lacks in missing["situations"].items()} == {"la": 11}
    assert missing["originators"] == ["eu-fsf", "polkadot-js", "uk-fcdo", "us-ofac"]
    assert missing["policies"]
    assert benang("test", "--cases", str(folder), "--allow-missing").exit_code == 0


def test_explain_shows_a_viewer_what_discloses_and_the_originator_what_hides() -> None:
    viewer = ("--agency", "sg-fiu", "--purpose", "investigation", *COMPARTMENT, "--at", "2026-09-01")

    to_viewer, to_owner = benang("explain", *viewer, "--asker", "sg-fiu"), benang("explain", *viewer)

    assert [line for line in to_viewer.stdout.splitlines() if "\tdenied" in line] == []
    assert "identity\tallowed\n  permit\tth.police-to-partners\ton scam-centre-arrangement" in to_viewer.stdout
    assert "packs/th" not in to_viewer.stdout
    assert "narrative\tdenied\n  no permit applies\n" in to_owner.stdout
    assert "packs/th/pack.cedar:4" in to_owner.stdout
    assert benang("explain", *viewer, "--asker", "kh-police").exit_code == 1


@pytest.mark.parametrize(
    ("option", "word", "told"),
    [
        ("--kind", "Persn", "unknown kind `Persn`, did you mean `Person`?"),
        ("--originator", "th-polise", "unknown agency `th-polise`, did you mean `th-police`?"),
        ("--asker", "th-polise", "unknown agency `th-polise`, did you mean `th-police`?"),
        ("--agency", "sg-fyu", "unknown agency `sg-fyu`, did you mean `sg-fiu`?"),
        ("--role", "analist", "unknown role `analist`, did you mean `analyst`?"),
        (
            "--profile",
            "victimprotection",
            "unknown handling profile `victimprotection`: known are `hit-only`, `law-enforcement`, `open`, "
            "`originator-controlled`, `victim-protection`",
        ),
        (
            "--purpose",
            "fun",
            "unknown purpose `fun`; known are border-control, financial-intelligence, investigation, victim-protection",
        ),
    ],
)
def test_explain_refuses_a_word_that_it_does_not_know(option: str, word: str, told: str) -> None:
    words = ("--agency", "sg-fiu", "--purpose", "investigation", *COMPARTMENT)

    found = benang("explain", *words, option, word)

    assert (found.exit_code, found.stdout, found.stderr) == (1, "", f"{SAMPLE}benang: {told}\n")


@pytest.mark.parametrize(
    ("state", "forbid"), [("--claimed", "floor.claimed-victim"), ("--uncompared", "floor.uncompared")]
)
def test_explain_tells_what_closes_a_record_that_is_claimed_or_new(state: str, forbid: str) -> None:
    words = ("--agency", "sg-fiu", "--purpose", "investigation", *COMPARTMENT, "--at", "2026-09-01")

    found = benang("explain", *words, state)

    assert "\tallowed" in benang("explain", *words).stdout
    assert found.exit_code == 0
    assert "\tallowed" not in found.stdout
    assert f"  forbid\t{forbid}\t" in found.stdout


def test_explain_refuses_a_record_that_is_claimed_and_was_never_compared() -> None:
    words = ("--agency", "sg-fiu", "--purpose", "investigation", *COMPARTMENT)

    found = benang("explain", *words, "--claimed", "--uncompared")

    assert (found.exit_code, found.stdout) == (2, "")
    assert "give `--claimed` or `--uncompared`" in found.stderr


def test_explain_tells_a_viewer_that_there_is_nothing_to_be_told() -> None:
    words = ("--agency", "la-police", "--purpose", "investigation", *COMPARTMENT, "--at", "2026-09-01")

    found = benang("explain", *words, "--asker", "la-police")

    assert (found.exit_code, found.stdout, found.stderr) == (
        0, "", f"{SAMPLE}nothing that you may be told\n",
    )  # fmt: skip


@pytest.mark.parametrize("words", [("matrix", "--originator"), ("gaps", "--recipient"), ("calendar", "--originator")])
def test_a_party_that_nobody_knows_is_refused(words: tuple[str, ...]) -> None:
    found = benang(*words, "th-polise")

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == f"{SAMPLE}benang: unknown agency `th-polise`, did you mean `th-police`?\n"


def test_a_command_says_which_bundle_it_reads_where_it_was_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied_bundle(tmp_path)
    assert benang("matrix", str(folder)).stderr == ""
    assert benang("matrix").stderr == SAMPLE
    monkeypatch.setenv("BENANG_POLICY", str(folder))
    assert benang("matrix").stderr == f"reading the bundle that BENANG_POLICY names: `{folder}`\n"


def test_a_forbid_names_the_permits_that_it_overrules() -> None:
    words = ("--agency", "my-telco", "--purpose", "investigation", "--originator", "us-ofac", "--profile", "open")

    found = benang("explain", *words, "--kind", "Person")

    assert "identity\tdenied\n  overruled permit\tus-ofac.open" in found.stdout
    assert "  forbid\tfloor.private-sector\t" in found.stdout


@pytest.mark.long
def test_check_warns_where_no_claim_seals_anything(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    said = "no claim of a victim seals another agency's records"
    good, listed = (benang("check", str(folder), "--decisions", "500", *more) for more in ((), ("--json",)))
    edit(folder, "agreements.yml", "[kh-hotline, mm-shelter, id-shelter, ph-police]", "[]")
    found = benang("check", str(folder), "--decisions", "500")

    assert said not in good.stderr
    assert json.loads(listed.stdout)["claimants"] == ["id-shelter", "kh-hotline", "mm-shelter", "ph-police"]
    assert json.loads(listed.stdout)["idleAdoptions"] == []
    assert found.exit_code == 0
    assert f"warning: agreements.yml: {said}: no `claimants` are in force\n" in found.stderr


@pytest.mark.long
def test_check_tells_which_law_the_floor_breaks(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "floor.cedar", "!resource.linkNoticeVictims &&", "!resource.linkNoticeVictims && false &&")
    [line] = [p.line for p in load_bundle(folder).policies if p.id == "floor.link-notice-victims"]

    found = benang("check", str(folder))

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(
        f"benang: floor.cedar:{line}: `floor.link-notice-victims` breaks a law: others are named a victim in a link "
        "notice only where her profile says so; nothing forbids `notice` of `"
    )


def test_a_folder_that_is_no_bundle_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")

    found = benang("diff", str(copied_bundle(tmp_path / "old")), str(tmp_path))

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == f"benang: {tmp_path}: is no folder of a bundle: it has no `bundle.yml`\n"


def test_matrix_calendar_and_gaps_are_printed(tmp_path: Path) -> None:
    same = benang("matrix", "--at", "2026-09-01", "--check", str(GOLDEN))
    other = benang("matrix", "--at", "2028-09-01", "--originator", "la-police", "--check", str(GOLDEN))
    calendar = benang("calendar", "--since", "2027-06-30", "--until", "2027-07-02", "--json")
    gaps = benang("gaps", "--originator", "la-police", "--recipient", "my-police", "--at", "2026-09-01")

    assert (same.exit_code, same.stdout) == (0, "")
    assert other.exit_code == 1
    assert {e["name"] for e in json.loads(calendar.stdout)} >= {"mekong-memorandum", "au.fiu-to-fius"}
    assert gaps.stdout == "la-police\tmy-police\tevery kind\tno basis for any purpose\n"


def test_gaps_name_the_purposes_that_have_no_basis_and_each_class_on_request() -> None:
    words = ("gaps", "--originator", "th-police", "--recipient", "kh-police", "--at", "2026-09-01")
    found, classes, told = benang(*words), benang(*words, "--classes"), benang(*words, "--json")

    assert found.stdout == "th-police\tkh-police\tevery kind\tno basis for border-control\n"
    first, *_, last = classes.stdout.splitlines()
    assert first == "th-police\tkh-police\tidentity\tevery kind\tno basis for border-control, financial-intelligence"
    assert last == "th-police\tkh-police\tsource\tevery kind\tno basis for any purpose"
    [gap] = json.loads(told.stdout)
    assert (gap["purposes"], gap["is_whole"], gap["property_class"]) == (["border-control"], False, None)


@pytest.mark.parametrize("words", [("calendar", "--since", "spring"), ("matrix", "--at", "soon")])
def test_a_date_that_is_none_is_misuse(words: tuple[str, ...]) -> None:
    found = benang(*words)

    assert (found.exit_code, found.stderr) == (
        2, f"{SAMPLE}benang: a date or time is written in ISO 8601, as 2027-03-31\n",
    )  # fmt: skip


def test_simulate_needs_a_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BENANG_TOKEN", raising=False)

    found = benang("simulate", str(copied_bundle(tmp_path)))

    assert found.exit_code == 2
    assert "say who asks" in found.stderr
