"""A bundle loads whole or not at all; a mistake is pointed at with file, line and the nearest known word."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies import BundleError, SourceKind, Tlp, load_bundle
from tests.policies.edited_bundles import copied_bundle, edit

TH = "packs/th/pack.cedar"
FLOOR = "floor.cedar"
STATES = ("th", "kh", "mm", "la", "my", "ph", "sg", "vn", "id", "au")
AGREEMENTS = (
    "border-pilot",
    "fiu-memorandum",
    "mekong-memorandum",
    "returns-protocol",
    "scam-centre-arrangement",
    "victim-protection-protocol",
)


def test_the_shipped_bundle_loads() -> None:
    bundle = load_bundle()

    assert {p.source.key for p in bundle.policies} == {
        "floor:floor",
        *(f"agreement:{a}" for a in AGREEMENTS),
        *(f"pack:{p}" for p in (*STATES, "us-ofac", "uk-fcdo", "eu-fsf", "polkadot-js")),
    }
    assert bundle.is_development
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
    for name in STATES:
        assert "states no real law" in (folder / "packs" / name / "README.md").read_text(encoding="utf-8")
    (folder / "packs/th/README.md").unlink()

    with pytest.raises(BundleError, match=r"^packs/th/README\.md:1: is missing$"):
        load_bundle(folder)


def test_an_effective_set_holds_floor_adopted_agreements_and_own_pack() -> None:
    bundle = load_bundle()
    now = bundle.breakpoints[2]

    sources = {p.source.key for p in bundle.effective("kh-police", now)}

    assert sources == {"floor:floor", "agreement:scam-centre-arrangement", "pack:kh"}
    assert {p.source.kind for p in bundle.effective("tl-police", now)} == {SourceKind.FLOOR}


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
        (
            "profiles.yml",
            "AMBER+STRICT",
            "amber+strict",
            "unknown TLP label `amber+strict`, did you mean `AMBER+STRICT`?",
        ),
        ("profiles.yml", "tlp: AMBER\n", "tlp: Amber\n", "unknown TLP label `Amber`, did you mean `AMBER`?"),
        ("profiles.yml", "tlp: CLEAR", "tlp: WHITE", "unknown TLP label `WHITE`"),
        ("profiles.yml", "[ORCON, NO", "[ORCN, NO", "unknown caveat `ORCN`, did you mean `ORCON`?"),
        ("profiles.yml", "hit_mode: none", "hit_mode: non", "unknown hit mode `non`, did you mean `none`?"),
        ("profiles.yml", "link_notice: true", "link_notices: true", "did you mean `link_notice`?"),
        ("profiles.yml", "link_notice: true", "link_notice: maybe", "unknown flag `maybe`: known are `false`, `true`"),
        (
            "profiles.yml",
            "link_notice: true",
            "link_notice: 'true'",
            "`true` stands in quotes, which make a text of it",
        ),
        ("profiles.yml", "tlp: AMBER\n", "tlp: GREEN\n", "a `community` is needed for the TLP label `GREEN`"),
        (
            "profiles.yml",
            "review_days: 1095\n  retain_days: 3650",
            "review_days: 1095\n  retain_days: 1094",
            ":17: `review_days` 1095 is more than `retain_days` 1094: records would be erased before",
        ),
        ("profiles.yml", "review_days: 1095\n  retain_days: 3650", "review_days: 3650\n  retain_days: 3650", ""),
        ("profiles.yml", "retain_days: 3650", "retain_days: 999999", ":18: must be from 1 to 365000"),
        ("profiles.yml", "retain_days: 3650", "min_clearance: 2147483648", ":18: must be from 0 to 2147483647"),
        ("parties.yml", "sector: ngo", "sector: nog", "unknown sector `nog`, did you mean `ngo`?"),
        ("parties.yml", "jurisdiction: LA", "jurisdiction: Laos", "unknown jurisdiction `Laos`, did you mean `LA`?"),
        ("parties.yml", "jurisdiction: GB", "jurisdiction: UK", "unknown jurisdiction `UK`, did you mean `GB`?"),
        ("parties.yml", "jurisdiction: LA", "jurisdiction: la", "unknown jurisdiction `la`, did you mean `LA`?"),
        ("parties.yml", "jurisdiction: LA", "jurisdiction: LX", "unknown jurisdiction `LX`; a code is two capital"),
        ("parties.yml", "jurisdiction: LA", "jurisdiction: QQ", "countries by ISO 3166, `EU`, `UN`, `ZZ`"),
        ("parties.yml", "  th-fiu:", "  th-police:", "`th-police` stands here twice"),
        ("agreements.yml", "[th-police, th-fiu,", "[th-polise, th-fiu,", "unknown party `th-polise`, did you mean"),
        (
            "agreements.yml",
            "{party: kh-police,",
            "{party: la-police,",
            "`la-police` is no party of the agreement: its `parties` do not name it",
        ),
        ("agreements.yml", "valid_until: 2028-01-01", "valid_until: 2024-01-01", "`valid_until` is not after"),
        (
            "agreements.yml",
            "valid_until: 2028-01-01",
            "valid_until: 2028-01-01T08:00:00",
            ":8: `2028-01-01T08:00:00` needs the zone of its time of day",
        ),
        (
            "agreements.yml",
            "valid_until: 2028-01-01",
            "valid_until: 2571-01-01",
            ":8: `2571-01-01`: the year 2571 looks",
        ),
        (
            TH,
            '@review_by("2027-03-31")',
            '@review_by("2570-03-31")',
            "`@review_by`: the year 2570 looks like the Buddhist",
        ),
        (
            "packs/au/pack.cedar",
            'datetime("2027-07-01")',
            'datetime("2570-07-01")',
            ":64: `context.now` is compared with a date out of place: the year 2570 looks like the Buddhist",
        ),
        ("agreements.yml", "valid_until: 2028-01-01", "valid_until: soon", "a date or time in ISO 8601 is expected"),
        (
            "agreements.yml",
            '  no_expiry: "runs until a party leaves"\n',
            "",
            "needs either `valid_until` or `no_expiry`",
        ),
        ("purposes.yml", "border-control:", "[", "is not YAML"),
        ("profiles.yml", "  tlp: CLEAR", "\ttlp: CLEAR", ":5: is not YAML: a tab stands where YAML takes spaces"),
        (
            "packs/au/pack.cedar",
            'datetime("2027-07-01")',
            'datetime("2027-07-01T00:00:00+08:00")',
            ":64: `2027-07-01T00:00:00+08:00` is no datetime of Cedar's: write it as `2027-01-01`, "
            "`2027-01-01T00:00:00Z` or, with its zone, `2027-01-01T00:00:00+0800`",
        ),
        (
            TH,
            'Profile::"law-enforcement"',
            'Profile::"law-enforcment"',
            "unknown Profile `law-enforcment`: known are `hit-only`, ",
        ),
        (TH, 'Purpose::"investigation"', 'Purpose::"investigations"', "did you mean `investigation`?"),
        (TH, 'Kind::"Report"', 'Kind::"Reprot"', "unknown Kind `Reprot`, did you mean `Report`?"),
        (TH, 'Action::"contact"', 'Action::"contract"', "unknown action `contract`, did you mean `contact`?"),
        (TH, "resource.kind ==", "resource.kid ==", "unknown attribute `kid`, did you mean `kind`?"),
        (TH, "principal in Agreement::", "principal in Agrement::", "did you mean `Agreement`?"),
        (TH, "&&\n", "&& &&\n", "unexpected token"),
        (TH, "};\n", "}\n", "is a `;` missing between this line and line 25?"),
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
        (
            FLOOR,
            "resource.minClearance > principal.clearance",
            "resource.minClearance > 0 &&\n  resource.minClearance > principal.clearance + 1",
            ":52: a condition must not calculate",
        ),
        (FLOOR, "resource.minClearance > principal.clearance", "resource.minClearance > -1", ""),
        (
            FLOOR,
            "principal.suspended }",
            'principal.suspended || context.now.offset(duration("1d")) > datetime("2026-01-01") }',
            "a condition must not calculate",
        ),
        (
            TH,
            'principal in Agreement::"scam-centre-arrangement"',
            'principal in Community::"scam-centre-response"',
            'is for `principal in Agreement::"scam-centre-arrangement"`',
        ),
        (
            TH,
            '@basis("th-sharing-order")',
            '@basis("kh-sharing-order")',
            "`kh-sharing-order` is of the jurisdiction `KH`",
        ),
        ("packs/la/pack.cedar", "mekong-memorandum", "returns-protocol", 'is for `principal in Agreement::"returns'),
        ("instruments.yml", "jurisdiction: TH", "jurisdiction: TX", "unknown jurisdiction `TX`"),
        ("agreements.yml", "under: victim-", "under: victms-", "unknown instrument `victms-protection-protocol`"),
        ("agreements.yml", "under: victim-protection-protocol", "under: returns-protocol", "stands under itself"),
        (
            "agreements.yml",
            "{party: kh-police, at",
            "{party: my-police, at",
            "`my-police` is no party of the agreement: its `parties` do not name it",
        ),
        (
            "agreements.yml",
            "{party: kh-police, at",
            "{party: kh-polise, at",
            "unknown party of the agreement `kh-polise`, did you mean `kh-police`?",
        ),
        (
            "agreements.yml",
            "claimants: [kh-hotline,",
            "claimants: [la-police,",
            "`la-police` is no party of the agreement: its `parties` do not name it",
        ),
        ("agreements.yml", "claimants: [kh-hotline,", "claimants: [kh-hotlin,", "did you mean `kh-hotline`?"),
        ("agreements.yml", "at: 2026-07-01", "at: 2028-07-01", "lies outside the agreement's period"),
        ("agreements.yml", "border-pilot:", "publication:", "`publication` is also the id of an instrument"),
        ("agreements.yml", "border-pilot:", "fiu-memorandum:", "`fiu-memorandum` stands here twice"),
        ("agreements.yml", "border-pilot:", "th-police:", "is also the id of a party, at parties.yml:7"),
        ("instruments.yml", "publication:", "us-ofac:", "`us-ofac` is also the id of a party, at parties.yml:"),
        (
            "parties.yml",
            "  th-fiu:",
            "  th-Police:",
            ":8: `th-Police` is also the id of a party, at parties.yml:7 `th-police`: ids differ by more than large",
        ),
        ("parties.yml", "  tl-police:", "  TL-police:", "`TL-police` is no id of a party: small letters, digits and"),
        ("parties.yml", "  tl-police:", "  tl_police:", "`tl_police` is no id of a party: small letters, digits and"),
        ("parties.yml", "  tl-police:", "  tl-pоlice:", "is no id of a party: small letters, digits and hyphens"),
        ("agreements.yml", "border-pilot:", "Border-pilot:", ":85: `Border-pilot` is no id of an agreement: small"),
        ("instruments.yml", "publication:", "publication-:", "`publication-` is no id of an instrument: small"),
        ("profiles.yml", "hit-only:", "Hit-only:", "`Hit-only` is no id of a profile: small letters"),
        ("profiles.yml", "hit-only:", "OPEN:", "is also the id of a profile, at profiles.yml:3 `open`"),
        (
            TH,
            "resource.kind ==",
            'resource.community == Community::"scam-centre-response" && resource.kind ==',
            ":65: for the policy `th.police-to-own-fiu`, unable to guarantee safety of access to optional attribute",
        ),
        (
            TH,
            "// Thailand, illustrative",
            "permit\n;// Thailand, illustrative",
            ":2: unexpected token `;`",
        ),
        ("parties.yml", "  th-fiu:", "  kh:", "`kh` is also the code of a jurisdiction"),
        ("bundle.yml", "development: true", "development: perhaps", "unknown flag `perhaps`"),
        ("bundle.yml", "development: true", "developmnt: true", "did you mean `development`?"),
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
    ("added", "told"),
    [
        ("x", "138: unexpected end of input: what begins here is no whole policy, which a `;` ends"),
        ("\n\npermit (principal,\n", "140: `(` is not closed"),
    ],
)
def test_a_policy_without_an_end_is_told_where_it_begins(tmp_path: Path, added: str, told: str) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / TH).open("a", encoding="utf-8") as policies:
        policies.write(added)

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert str(caught.value) == f"{TH}:{told}"


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


@pytest.mark.parametrize(
    "text",
    [
        "forbid (principal, action, resource);",
        "forbid (principal is Viewer, action, resource) when { true };",
        'forbid (principal, action == Action::"identity", resource);',
        'forbid (principal, action in [Action::"hit", Action::"read"], resource) unless { false };',
    ],
)
@pytest.mark.parametrize("file", [TH, "agreements/border-pilot.cedar"])
def test_a_forbid_that_shuts_out_its_own_originator_is_refused(tmp_path: Path, file: str, text: str) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / file).open("a", encoding="utf-8") as policies:
        policies.write(f'\n@id("th.closed")\n{text}\n')
    line = (folder / file).read_text(encoding="utf-8").count("\n") - 1

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert str(caught.value) == (
        f"{file}:{line}: a forbid for everybody without a condition shuts out the originator as well; "
        "for others alone, add `when { principal.agency != resource.originator }`"
    )


@pytest.mark.parametrize(
    "text",
    [
        "forbid (principal, action, resource) when { principal.agency != resource.originator };",
        'forbid (principal in Community::"scam-centre-response", action, resource);',
        'forbid (principal, action in [Action::"hit", Action::"notice"], resource);',
        'forbid (principal is Agency, action == Action::"notice", resource);',
        "forbid (principal, action, resource) when { false };",
    ],
)
def test_a_forbid_for_others_or_of_hits_alone_is_taken(tmp_path: Path, text: str) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / TH).open("a", encoding="utf-8") as policies:
        policies.write(f'\n@id("th.closed")\n{text}\n')

    assert [p.text for p in load_bundle(folder).policies if p.id == "th.closed"] == [f'@id("th.closed")\n{text}']


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


def test_a_template_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(
        folder, FLOOR, "forbid (principal, action, resource)", "forbid (principal == ?principal, action, resource)"
    )

    with pytest.raises(BundleError, match=rf"^floor\.cedar:{line}: holds a template, which no bundle may$"):
        load_bundle(folder)


def test_agreements_that_stand_under_each_other_are_refused_with_the_whole_circle(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(
        folder,
        "agreements.yml",
        '  title: "Memorandum between',
        '  under: returns-protocol\n  title: "Memorandum between',
    )
    edit(folder, "agreements.yml", "under: victim-protection-protocol", "under: fiu-memorandum")

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert "returns-protocol > fiu-memorandum > returns-protocol" in caught.value.problem
    assert caught.value.line < line


def test_two_packs_that_speak_for_one_originator_are_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / "packs/th-police").mkdir()
    (folder / "packs/th-police/README.md").write_text("x", encoding="utf-8")
    (folder / "packs/th-police/pack.cedar").write_text("", encoding="utf-8")

    with pytest.raises(BundleError, match="the pack `th` speaks for `th-police` already"):
        load_bundle(folder)


@pytest.mark.parametrize("name", ["parties.yml", TH])
def test_what_is_nested_too_deep_is_refused(tmp_path: Path, name: str) -> None:
    folder = copied_bundle(tmp_path)
    deep = "[" * 50_000 if name.endswith(".yml") else f"forbid (principal, action, resource) when {{ {'(' * 50_000} }};"
    (folder / name).write_text(deep, encoding="utf-8")

    with pytest.raises(BundleError):
        load_bundle(folder)


def test_an_agreement_lapses_with_what_it_stands_under(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", '  no_expiry: "runs until a party leaves"', "  valid_until: 2026-10-01")
    registers = load_bundle(folder).registers

    assert registers.agreements["returns-protocol"].force.end == datetime(2026, 10, 1, tzinfo=UTC)
    assert registers.agreements["returns-protocol"].adopted_by["mm-shelter"].end == datetime(2026, 10, 1, tzinfo=UTC)
    assert registers.basis("returns-protocol") == registers.agreements["returns-protocol"].force
