"""Who runs an identifier, and who may put it to them: by the registers alone, and closed where these say nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies import (
    BundleError,
    OperatorChange,
    compare_bundles,
    inquiry_changes,
    load_bundle,
    may_inquire,
    operator_changes,
    operator_of,
)
from tests.policies.edited_bundles import copied_bundle, edit

NOW = datetime(2026, 11, 25, tzinfo=UTC)
BANK = "[KH:ABAAKHPP]"
ASKERS = "askers: [th-police, th-fiu, kh-police"
TH_OWN = "  operators: [th-telco]"


@pytest.mark.parametrize(
    ("key", "party"),
    [
        ("acct:KH:ABAAKHPP:000777889", "kh-bank"),
        ("acct:KH:ACLBKHPP:000777889", None),
        ("acct:VN:ABAAKHPP:000777889", None),
        ("tel:+60193920001", "my-telco"),
        ("tel:+60123920001", None),
        ("tel:+6019", "my-telco"),
        ("iban:GB33BUKB20201555555555", None),
        ("wallet:TRX:TEg6f1BvjPdba5M4Ms473DJcQMxZUcfAVC", None),
        ("handle:telegram:lucky_desk", None),
        ("", None),
    ],
)
def test_an_identifier_names_the_party_that_runs_it(key: str, party: str | None) -> None:
    found = operator_of(key, load_bundle().registers.parties)
    assert (found.code if found is not None else None) == party


def test_a_platform_runs_its_accounts(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "parties.yml", f"operates: {{banks: {BANK}}}", "operates: {platforms: [telegram]}")
    parties = load_bundle(folder).registers.parties
    found = operator_of("handle:telegram:lucky_desk", parties)
    assert found is not None and found.code == "kh-bank"
    assert operator_of("handle:telegram-invite:abc", parties) is None


def test_who_may_ask_whom_is_what_an_inquiry_says_while_its_basis_is_in_force() -> None:
    registers = load_bundle().registers
    allowed = ("th-police", "kh-bank", "investigation")
    assert may_inquire(*allowed, registers, NOW)
    for other in (
        ("kh-hotline", "kh-bank", "investigation"),
        ("th-police", "la-bank", "investigation"),
        ("th-police", "kh-bank", "victim-protection"),
        ("th-police", "nobody", "investigation"),
        ("kh-bank", "th-police", "investigation"),
    ):
        assert not may_inquire(*other, registers, NOW)
    for instant in (datetime(2024, 12, 31, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)):
        assert not may_inquire(*allowed, registers, instant)
    assert may_inquire("kh-fiu", "kh-bank", "financial-intelligence", registers, NOW)  # by its own law alone
    assert not may_inquire("kh-fiu", "vn-bank", "financial-intelligence", registers, NOW)
    assert may_inquire("th-police", "th-telco", "victim-protection", registers, NOW)
    assert not may_inquire("th-police", "th-telco", "victim-protection", registers, datetime(2029, 1, 1, tzinfo=UTC))


def test_a_party_that_left_the_agreement_neither_asks_nor_is_asked(tmp_path: Path) -> None:
    for number, party in enumerate(("th-police", "kh-bank")):
        folder = copied_bundle(tmp_path / str(number))
        left = f"withdrawals: [{{party: {party}, at: 2026-07-01}}]"
        edit(folder, "agreements.yml", "  valid_until: 2028-01-01", f"  valid_until: 2028-01-01\n  {left}")
        registers = load_bundle(folder).registers
        asked = ("th-police", "kh-bank", "investigation")
        assert may_inquire(*asked, registers, datetime(2026, 6, 30, tzinfo=UTC))
        assert not may_inquire(*asked, registers, NOW)
        assert may_inquire("th-fiu", "vn-bank", "investigation", registers, NOW)


def test_under_an_agreement_who_adopted_it_asks_and_a_party_to_it_is_asked(tmp_path: Path) -> None:
    adoption = "    - {party: kh-police, valid_from: 2025-03-01}\n    - {party: my-police"
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", adoption, adoption.replace("2025-03-01", "2025-03-01, valid_until: 2026-11-25"))
    edit(folder, "agreements.yml", "    - {party: vn-bank, valid_from: 2025-09-01}\n", "")
    registers = load_bundle(folder).registers
    asked = ("kh-police", "vn-bank", "investigation")
    assert may_inquire(*asked, registers, datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC))
    assert not may_inquire(*asked, registers, NOW)
    assert not may_inquire(*asked, registers, datetime(2025, 2, 28, tzinfo=UTC))
    assert may_inquire("th-police", "vn-bank", "investigation", registers, NOW)


def test_without_inquiries_nobody_may_ask_and_the_version_is_another(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / "inquiries.yml").unlink()
    bundle = load_bundle(folder)
    assert bundle.version != load_bundle().version
    parties = bundle.registers.parties
    asked = [(a, o, p) for a in parties for o in parties for p in bundle.registers.purposes]
    assert not any(may_inquire(*one, bundle.registers, NOW) for one in asked)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("parties.yml", BANK, "[KH:ABA]", "unknown bank `KH:ABA`, did you mean `KH:ABAAKHPP`?"),
        ("parties.yml", BANK, "[KH:ABAAKHPQX]", "unknown bank `KH:ABAAKHPQX`, did you mean `KH:ABAAKHPP`?"),
        ("parties.yml", BANK, "[KH:17]", "unknown bank `KH:17`; known are KH:ABAAKHPP, KH:ACLBKHPP, KH:BAKONG"),
        ("parties.yml", BANK, "[TL:17]", "unknown bank `TL:17`; a BIC of that country is taken as well"),
        ("parties.yml", BANK, "[ABAAKHPP]", "`ABAAKHPP` is no bank: name its country and its code"),
        ("parties.yml", BANK, "[KH:ABAAKHPP, KH:ABAAKHPP]", "`KH:ABAAKHPP` stands here twice"),
        ("parties.yml", "[VN:TPBVVNVX]", BANK, "`KH:ABAAKHPP` is run by `kh-bank` as well"),
        ("parties.yml", '["+6681", "+6689"]', '["+60193"]', "is run by `th-telco` as well"),
        ("parties.yml", '["+6681", "+6689"]', '["+60"]', "`+60` is a whole country's numbers"),
        ("parties.yml", f"banks: {BANK}", "banks: []", "says nothing that the party runs"),
        ("parties.yml", f"banks: {BANK}", "exchanges: [x]", "unknown word `exchanges`"),
        (
            "parties.yml",
            f"banks: {BANK}",
            "platforms: [telegrm]",
            "unknown platform `telegrm`, did you mean `telegram`?",
        ),
        ("inquiries.yml", ASKERS, "askers: [th-polise, th-fiu, kh-police", "unknown party `th-polise`"),
        ("inquiries.yml", "[kh-bank, vn-bank", "[la-bank, vn-bank", "`la-bank` operates nothing"),
        ("inquiries.yml", ASKERS, "askers: [la-police, th-fiu, kh-police", "`la-police` is no party of the agreement"),
        (
            "inquiries.yml",
            ASKERS,
            "askers: [kh-fiu, th-fiu, kh-police",
            "`kh-fiu` has not adopted the agreement `scam-",
        ),
        (
            "inquiries.yml",
            "financial-intelligence]\n  legal_basis: scam",
            "border-control]\n  legal_basis: scam",
            "`border-control` is no purpose of the agreement",
        ),
        (
            "inquiries.yml",
            "legal_basis: th-sharing-order",
            "legal_basis: kh-sharing-order",
            "`th-fiu` is not of `KH`, whose law `kh-sharing-order` is",
        ),
        (
            "inquiries.yml",
            "legal_basis: th-sharing-order",
            "legal_basis: th-sharing",
            "unknown instrument or agreement `th-sharing`",
        ),
        ("inquiries.yml", TH_OWN, "  operator: [th-telco]", "unknown word `operator`, did you mean `operators`?"),
        ("inquiries.yml", "th-inquiries:", "Th-inquiries:", "`Th-inquiries` is no id of an inquiry"),
    ],
)
def test_a_mistake_in_what_is_run_or_asked_is_refused_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, problem: str
) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, file, old, new)
    with pytest.raises(BundleError) as caught:
        load_bundle(folder)
    assert caught.value.file == file
    assert problem in str(caught.value)
    assert caught.value.line > 1


def test_an_agreement_of_all_is_basis_and_an_instrument_of_none_too(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "inquiries.yml", "legal_basis: th-sharing-order", "legal_basis: network-charter")
    assert may_inquire("th-police", "th-telco", "victim-protection", load_bundle(folder).registers, NOW)


def test_what_another_bundle_says_of_parties_and_inquiries_is_told(tmp_path: Path) -> None:
    old, folder = load_bundle(), copied_bundle(tmp_path)
    assert (operator_changes(old, old), inquiry_changes(old, old, now=NOW)) == ((), ())
    edit(folder, "parties.yml", BANK, "[KH:ACLBKHPP]")
    edit(folder, "inquiries.yml", ASKERS, "askers: [kh-police")
    new = load_bundle(folder)
    assert list(compare_bundles(old, new, now=NOW)) == []
    assert operator_changes(old, new) == (
        OperatorChange(what="KH:ABAAKHPP", before="kh-bank", after=None),
        OperatorChange(what="KH:ACLBKHPP", before=None, after="kh-bank"),
    )
    lost = inquiry_changes(old, new, now=NOW)
    # The Thai inquiries of their own country still let them ask its network.
    named = {(a, o) for a in ("th-police", "th-fiu") for o in ("kh-bank", "vn-bank", "my-telco")}
    assert {(c.asker, c.operator) for c in lost} == named
    assert {(c.purpose, c.allowed, c.since) for c in lost} == {
        (p, False, NOW) for p in ("investigation", "financial-intelligence")
    }
    assert [c.allowed for c in inquiry_changes(new, old, now=NOW, askers=["th-fiu"])] == [True] * 6
