"""Before a bundle is put in force: laws that no text may break, Cedar's engine, and what may follow what."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import COMPARTMENT_STATES, SubjectRole
from policies import Bundle, BundleError, ScopeBuilder, check_decisions, check_succession, load_bundle, promote
from policies.checks import laws, promotion
from policies.checks.law_probe import probe_of
from policies.checks.laws import Law, find_breaches
from policies.checks.viewer_classes import viewer_classes
from policies.scopes import expressions
from policies.scopes.world import World
from tests.policies.edited_bundles import copied_bundle, edit, keys, pack, wide_bundle, with_policies
from tests.policies.random_policies import ERRS

NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return wide_bundle(tmp_path_factory.mktemp("wide"))


def test_the_shipped_bundle_is_promoted_for_development() -> None:
    found = promote(now=NOW)

    assert found.signature is None
    assert found.decisions >= 4_000
    assert found.left_to_engine == ()


def test_no_law_is_broken_by_packs_that_release_everything(wide: Bundle) -> None:
    generous = with_policies(wide, pack(*wide.registers.parties), ["permit (principal, action, resource);"])

    assert list(find_breaches(generous, viewer_classes(generous)[::7], list(keys(generous)), NOW)) == []


@pytest.mark.parametrize(
    ("forbid", "law"),
    [
        ("floor.suspended", Law.SUSPENDED),
        ("floor.victim-seal", Law.VICTIM_SEALED),
        ("floor.victim-seal-others", Law.VICTIM_SEALED_TO_OTHERS),
        ("floor.uncompared", Law.UNCOMPARED),
        ("floor.claimed-victim", Law.VICTIM_SEALED_TO_OTHERS),
        ("floor.private-sector", Law.PRIVATE_SECTOR),
        ("floor.private-linkages", Law.PRIVATE_LINKAGES),
        ("floor.tlp-red", Law.RED),
        ("floor.sealed", Law.SEALED),
        ("floor.orcon", Law.CONTROLLED),
        ("floor.hit-only", Law.HIT_ONLY),
        ("floor.purpose", Law.PURPOSE),
        ("floor.noforn", Law.FOREIGN),
        ("floor.clearance", Law.CLEARANCE),
        ("floor.tlp-green", Law.COMMUNITY),
        ("floor.no-private", Law.NO_PRIVATE),
        ("floor.releasable-to", Law.RELEASABLE),
        ("floor.hit-mode", Law.HIT_MODE),
        ("floor.link-notice", Law.LINK_NOTICE),
        ("floor.link-notice-victims", Law.LINK_NOTICE_VICTIMS),
    ],
)
def test_a_floor_without_one_of_its_forbids_is_found(wide: Bundle, forbid: str, law: Law) -> None:
    generous = with_policies(wide, pack(*wide.registers.parties), ["permit (principal, action, resource);"])
    without = replace(generous, policies=tuple(p for p in generous.policies if p.id != forbid))
    viewers = [v for v in viewer_classes(without) if v.agency in {"th-police", "kh-hotline", "my-telco", "tl-police"}]

    found = {b.law for b in find_breaches(without, viewers, list(keys(without, states=COMPARTMENT_STATES)), NOW)}

    assert law in found


FORBIDS = [p.id for p in load_bundle().policies if p.source.name == "floor" and not p.is_permit]


@pytest.mark.long
@pytest.mark.parametrize("forbid", FORBIDS)
def test_no_forbid_of_the_floor_can_be_left_out_of_the_shipped_bundle(tmp_path: Path, forbid: str) -> None:
    folder = copied_bundle(tmp_path)
    [policy] = [p for p in load_bundle().policies if p.id == forbid]
    edit(folder, "floor.cedar", policy.text, "")

    with pytest.raises(BundleError, match=r"^floor\.cedar: breaks a law: ") as caught:
        promote(folder, now=NOW)

    assert "; nothing forbids `" in caught.value.problem
    assert caught.value.problem.endswith(f"; the sample's `{forbid}` is missing")


@pytest.mark.long
@pytest.mark.parametrize(
    ("forbid", "hole", "told"),
    [
        ("floor.hit-only", "!context.granted", ", by a grant"),
        ("floor.hit-only", "context.caseNamed", ""),
        ("floor.tlp-red", 'resource.sector != Sector::"ngo"', ""),
        ("floor.tlp-green", 'principal.agency != Party::"tl-police"', ""),
        ("floor.link-notice-victims", "!resource.claimedVictim", ""),
        ("floor.releasable-to", 'resource.kind != Kind::"Link"', ""),
        *(("floor.tlp-red", f'resource.subject != SubjectRole::"{role}"', "") for role in SubjectRole),
        # As Cedar reads them, a space and an escape are no other name.
        ("floor.tlp-red", 'resource.kind != Kind :: "Site"', ""),
        ("floor.tlp-red", r'![Kind::"Sit\u{65}"].contains(resource.kind)', ""),
        # What a telco may confide to a telco is of false base stations, and under a grant alone.
        ("floor.private-sector", 'resource.kind != Kind::"Person"', ""),
        ("floor.private-sector", '!(context.granted && principal.sector == Sector::"telco")', ", by a grant"),
        ("floor.private-sector", '!(context.granted && resource.kind == Kind::"Sighting")', ", by a grant"),
        (
            "floor.private-sector",
            '!(context.granted && principal.sector == Sector::"telco" && resource.kind == Kind::"Sighting")',
            ", by a grant",
        ),
    ],
)
def test_a_hole_in_a_forbid_of_the_floor_is_found(tmp_path: Path, forbid: str, hole: str, told: str) -> None:
    folder = copied_bundle(tmp_path)
    [policy] = [p for p in load_bundle().policies if p.id == forbid]
    when, brace, rest = policy.text.partition("\n}")  # an `unless` may stand behind it
    line = edit(folder, "floor.cedar", policy.text, f"{when.replace('when {', f'when {{ {hole} && (')}){brace}{rest}")

    with pytest.raises(BundleError, match=rf"^floor\.cedar:{line}: `{forbid}` breaks a law: ") as caught:
        promote(folder, now=NOW)

    assert caught.value.problem.endswith(f"`{told}")


@pytest.mark.long
def test_a_forbid_that_ends_one_day_is_no_forbid(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(
        folder,
        "floor.cedar",
        'resource.tlp == Tlp::"RED" &&',
        'context.now < datetime("2027-05-01") && resource.tlp == Tlp::"RED" &&',
    )

    with pytest.raises(BundleError, match=r"TLP:RED stays with its originator; .* at 2027-05-01T00:00:00"):
        promote(folder, now=NOW)


def test_a_pack_cannot_hold_what_the_floor_lets_go(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    [policy] = [p for p in load_bundle().policies if p.id == "floor.tlp-red"]
    edit(folder, "floor.cedar", policy.text, "")
    with (folder / "packs/th/pack.cedar").open("a", encoding="utf-8") as pack_file:
        pack_file.write(policy.text.replace("floor.tlp-red", "th.tlp-red"))

    with pytest.raises(BundleError, match="breaks a law: what is TLP:RED stays with its originator"):
        promote(folder, now=NOW)


@pytest.mark.parametrize("without", [("floor.hit-only",), ("floor.claimed-victim", "floor.tlp-green"), ()])
def test_breaches_are_those_that_each_viewer_asked_alone_would_show(wide: Bundle, without: tuple[str, ...]) -> None:
    bundle = probe_of(replace(wide, policies=tuple(p for p in wide.policies if p.id not in without)))
    viewers = viewer_classes(bundle)[::17]
    asked = list(keys(bundle, originators=("th-police", "kh-hotline", "my-telco"), states=COMPARTMENT_STATES))[::3]
    world, builder, expected = World.over(asked, bundle), ScopeBuilder(bundle), set[tuple[Law, bool]]()
    for who in viewers:
        for granted in (False, True):
            allowed = builder.evaluate(who, world, now=NOW, granted=granted)
            closings = laws._closed(who, world, bundle, granted=granted)
            expected |= {
                (law, granted) for law, actions, closed in closings if any(allowed[a] & closed for a in actions)
            }

    assert {(b.law, b.granted) for b in find_breaches(bundle, viewers, asked, NOW)} == expected
    assert bool(expected) is bool(without)


def test_a_bundle_that_breaks_a_law_is_refused_with_what_it_opens(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(
        folder,
        "floor.cedar",
        'action in [Action::"identity", Action::"contact", Action::"location"]',
        'action == Action::"contact"',
    )

    with pytest.raises(BundleError, match="breaks a law: whom and where a victim is needs the protection role"):
        promote(folder, now=NOW)


def test_a_compilation_that_differs_from_the_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = replace(load_bundle(), version="0" * 64)
    # The laws, which ask the compiled evaluation as well, would find it first.
    monkeypatch.setattr(promotion, "_check_laws", lambda *_: None)
    monkeypatch.setitem(expressions._MIRRORED, "less", "less")
    monkeypatch.setattr(expressions, "_compares", lambda op, left, right: left <= right)

    with pytest.raises(BundleError, match="is evaluated otherwise than by Cedar's engine"):
        check_decisions(bundle, now=NOW, decisions=20_000)


@pytest.mark.long
def test_a_policy_that_errs_at_run_time_is_refused(wide: Bundle) -> None:
    errs = ERRS.replace("resource.minClearance", "(resource.minClearance + 1)")
    text = f'permit (principal, action in Action::"read", resource) when {{ {errs} }};'
    bundle = with_policies(wide, pack("th-police"), [text])

    with pytest.raises(BundleError, match="errs on the compartments of `th-police`"):
        check_decisions(bundle, now=NOW, decisions=4_000)


@pytest.mark.long
def test_what_is_left_to_the_engine_is_told(wide: Bundle) -> None:
    text = 'permit (principal, action in Action::"read", resource) when { resource.caveats == [Caveat::"NO_ONWARD"] };'
    bundle = with_policies(wide, pack("sg-police"), [text])

    assert check_decisions(bundle, now=NOW, decisions=1_000).left_to_engine == ("sg-police",)
    assert ScopeBuilder(bundle).left_to_engine(NOW) == ("sg-police",)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("parties.yml", "  tl-police:", "  tl-polis:", "lacks `tl-police`"),
        ("roles.yml", "analyst:", "anal:", "lacks `analyst`"),
        ("profiles.yml", "link_notice: true\nlaw", "link_notice: false\nlaw", "`open` changes its meaning"),
    ],
)
def test_registers_only_grow_while_serving(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, file, old, new)

    with pytest.raises(BundleError, match=problem) as caught:
        check_succession(load_bundle(), load_bundle(folder))
    if file == "profiles.yml":
        before = (folder / file).read_text(encoding="utf-8").splitlines()[:line]
        assert caught.value.line == max(n for n, text in enumerate(before, start=1) if text == "open:")


@pytest.mark.parametrize(
    ("file", "name", "entry"),
    [
        (
            "parties.yml",
            "bn-police",
            '  bn-police: {name: "Police", jurisdiction: BN, sector: police, contact: duty@police.bn.example}\n',
        ),
        ("roles.yml", "translator", 'translator: "Translates"\n'),
    ],
)
def test_an_older_bundle_follows_once_it_keeps_the_newer_entries(
    tmp_path: Path, file: str, name: str, entry: str
) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / file).open("a", encoding="utf-8") as register:
        register.write(entry)
    if file == "parties.yml":
        edit(folder, "agreements.yml", "[th-police, th-fiu,", "[bn-police, th-police, th-fiu,")
        (folder / "packs/bn-police").mkdir()
        (folder / "packs/bn-police/README.md").write_text("x", encoding="utf-8")
        (folder / "packs/bn-police/pack.cedar").write_text("", encoding="utf-8")
    newer = load_bundle(folder)

    with pytest.raises(BundleError) as caught:
        check_succession(newer, load_bundle())
    problem = f"lacks `{name}`, which the bundle in force knows: keep its entry and take its rules away"
    assert str(caught.value) == f"{file}:1: {problem}"

    back = copied_bundle(tmp_path / "back")
    with (back / file).open("a", encoding="utf-8") as register:
        register.write(entry)
    check_succession(newer, load_bundle(back))


@pytest.mark.long
def test_a_bundle_may_follow_itself_and_grow(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "profiles.yml", "Published by its originator", "Published by its originator on the open web")
    edit(folder, "roles.yml", "analyst:", 'supervisor-of-officers: "Supervises"\nanalyst:')

    check_succession(load_bundle(), load_bundle(folder))
