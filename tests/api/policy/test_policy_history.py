"""The trail says which bundle was in force from when on, before it decides anything, and its text can be had back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from api.bootstrap import Application, application_on
from api.cli.main import app as commands
from api.policy.history import IN_FORCE, UNSIGNED, PolicyHistory, kept_bundles, policy_changes
from api.settings import Settings
from graph import RecordId
from graph.store import StoreLease
from policies import AuditLog, Damage, Outcome, Promotion, load_bundle, verify_audit
from tests.api.asking import Desk
from tests.conftest import Loop
from tests.policies.edited_bundles import copied_bundle, edit
from tests.world import World, empty_store, record, settings_in

PACK = "packs/th/pack.cedar"
REVIEW = ('@review_by("2027-03-31")', '@review_by("2027-03-30")')
RECORD = "query($id: ID!) { record(id: $id) { id } }"


def promotion(folder: Path | None = None) -> Promotion:
    return Promotion(bundle=load_bundle(folder), signature=None, decisions=0, left_to_engine=())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied_bundle(tmp_path)


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> Settings:
    return replace(settings_in(tmp_path), policy=folder)


@pytest.fixture
def world(neo4j_lease: StoreLease, settings: Settings, loop: Loop) -> Iterator[World]:
    empty_store(neo4j_lease)
    context = application_on(settings, neo4j_lease)
    app: Application = loop.run(context.__aenter__())
    yield World(app=app, run=loop.run)
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def filed(world: World) -> RecordId:
    [rid] = world.file("th-police", record("Person", "p", role="suspect", name="Somchai Invented"))
    return rid


def versions(settings: Settings) -> list[tuple[str, str]]:
    return [(change.before, change.version) for change in policy_changes(settings.audit)]


def test_a_start_says_under_which_policy_before_anything_is_decided(world: World, settings: Settings) -> None:
    [entry] = [stored.entry for stored in Desk(world).trail()]

    assert (entry.actor, entry.agency, entry.operation) == ("operator", "operator", IN_FORCE)
    assert (entry.outcome, entry.policy_version) == (Outcome.ALLOWED, world.app.bundle.version)
    [change] = policy_changes(settings.audit)
    assert (change.version, change.before, change.signed) == (world.app.bundle.version, "", UNSIGNED)


@pytest.mark.long
def test_a_change_stands_in_the_trail_before_the_first_answer_under_it(
    world: World, settings: Settings, folder: Path, filed: RecordId
) -> None:
    desk, old = Desk(world), world.app.bundle.version
    desk.data(RECORD, token=world.token("kh-police"), id=filed)
    edit(folder, PACK, *REVIEW)

    assert world.run(world.app.policy.reload())
    desk.data(RECORD, token=world.token("kh-police"), id=filed)

    told = [(s.entry.operation, s.entry.policy_version) for s in desk.trail()][-3:]
    new = world.app.bundle.version
    assert told == [("query record", old), (IN_FORCE, new), ("query record", new)]
    assert versions(settings) == [("", old), (old, new)]
    world.run(world.app.accountability.trail.checkpoint())
    assert verify_audit(settings.audit, key=world.app.accountability.trail.signer.key).intact


@pytest.mark.long
def test_an_older_bundle_that_comes_back_has_an_entry_again(world: World, settings: Settings, folder: Path) -> None:
    old, before = world.app.bundle.version, (folder / PACK).read_bytes()
    edit(folder, PACK, *REVIEW)
    assert world.run(world.app.policy.reload())
    new = world.app.bundle.version

    (folder / PACK).write_bytes(before)
    assert world.run(world.app.policy.reload())

    assert versions(settings) == [("", old), (old, new), (new, old)]


@pytest.mark.long
def test_a_start_says_what_its_bundle_lacks_of_the_one_before(
    neo4j_lease: StoreLease, settings: Settings, folder: Path, loop: Loop
) -> None:
    """A start takes other terms for a profile, which an exchange while serving refuses."""

    async def started() -> str:
        async with application_on(settings, neo4j_lease) as app:
            return app.bundle.version

    empty_store(neo4j_lease)
    loop.run(started())
    edit(folder, "profiles.yml", "retain_days: 3650", "retain_days: 1100")
    edit(
        folder, "agreements.yml", "claimants: [kh-hotline, mm-shelter, id-shelter, ph-police]", "claimants: [ph-police]"
    )

    with structlog.testing.capture_logs() as logs:
        version = loop.run(started())
        loop.run(started())

    told = [entry for entry in logs if entry["event"] in {"policy_terms_changed", "policy_seals_gone"}]
    assert [(e["event"], e["count"], e["policy_version"]) for e in told] == [
        ("policy_seals_gone", 24, version),
        ("policy_terms_changed", 1, version),
    ]
    assert told[1]["profiles_and_terms"] == ["law-enforcement retain_days"]


def test_a_bundle_before_that_is_not_kept_or_not_read_keeps_nobody_from_starting(
    settings: Settings, folder: Path
) -> None:
    kept = kept_bundles(settings)
    history = PolicyHistory(AuditLog(settings.audit, node="one"), kept)
    assert history.find_before("another") is None
    history.enter(promotion(folder))
    version = promotion(folder).bundle.version
    assert history.find_before(version) is None
    found = history.find_before("another")
    assert found is not None
    assert found.version == version
    [file] = (settings.store.home / "policies").glob("*.zip")
    file.write_bytes(b"damaged")
    assert history.find_before("another") is None
    file.unlink()
    assert history.find_before("another") is None


def test_processes_of_one_folder_have_one_history(settings: Settings, folder: Path) -> None:
    first, second = (AuditLog(settings.audit, node=name) for name in ("one", "two"))
    histories = [PolicyHistory(log, kept_bundles(settings)) for log in (first, second)]

    for history in histories:
        history.enter(promotion(folder))
    edit(folder, PACK, *REVIEW)
    for history in reversed(histories):
        history.enter(promotion(folder))

    first.close()
    second.close()
    old, new = load_bundle().version, load_bundle(folder).version
    assert versions(settings) == [("", old), (old, new)]


def test_a_trail_that_lost_its_mark_has_an_entry_too_many(settings: Settings) -> None:
    with AuditLog(settings.audit, node="one") as audit:
        PolicyHistory(audit, kept_bundles(settings)).enter(promotion())
        (settings.audit / "policy-in-force").unlink()
        PolicyHistory(audit, kept_bundles(settings)).enter(promotion())

    version = load_bundle().version
    assert versions(settings) == [("", version), ("", version)]


def test_a_kept_text_that_went_is_kept_again_at_the_next_start(settings: Settings) -> None:
    with AuditLog(settings.audit, node="one") as audit:
        PolicyHistory(audit, kept_bundles(settings)).enter(promotion())
        [path] = (settings.store.home / "policies").iterdir()
        path.unlink()
        PolicyHistory(audit, kept_bundles(settings)).enter(promotion())

    assert path.exists()
    assert len(policy_changes(settings.audit)) == 1


def test_on_a_damaged_trail_no_new_bundle_comes_into_force_until_somebody_has_looked(
    world: World, settings: Settings, folder: Path
) -> None:
    old, damage = world.app.bundle.version, Damage(name="a", problem="is gone")
    world.app.audit.damage.note([damage])
    edit(folder, PACK, *REVIEW)

    with structlog.testing.capture_logs() as logs:
        assert not world.run(world.app.policy.reload())
        assert not world.run(world.app.policy.reload())

    assert [entry["event"] for entry in logs] == ["policy_refused"]
    assert logs[0]["problem"].startswith("the audit trail is damaged: `a` is gone")
    assert world.app.bundle.version == old
    assert versions(settings) == [("", old)]
    world.app.audit.damage.accept([damage])
    world.run(world.app.policy.next_change(every_seconds=0.01))
    assert world.run(world.app.policy.reload())
    assert versions(settings) == [("", old), (old, world.app.bundle.version)]


def test_a_start_on_a_damaged_trail_says_under_which_policy_it_answers_nothing(settings: Settings) -> None:
    with AuditLog(settings.audit, node="one") as audit:
        audit.damage.note([Damage(name="a", problem="is gone")])
        PolicyHistory(audit, kept_bundles(settings)).enter(promotion(), despite_damage=True)

    assert versions(settings) == [("", load_bundle().version)]


def test_a_bundle_that_cannot_be_kept_does_not_come_into_force(
    world: World, settings: Settings, folder: Path, filed: RecordId
) -> None:
    old = world.app.bundle.version
    kept = settings.store.home / "policies"
    kept.rename(kept.with_name("away"))
    kept.write_text("a file in its place", encoding="utf-8")
    edit(folder, PACK, *REVIEW)

    with structlog.testing.capture_logs() as logs:
        assert not world.run(world.app.policy.reload())

    problem = "the bundle cannot be kept: file exists"
    assert logs == [{"event": "policy_refused", "log_level": "error", "problem": problem, "in_force": old}]
    Desk(world).data(RECORD, token=world.token("kh-police"), id=filed)
    assert world.app.bundle.version == old
    assert versions(settings) == [("", old)]


def test_a_trail_before_the_first_start_says_what_puts_a_bundle_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BENANG_HOME", str(tmp_path))
    monkeypatch.delenv("BENANG_AUDIT", raising=False)
    told = CliRunner().invoke(commands, ["policy", "history"])
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.endswith("that came into force; `benang serve` puts one in force\n")


def benang(settings: Settings, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setenv("BENANG_HOME", str(settings.store.home))
    monkeypatch.delenv("BENANG_AUDIT", raising=False)
    return CliRunner().invoke(commands, ["policy", *words])


@pytest.fixture
def changed(settings: Settings, folder: Path) -> str:
    """Put two bundles in force, one after the other, and return the version of the first."""
    with AuditLog(settings.audit, node="one") as audit:
        history = PolicyHistory(audit, kept_bundles(settings))
        history.enter(promotion(folder))
        edit(folder, PACK, *REVIEW)
        history.enter(promotion(folder))
    return load_bundle().version


def test_an_auditor_lists_what_was_in_force_and_when(
    changed: str, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = policy_changes(settings.audit)

    listed = benang(settings, monkeypatch, "history", "--json")
    then = benang(settings, monkeypatch, "history", "--at", first.at.isoformat())
    earlier = benang(settings, monkeypatch, "history", "--at", "2001-01-01")

    assert [(c["before"], c["policyVersion"], c["kept"], c["signed"]) for c in json.loads(listed.stdout)] == [
        (None, changed, True, UNSIGNED),
        (changed, second.version, True, UNSIGNED),
    ]
    cells = [first.at.isoformat(timespec="milliseconds"), changed, "the first that the trail names", UNSIGNED, "kept"]
    assert then.stdout == "\t".join(cells) + "\n"
    assert (earlier.stdout, earlier.stderr) == ("", "the audit trail names no policy bundle that came into force\n")


def test_an_auditor_gets_the_text_of_a_version_back(
    changed: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "then"

    done = benang(settings, monkeypatch, "text", changed[:12], "--to", str(to))
    again = benang(settings, monkeypatch, "text", changed, "--to", str(to))

    assert done.exit_code == 0, done.output
    assert done.stderr == f"wrote {len(load_bundle().files.contents)} files of {changed}, {UNSIGNED}\n"
    assert load_bundle(to).version == changed
    assert load_bundle(to).files == load_bundle().files
    assert (again.exit_code, again.stderr) == (1, f"benang: the folder `{to}` is not empty\n")


def test_what_the_trail_does_not_name_has_no_text(
    changed: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = benang(settings, monkeypatch, "text", "0" * 8, "--to", str(tmp_path / "a"))
    short = benang(settings, monkeypatch, "text", changed[:7], "--to", str(tmp_path / "b"))
    next((settings.store.home / "policies").glob(f"{changed}-*")).unlink()
    gone = benang(settings, monkeypatch, "text", changed, "--to", str(tmp_path / "c"))

    problem = "benang: the audit trail names no policy bundle of a version that begins with `00000000`\n"
    assert (unknown.exit_code, unknown.stderr) == (1, problem)
    assert (short.exit_code, short.stderr.splitlines()[0]) == (
        2,
        "benang: give at least 8 characters of the policy version",
    )
    assert (gone.exit_code, gone.stderr) == (
        1,
        f"benang: the bundle of version `{changed}` is not kept in this data folder\n",
    )
