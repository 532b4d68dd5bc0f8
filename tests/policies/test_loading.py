"""A bundle loads whole or not at all; a mistake is pointed at with file, line and the nearest known word."""

from pathlib import Path

import pytest

from policies import BundleError, SourceKind, Tlp, load_bundle
from policies.bundle_files import MAX_FILE_BYTES
from tests.policies.bundles import copied_bundle, edit

TH = "packs/th/pack.cedar"
FLOOR = "floor.cedar"


def test_the_shipped_bundle_loads() -> None:
    bundle = load_bundle()

    assert {p.source.key for p in bundle.policies} == {
        "floor:floor",
        *(f"agreement:{a}" for a in ("border-pilot", "scam-centre-arrangement", "victim-protection-protocol")),
        *(f"pack:{p}" for p in ("th", "kh", "my", "sg", "ph", "us-ofac", "uk-fcdo", "eu-fsf", "polkadot-js")),
    }
    assert bundle.registers.profiles["originator-controlled"].tlp is Tlp.AMBER_STRICT
    assert sorted(bundle.registers.profiles) == [
        "hit-only",
        "law-enforcement",
        "open",
        "originator-controlled",
        "victim-protection",
    ]


def test_every_pack_says_what_it_is(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    for name in ("th", "kh", "my", "sg", "ph"):
        assert "states no real law" in (folder / "packs" / name / "README.md").read_text(encoding="utf-8")
    (folder / "packs/th/README.md").unlink()

    with pytest.raises(BundleError, match=r"^packs/th/README\.md:1: is missing$"):
        load_bundle(folder)


def test_an_effective_set_holds_floor_adopted_agreements_and_own_pack() -> None:
    bundle = load_bundle()
    now = bundle.breakpoints[2]

    sources = {p.source.key for p in bundle.effective("kh-police", now)}

    assert sources == {"floor:floor", "agreement:scam-centre-arrangement", "pack:kh"}
    assert {p.source.kind for p in bundle.effective("la-police", now)} == {SourceKind.FLOOR}


def test_comments_and_layout_keep_the_version(tmp_path: Path) -> None:
    folder, version = copied_bundle(tmp_path), load_bundle().version
    assert load_bundle(folder).version == version

    edit(folder, FLOOR, "// The floor:", "// Once more.\n\n//   The floor:")
    edit(folder, FLOOR, "when { principal.suspended };", "when\n{\n  principal.suspended\n};")
    edit(folder, "profiles.yml", "# Handling profiles:", "#   Profiles:")
    assert load_bundle(folder).version == version


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (TH, 'principal.sector == Sector::"fiu"', 'principal.sector == Sector::"ngo"'),
        (TH, '@review_by("2027-03-31")', '@review_by("2027-04-30")'),
        ("profiles.yml", "tlp: AMBER\n", "tlp: RED\n"),
        ("agreements.yml", "valid_until: 2028-01-01", "valid_until: 2028-01-02"),
        ("parties.yml", "duty@police.th.example", "desk@police.th.example"),
    ],
)
def test_any_change_of_content_changes_the_version(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, file, old, new)

    assert load_bundle(folder).version != load_bundle().version


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("profiles.yml", "tlp: CLEAR", "tlp: CLAER", "unknown TLP label `CLAER`, did you mean `CLEAR`?"),
        ("profiles.yml", "tlp: CLEAR", "tlp: WHITE", "unknown TLP label `WHITE`"),
        ("profiles.yml", "[ORCON, NO", "[ORCN, NO", "unknown caveat `ORCN`, did you mean `ORCON`?"),
        ("profiles.yml", "hit_mode: none", "hit_mode: non", "unknown hit mode `non`, did you mean `none`?"),
        ("profiles.yml", "link_notice: true", "link_notices: true", "did you mean `link_notice`?"),
        ("profiles.yml", "link_notice: true", "link_notice: maybe", "unknown flag `maybe`"),
        ("profiles.yml", "tlp: AMBER\n", "tlp: GREEN\n", "a `community` is needed for the TLP label `GREEN`"),
        ("parties.yml", "sector: ngo", "sector: nog", "unknown sector `nog`, did you mean `ngo`?"),
        ("parties.yml", "jurisdiction: LA", "jurisdiction: Laos", "no two-letter code"),
        ("parties.yml", "  th-fiu:", "  th-police:", "`th-police` is given twice"),
        ("agreements.yml", "[th-police, th-fiu,", "[th-polise, th-fiu,", "unknown party `th-polise`, did you mean"),
        ("agreements.yml", "{party: kh-police,", "{party: la-police,", "unknown party of the agreement `la-police`"),
        ("agreements.yml", "valid_until: 2028-01-01", "valid_until: 2024-01-01", "`valid_until` is not after"),
        ("agreements.yml", "valid_until: 2028-01-01", "valid_until: soon", "is not a date or time in ISO 8601"),
        (
            "agreements.yml",
            '  no_expiry: "runs until a party leaves"\n',
            "",
            "needs either `valid_until` or `no_expiry`",
        ),
        ("purposes.yml", "border-control:", "[", "is not YAML"),
        (TH, 'Profile::"law-enforcement"', 'Profile::"law-enforcment"', "did you mean `law-enforcement`?"),
        (TH, 'Purpose::"investigation"', 'Purpose::"investigations"', "did you mean `investigation`?"),
        (TH, 'Kind::"Report"', 'Kind::"Reprot"', "unknown Kind `Reprot`, did you mean `Report`?"),
        (TH, 'Action::"contact"', 'Action::"contract"', "unknown action `contract`, did you mean `contact`?"),
        (TH, "resource.kind ==", "resource.kid ==", "unknown attribute `kid`, did you mean `kind`?"),
        (TH, "principal in Agreement::", "principal in Agrement::", "did you mean `Agreement`?"),
        (TH, "&&\n", "&& &&\n", "unexpected token"),
        (TH, '@id("th.hit-only")', '@id("th.fiu-to-fius")', "`@id` `th.fiu-to-fius` stands at packs/th/pack.cedar:"),
        (TH, '@id("th.hit-only")\n', "", "every policy needs an `@id`"),
        (TH, '@basis("th-sharing-order")\n', "", "a permit needs `@basis`"),
        (TH, '@basis("th-sharing-order")', '@basis("th-sharing-odrer")', "did you mean `th-sharing-order`?"),
        (TH, '@review_by("2027-03-31")\n', "", "a permit needs `@review_by`"),
        (TH, '@review_by("2027-03-31")', '@review_by("spring")', "`@review_by` is not a date"),
        (TH, '@note("Suspects', '@noet("Suspects', "unknown annotation `@noet`, did you mean `@note`?"),
        (TH, 'Party::"th-police" &&', 'Party::"kh-police" &&', "must not name the originator `kh-police`"),
        (TH, 'resource.originator == Party::"th-police" &&', "true &&", "names whose data it releases"),
        (
            TH,
            "resource.kind ==",
            'resource.jurisdiction == Jurisdiction::"KH" || resource.kind ==',
            "jurisdiction `KH`",
        ),
        ("packs/us-ofac/pack.cedar", "@public\n", "", "a permit for anybody without a condition needs `@public`"),
        ("packs/us-ofac/pack.cedar", '"open"\n', '"open"\n) when { context.now != datetime("2026-01-01") };//', ""),
        (
            "agreements/border-pilot.cedar",
            'Purpose::"border-control"',
            'Purpose::"investigation"',
            "the agreement does not list the purpose `investigation`",
        ),
        (
            FLOOR,
            "principal.suspended }",
            'principal.suspended || context.now.toDate() == datetime("2026-01-01") }',
            "literal",
        ),
        (
            FLOOR,
            "principal.suspended }",
            'principal.suspended || principal == Viewer::"asking" }',
            "names no single `Viewer`",
        ),
        (
            FLOOR,
            "principal.suspended }",
            'principal.suspended || action == Action::"hit" }',
            "must not ask for the `action`",
        ),
        ("schema.cedarschema", "entity Viewer in", "entity Viewer inn", "is no Cedar schema"),
    ],
)
def test_a_mistake_is_refused_where_it_stands(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    folder = copied_bundle(tmp_path)
    if problem == "":
        edit(folder, file, old, new)
        assert load_bundle(folder).version != load_bundle().version
        return
    edit(folder, file, old, new)

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert caught.value.file == file
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("profiles.yml", "tlp: AMBER\n", "tlp: AMBRE\n"),
        ("parties.yml", "sector: ngo", "sector: nog"),
        ("agreements.yml", "{party: my-telco,", "{party: my-tleco,"),
        (TH, 'Kind::"Report"', 'Kind::"Reprot"'),
        (TH, "resource.kind == Kind", "resource.kid == Kind"),
        (TH, '@basis("th-sharing-order")', '@basis("th-sharing-odrer")'),
    ],
)
def test_a_mistake_is_pointed_at_by_its_line(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, file, old, new)

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert (caught.value.file, caught.value.line) == (file, line)


def test_a_syntax_error_is_pointed_at_by_its_policy(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, TH, '@id("th.hit-only")', '@id("th.hit-only"')

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert (caught.value.file, caught.value.line) == (TH, line)


@pytest.mark.parametrize("name", ["atlantis", "th-polise"])
def test_a_pack_of_nobody_is_refused(tmp_path: Path, name: str) -> None:
    folder = copied_bundle(tmp_path)
    (folder / "packs" / name).mkdir()
    (folder / "packs" / name / "README.md").write_text("x", encoding="utf-8")

    with pytest.raises(BundleError, match=f"`{name}` is no party and no jurisdiction"):
        load_bundle(folder)


def test_an_agreement_without_register_entry_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / "agreements/border-pilto.cedar").write_text("", encoding="utf-8")

    with pytest.raises(BundleError, match=r"no registered agreement, did you mean `border-pilot`\?"):
        load_bundle(folder)


def test_a_huge_policy_file_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / FLOOR).write_text("// " + "x" * MAX_FILE_BYTES, encoding="utf-8")

    with pytest.raises(BundleError, match=f"larger than {MAX_FILE_BYTES} bytes"):
        load_bundle(folder)


@pytest.mark.parametrize("file", ["parties.yml", "floor.cedar", "schema.cedarschema"])
def test_an_absent_or_unreadable_file_is_refused(tmp_path: Path, file: str) -> None:
    folder = copied_bundle(tmp_path)
    (folder / file).write_bytes(b"\xff\xfe")

    with pytest.raises(BundleError, match="cannot be read as UTF-8 text"):
        load_bundle(folder)
    (folder / file).unlink()
    with pytest.raises(BundleError, match="cannot be read as UTF-8 text"):
        load_bundle(folder)


def test_a_template_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, FLOOR, "forbid (principal, action, resource)", "forbid (principal == ?principal, action, resource)")

    with pytest.raises(BundleError, match="holds templates"):
        load_bundle(folder)
