import json
import stat
from pathlib import Path

import pytest

from graph.store.errors import CredentialsError, ForeignStoreError, StoreFolderError
from graph.store.server.home import ServerHome, ServerSizes, failure_reason, initial_login
from graph.store.server.keeper import ServerState, read_state, write_state
from tests.other_user import become_other_user

SIZES = ServerSizes(heap=512 << 20, page_cache=64 << 20)


@pytest.fixture
def home(tmp_path: Path) -> ServerHome:
    home = ServerHome(tmp_path / "benang")
    home.create()
    home.prepare(neo4j_version="5.26.30", sizes=SIZES)
    return home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_can_open_the_folder_and_the_password(home: ServerHome) -> None:
    assert (mode(home.folder), mode(home.password_file)) == (0o700, 0o600)
    assert len(home.password()) == 43


def test_each_data_folder_has_its_own_password_and_keeps_it(home: ServerHome, tmp_path: Path) -> None:
    other = ServerHome(tmp_path / "other")
    other.create()
    other.prepare(neo4j_version="5.26.30", sizes=SIZES)
    first = home.password()
    assert other.password() != first
    home.prepare(neo4j_version="5.26.30", sizes=SIZES)
    assert home.password() == first


def test_the_initial_login_is_a_salted_hash_of_1024_rounds() -> None:
    # That the server accepts it is proven where a real one starts, in `test_embedded.py`.
    line = initial_login("not-a-secret", bytes(range(32)))
    user, credential, _ = line.split(":")
    algorithm, digest, salt, rounds = credential.split(",")
    assert (user, algorithm, len(digest), salt, rounds) == ("neo4j", "SHA-256", 64, bytes(range(32)).hex(), "1024")


def test_memory_of_transactions_is_bounded_by_the_heap(home: ServerHome) -> None:
    settings = dict(line.split("=") for line in (home.conf / "neo4j.conf").read_text().splitlines())
    assert settings["db.memory.transaction.max"] == str(128 << 20)
    assert settings["dbms.memory.transaction.total.max"] == str(256 << 20)
    assert settings["server.memory.pagecache.size"] == str(64 << 20)
    assert settings["db.transaction.monitor.check.interval"] == "100ms"
    assert (settings["db.logs.query.enabled"], settings["dbms.usage_report.enabled"]) == ("OFF", "false")
    assert settings["dbms.security.auth_enabled"] == "true"


@pytest.mark.parametrize("made_by", ["5.26.0", "5.26.30", "5.26.99"])
def test_a_folder_of_the_same_series_is_taken(home: ServerHome, made_by: str) -> None:
    told = json.dumps({"product": "benang", "format": 1, "neo4j": made_by})
    home.description.write_text(told)
    home.check_maker("5.26.30")
    assert home.description.read_text() == told


@pytest.mark.parametrize(
    ("description", "problem"),
    [
        ('{"product": "benang", "format": 1, "neo4j": "5.25.1"}', "was made with Neo4j 5.25.1, this version uses 5.26"),
        ('{"product": "benang", "format": 1, "neo4j": "6.0.0"}', "was made with Neo4j 6.0.0, this version uses 5.26"),
        ('{"product": "benang", "format": 2, "neo4j": "5.26.30"}', "was made by a newer version of this product"),
        ('{"product": "benang", "format": 0, "neo4j": "5.26.30"}', "was made by an older version of this product"),
        ('{"product": "other", "format": 1, "neo4j": "5.26.30"}', "was made by another product"),
        ('{"product": "benang", "format": "1", "neo4j": "5.26.30"}', "has a damaged `store.json`"),
        ('{"product": "benang", "format": 1}', "has a damaged `store.json`"),
        ('{"product"', "has a damaged `store.json`"),
        ("[]", "was made by another product"),
    ],
)
def test_a_folder_that_another_version_made_gets_one_clear_line(
    home: ServerHome, description: str, problem: str
) -> None:
    home.description.write_text(description)
    with pytest.raises(ForeignStoreError) as caught:
        home.check_maker("5.26.30")
    assert str(caught.value) == (
        f"data folder `{home.folder}` {problem}; set `BENANG_HOME` to another folder, or move this one away"
    )


def test_a_neo4j_that_the_product_did_not_make_is_refused(tmp_path: Path) -> None:
    home = ServerHome(tmp_path)
    (home.server / "data" / "databases").mkdir(parents=True)
    with pytest.raises(ForeignStoreError, match="holds a Neo4j that this product did not make"):
        home.check_maker("5.26.30")


def test_a_password_that_others_can_open_is_refused(home: ServerHome) -> None:
    home.password_file.chmod(0o640)
    with pytest.raises(CredentialsError, match="that others can open"):
        home.password()


def test_a_lost_password_is_named_and_not_replaced(home: ServerHome) -> None:
    home.password_file.unlink()
    home.prepare(neo4j_version="5.26.30", sizes=SIZES)
    with pytest.raises(CredentialsError, match="has lost its file `password`"):
        home.password()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFolderError, match="cannot be made"):
        ServerHome(tmp_path / "file").create()


def test_root_starts_no_server_in_a_folder_of_another_user(home: ServerHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it would write there, that user could not open: its own server would start no more."""
    home.create()
    home.clients_lock.touch()
    become_other_user(monkeypatch)
    with pytest.raises(StoreFolderError, match=r"belongs to the user `.+`: run this as that user"):
        home.create()


def test_discarding_leaves_nothing_but_lock_files(home: ServerHome) -> None:
    home.clients_lock.touch()
    home.discard()
    assert [path.name for path in home.folder.iterdir()] == ["clients.lock"]


def test_a_state_reads_back_as_it_was_written(tmp_path: Path) -> None:
    state = ServerState(keeper_pid=11, server_pid=12, server_started="345", port=7687, ready=True)
    assert read_state(tmp_path / "server.json") is None
    write_state(tmp_path / "server.json", state)
    assert read_state(tmp_path / "server.json") == state
    assert [path.name for path in tmp_path.iterdir()] == ["server.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"port": 1}', '{"port": "x"}'])
def test_a_damaged_state_is_told_from_a_missing_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "server.json").write_text(text)
    with pytest.raises(ValueError):
        read_state(tmp_path / "server.json")


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (
            "2026-01-01 00:00:00.000+0000 INFO  Starting...\n"
            "2026-01-01 00:00:01.000+0000 ERROR Failed to start\n"
            "Caused by: java.io.IOException: first\n\tat a.B.c(D.java:1)\n"
            "Caused by: java.net.BindException: Address already in use\n"
            "2026-01-01 00:00:02.000+0000 INFO  Stopped.\n",
            "java.net.BindException: Address already in use",
        ),
        ("2026-01-01 00:00:01.000+0000 ERROR Failed to start\n", "Failed to start"),
        (
            "Error occurred during initialization of VM\nCould not reserve enough space for object heap\n",
            "Could not reserve enough space for object heap",
        ),
        ("Error: Could not find or load main class a.B\n", "Could not find or load main class a.B"),
        ("", "it says nothing"),
    ],
)
def test_the_reason_of_a_failed_start_is_one_line_without_its_time(log: str, reason: str) -> None:
    assert failure_reason(log) == reason
