"""The command that compares two bundles: who gains and who loses, those who read it first, and what is counted."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from tests.policies.edited_bundles import copied_bundle, edit


def benang(*words: str) -> Result:
    return CliRunner().invoke(app, ["policy", *map(str, words)])


def test_diff_names_who_gains_and_who_loses(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    edit(
        new,
        "packs/la/pack.cedar",
        '[Action::"identity", Action::"contact"]',
        '[Action::"identity", Action::"financial"]',
    )

    found = benang("diff", str(old), str(new), "--at", "2026-09-01", "--originator", "la-police")

    assert found.exit_code == 0, found.output
    assert "la-police\tcontact\tlaw-enforcement: " in found.stdout
    # Agencies on equal terms stand in one line; role makes no difference here, so it is not told.
    assert "  loses mm-police, th-police, vn-police: investigation with a case\n" in found.stdout
    assert "  gains mm-police, th-police, vn-police: investigation with a case\n" in found.stdout
    assert "kh-police" not in found.stdout


@pytest.mark.long
def test_diff_names_what_only_a_grant_could_open(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    hit_only = 'resource.caveats.contains(Caveat::"HIT_ONLY") &&'
    edit(new, "floor.cedar", hit_only, f"!context.granted && {hit_only}")
    words = ("diff", str(old), str(new), "--at", "2026-09-01", "--originator", "la-police")

    found, folded, as_json = benang(*words, "--all"), benang(*words), benang(*words, "--json")

    assert found.exit_code == 0, found.output
    assert "la-police\tidentity by a grant\thit-only: " in found.stdout
    assert "loses" not in found.stdout
    changes = json.loads(as_json.stdout)
    assert {c["byGrant"] for c in changes} == {True}
    assert folded.stdout == f"la-police\tby a grant\t{len(changes):,} gains and 0 losses; --all prints them\n"
    assert folded.stderr == found.stderr


def test_diff_tells_last_what_only_a_grant_could_open(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    hit_only = 'resource.caveats.contains(Caveat::"HIT_ONLY") &&'
    edit(new, "floor.cedar", hit_only, f"!context.granted && {hit_only}")
    edit(
        new,
        "packs/la/pack.cedar",
        '[Action::"identity", Action::"contact"]',
        '[Action::"identity", Action::"financial"]',
    )
    edit(new, "profiles.yml", "caveats: [NO_ONWARD]", "caveats: []")
    words = ("diff", str(old), str(new), "--at", "2026-09-01", "--originator", "la-police")

    folded, everything = (benang(*words, *more).stdout.splitlines() for more in ((), ("--all",)))

    assert "  loses mm-police, th-police, vn-police: investigation with a case" in folded
    assert folded[-2].startswith("profile law-enforcement\t")
    assert folded[-1].startswith("la-police\tby a grant\t")
    assert not [line for line in folded[:-1] if "by a grant" in line]
    assert everything[: len(folded) - 1] == folded[:-1]
    assert everything[len(folded) - 1].split("\t")[1].endswith(" by a grant")


def test_diff_tells_of_a_new_party_what_others_release_to_it_first_and_counts_what_is_its_own(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    party = '  la-desk: {name: "Desk (LA)", jurisdiction: LA, sector: fiu, contact: desk@desk.la.example}\n'
    edit(new, "parties.yml", "  la-bank: ", f"{party}  la-bank: ")
    edit(new, "packs/la/pack.cedar", 'principal in Party::"la-fiu"', 'principal in Party::"la-desk"')

    there, back, whole = (
        benang("diff", *map(str, folders), "--at", "2026-09-01", *more).stdout.splitlines()
        for folders, more in (((old, new), ()), ((new, old), ()), ((old, new), ("--all",)))
    )

    heads = [line.split("\t")[0] for line in there if not line.startswith("  ")]
    publishers, own = "eu-fsf, polkadot-js, uk-fcdo, us-ofac", "la-desk\tits own records\t"
    assert heads.index("la-police") == 0
    assert heads.index("la-police") < heads.index(publishers) < heads.index("la-desk")
    # The lists of all publishers are told of together, and of the party's own records a count alone.
    assert not {"eu-fsf", "us-ofac"} & set(heads)
    assert [line.split("\t")[2] for line in there if line.startswith(own)] == [
        "128 gains and 0 losses of its own people; --all prints them"
    ]
    assert [line.split("\t")[2] for line in back if line.startswith(own)] == [
        "0 gains and 128 losses of its own people; --all prints them"
    ]
    printed = there[: next(n for n, line in enumerate(there) if line.startswith(own))]
    assert whole[: len(printed)] == printed
    assert any(line.startswith("la-desk\tidentity\t") for line in whole[len(printed) :])


def test_diff_names_nearly_all_kinds_by_what_is_not_among_them(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    file, words = "agreements/scam-centre-arrangement.cedar", ("--originator", "kh-police", "--at", "2026-09-01")
    notices = 'action == Action::"notice",\n  resource\n)'
    edit(new, file, notices, f'{notices}\nunless {{ resource.kind in [Kind::"Report", Kind::"Site"] }}')

    found = benang("diff", str(new), str(old), *words)
    without = benang("diff", str(copied_bundle(tmp_path / "none")), str(old), *words)

    assert found.exit_code == 0, found.output
    assert without.stdout == ""
    assert "kh-police\tnotice\tlaw-enforcement, open: Report, Site [" in found.stdout

    edit(new, file, "unless", "when")
    lines = benang("diff", str(new), str(old), *words).stdout.splitlines()

    assert any(x.startswith("kh-police\tnotice\tlaw-enforcement, open: every kind but Report, Site [") for x in lines)


def test_diff_names_whose_claims_seal_no_longer_and_what_profiles_say_otherwise(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    edit(new, "agreements.yml", "  claimants: [kh-hotline, mm-shelter, id-shelter, ph-police]\n", "")
    edit(new, "profiles.yml", "caveats: [NO_ONWARD]", "caveats: []")
    words = ("diff", str(old), str(new), "--at", "2026-09-01", "--originator", "th-police")

    found, as_json, back = benang(*words), benang(*words, "--json"), benang("diff", str(new), str(old), *words[3:])

    assert found.exit_code == 0, found.output
    assert found.stdout.splitlines() == [
        *(
            f"claims of {code}\tno longer seal\tth-police"
            for code in ("id-shelter", "kh-hotline", "mm-shelter", "ph-police")
        ),
        "profile law-enforcement\tcaveats\tNO_ONWARD -> nothing",
    ]
    assert found.stderr.endswith(": 5 changes\n")
    assert "claims of kh-hotline\tseal\tth-police\n" in back.stdout
    first, *_, last = json.loads(as_json.stdout)
    assert first == {
        "claimant": "id-shelter", "originator": "th-police", "sealed": False, "since": "2026-09-01T00:00:00+00:00"
    }  # fmt: skip
    assert last == {"profile": "law-enforcement", "term": "caveats", "before": "NO_ONWARD", "after": "nothing"}


def test_diff_names_from_when_on_a_claim_seals(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    edit(new, "agreements.yml", '  no_expiry: "runs until a party leaves"\n', "  valid_until: 2027-03-01\n")

    found = benang("diff", str(old), str(new), "--at", "2026-09-01", "--originator", "th-police")

    assert "claims of kh-hotline\tno longer seal from 2027-03-01T00:00:00+00:00 on\tth-police\n" in found.stdout


def test_a_comparison_tells_who_runs_what_and_who_may_ask_them(tmp_path: Path) -> None:
    old, new = copied_bundle(tmp_path / "old"), copied_bundle(tmp_path / "new")
    edit(new, "parties.yml", "[KH:ABAAKHPP]", "[KH:ABAAKHPP, KH:ACLBKHPP]")
    edit(new, "inquiries.yml", "  operators: [th-telco]", "  operators: [th-telco, my-telco]")
    words = ("diff", str(old), str(new), "--at", "2026-11-25", "--originator", "th-police")
    found, as_json = benang(*words), benang(*words, "--json")
    assert found.stdout.splitlines() == [
        "run by kh-bank\tKH:ACLBKHPP\tbefore: nobody",
        "th-police\tmay put identifiers to my-telco\tborder-control, victim-protection",
        "th-police\tmay put identifiers to my-telco from 2028-01-01T00:00:00+00:00 on\t"
        "financial-intelligence, investigation",
    ]
    assert found.stderr.endswith(": 5 changes\n")
    told = json.loads(as_json.stdout)
    assert told[0] == {"what": "KH:ACLBKHPP", "before": None, "after": "kh-bank"}
    assert [c["operator"] for c in told[1:]] == ["my-telco"] * 4
    assert (
        "th-police\tmay no longer put identifiers to my-telco\t"
        in benang("diff", str(new), str(old), *words[3:]).stdout
    )
