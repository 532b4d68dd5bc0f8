"""Keys: the one that mints ids belongs to its store, and a key file is written whole or not at all."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from api.bootstrap import application_on
from api.cli import context, people
from api.errors import SettingError
from api.keys import (
    find_checkpoint_key,
    load_checkpoint_signer,
    load_development_key,
    load_selector_hasher,
    trial_minter,
)
from api.settings import Settings
from graph.errors import DeploymentKeyError, StoreUnavailableError
from graph.store import StoreLease
from tests.other_user import become_other_user
from tests.world import World, record, settings_in


async def start(settings: Settings, lease: StoreLease) -> str:
    async with application_on(settings, lease) as app:
        return app.minter.key_id


def test_a_lost_key_is_not_made_anew_on_a_store_that_was_filled_with_it(world: World, neo4j_lease: StoreLease) -> None:
    world.file("th-police", record("Person", "P-1", name="Somchai Jaidee"))
    path = world.app.settings.keys / "deployment.key"
    kept = path.read_text()
    path.unlink()
    with pytest.raises(DeploymentKeyError, match=r"deployment\.key` is missing.*from the backup"):
        world.run(start(world.app.settings, neo4j_lease))
    assert not path.exists()
    path.touch(0o600)
    path.write_text(kept)
    assert world.run(start(world.app.settings, neo4j_lease)) == world.app.minter.key_id


def test_another_hosts_key_is_refused_and_that_host_gets_none_of_its_own(
    world: World, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    other = replace(world.app.settings, keys=tmp_path / "other-host" / "keys")
    with pytest.raises(DeploymentKeyError, match="is missing"):  # the store is empty, but has its key
        world.run(start(other, neo4j_lease))
    assert not other.keys.exists()
    other.keys.mkdir(parents=True)
    (other.keys / "deployment.key").touch(0o600)
    (other.keys / "deployment.key").write_text("ab" * 32)
    with pytest.raises(DeploymentKeyError, match=r"is not the key that the ids in this store") as caught:
        world.run(start(other, neo4j_lease))
    assert "abab" not in str(caught.value)
    assert world.query("MATCH (k:DeploymentKey) RETURN k.key_id AS id") == [{"id": world.app.minter.key_id}]


def test_a_trial_makes_no_key_and_takes_the_one_that_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert trial_minter(folder).key_id != trial_minter(folder).key_id
    assert not folder.exists()
    folder.mkdir()
    (folder / "deployment.key").touch(0o600)
    (folder / "deployment.key").write_text("ab" * 32)
    assert trial_minter(folder).key_id == trial_minter(folder).key_id


def test_a_key_that_cannot_be_written_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingError, match=r"cannot be read or written \(No space left on device\)"):
        load_development_key(tmp_path / "keys", tmp_path / "keys" / "jwks.json")
    assert list((tmp_path / "keys").iterdir()) == []


def test_another_users_keys_folder_is_one_line_and_leaves_nothing(
    world: World, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept, found = Path.stat, sorted(world.app.settings.keys.iterdir())

    def closed(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent == world.app.settings.keys:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return kept(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(SettingError, match=r"deployment\.key` cannot be read or written \(Permission denied\)"):
        world.run(start(world.app.settings, neo4j_lease))
    for look in (trial_minter, find_checkpoint_key):
        with pytest.raises(SettingError, match=r"cannot be read or written \(Permission denied\)"):
            look(world.app.settings.keys)
    with pytest.raises(SettingError, match=r"jwks\.json` cannot be read or written \(Permission denied\)"):
        load_development_key(tmp_path / "other", world.app.settings.keys / "jwks.json")
    assert sorted(world.app.settings.keys.iterdir()) == found


def test_root_makes_no_key_beside_those_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_selector_hasher(tmp_path)
    (tmp_path / "deployment.key").write_text("00" * 32)
    become_other_user(monkeypatch)
    with pytest.raises(SettingError, match=r"keys of the user `.+`: run this as that user"):
        load_development_key(tmp_path, tmp_path / "jwks.json")
    load_selector_hasher(tmp_path)  # what is there is read
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deployment.key", "hit-index.key"]


def test_no_development_key_comes_into_the_file_of_an_identity_provider_that_is_away(tmp_path: Path) -> None:
    theirs = tmp_path / "provider" / "jwks.json"
    for folder_stands in (False, True):
        if folder_stands:
            theirs.parent.mkdir()
        with pytest.raises(SettingError, match="is not there, and is made for development in the keys folder alone"):
            load_development_key(tmp_path / "keys", theirs)
    assert [*theirs.parent.iterdir()] == []
    assert not (tmp_path / "keys").exists()


def test_the_token_command_on_a_full_disk_is_one_line_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(people, "settings", lambda: settings_in(tmp_path))
    with pytest.raises(typer.Exit) as ended:
        people.token(agency="th-police", role=["analyst"], purpose="investigation")
    told = capsys.readouterr()
    assert (ended.value.exit_code, told.out) == (1, "")
    assert "cannot be read or written (No space left on device)" in told.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_store_that_does_not_answer_is_told_with_its_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails() -> None:
        raise StoreUnavailableError("Neo.DatabaseError.Transaction.TransactionLogError")

    monkeypatch.setattr(context, "settings", lambda: settings_in(tmp_path))
    for folder, words in ((None, False), (tmp_path, True)):
        monkeypatch.setattr(context, "find_full_folder", lambda _, found=folder: found)
        with pytest.raises(typer.Exit):
            context.run(fails())
        told = capsys.readouterr().err
        assert "the store does not answer (`Neo.DatabaseError.Transaction.TransactionLogError`)" in told
        assert ("is full: end all that uses the store, make room, start again" in told) is words


def test_a_key_is_on_the_disk_before_it_is_used_and_so_is_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []

    def seen(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)

    monkeypatch.setattr(os, "fsync", seen)
    load_selector_hasher(tmp_path / "keys")
    assert [name.split(".")[1] if "." in name else name for name in synced] == ["hit-index", "keys"]
    assert [p.name for p in (tmp_path / "keys").iterdir()] == ["hit-index.key"]


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o606, 0o601])
def test_a_secret_that_every_user_can_open_is_refused(tmp_path: Path, mode: int) -> None:
    load_checkpoint_signer(tmp_path)
    load_selector_hasher(tmp_path)
    for name, load in (("checkpoint.pem", load_checkpoint_signer), ("hit-index.key", load_selector_hasher)):
        (tmp_path / name).chmod(mode)
        with pytest.raises(SettingError, match=rf"{name}` is a secret that every user here can open; run `chmod 600`"):
            load(tmp_path)
        (tmp_path / name).chmod(0o640)  # a group of its own, as orchestrators mount secrets
        load(tmp_path)


@pytest.mark.parametrize("text", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_one_line_without_what_it_holds(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "checkpoint.pem"
    path.touch(0o600)
    path.write_bytes(text)
    with pytest.raises(SettingError, match=r"must hold a private key in PEM, without a password$"):
        load_checkpoint_signer(tmp_path)


def test_a_key_of_another_kind_and_what_is_no_text_are_refused(tmp_path: Path) -> None:
    development = tmp_path / "development-signing-key.pem"
    load_checkpoint_signer(tmp_path)
    (tmp_path / "checkpoint.pem").rename(development)
    with pytest.raises(SettingError, match="must hold an EC P-256 key"):
        load_development_key(tmp_path, tmp_path / "jwks.json")
    development.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingError, match="is not text"):
        load_development_key(tmp_path, tmp_path / "jwks.json")
    assert not (tmp_path / "jwks.json").exists()


def test_the_data_folder_is_its_owners_alone_where_its_first_key_makes_it(tmp_path: Path) -> None:
    home = tmp_path / "made" / "home"
    before = os.umask(0)
    try:
        load_selector_hasher(home / "keys")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (home.parent, home, home / "keys")] == [0o700] * 3
