"""`benang bloom project`: what it prints, what it refuses, and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.authentication import issue_development_token
from api.bloom import Projector
from api.cli.main import app
from api.keys import load_development_key
from graph.store import StoreLease
from policies import ViewerContext
from tests.api.bloom.bloom_bench import KH_POLICE, Bench


def token_for(bench: Bench, viewer: ViewerContext) -> str:
    key = load_development_key(bench.settings.keys, bench.settings.jwks)
    return issue_development_token(bench.settings, key, viewer, ttl_seconds=60)


def invoke(bench: Bench, *arguments: str, **environment: str) -> Result:
    given = {
        "BENANG_HOME": str(bench.settings.store.home),
        "BENANG_TOKEN": token_for(bench, KH_POLICE),
        "NEO4J_URI": bench.shared.uri,
        "NEO4J_USERNAME": bench.shared.username,
        "NEO4J_PASSWORD": bench.shared.password,
        "NEO4J_DATABASE": bench.shared.database,
    }
    return CliRunner().invoke(app, ["bloom", "project", *arguments], env={**given, **environment})


@pytest.fixture
def target(bench: Bench) -> StoreLease:
    return bench.target


def test_projects_and_writes_the_perspective(bench: Bench, target: StoreLease, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    result = invoke(
        bench, "--to", target.uri, "--perspective", str(path), "--json", BLOOM_NEO4J_PASSWORD=target.password
    )
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["records"] == len(bench.graph().labelled("Record")) > 0
    assert json.loads(path.read_text())["name"] == "Benang: kh-police, investigation"
    assert "docs/bloom.md" not in result.stdout


@pytest.mark.long
def test_a_perspective_that_the_disk_does_not_take_is_told_in_one_line(bench: Bench, target: StoreLease) -> None:
    result = invoke(bench, "--to", target.uri, "--perspective", "/dev/full", BLOOM_NEO4J_PASSWORD=target.password)
    assert (result.exit_code, result.stdout) == (1, "")
    told = "the view is projected, but its perspective file `/dev/full` cannot be written: no space left on device"
    assert result.stderr.splitlines()[-1] == f"benang: {told}"
    marker = bench.marker()
    assert marker is not None
    assert marker["state"] == "ready"


@pytest.mark.long
def test_says_how_many_rows_each_phrase_found(bench: Bench, target: StoreLease) -> None:
    result = invoke(bench, "--to", target.uri, BLOOM_NEO4J_PASSWORD=target.password)
    lines = result.stdout.splitlines()
    assert "     5 rows: what is advertised for $site" in lines
    assert len([line for line in lines if " rows: " in line or line.startswith("no answer: ")]) == 11


def test_token_is_taken_from_the_option_first(bench: Bench, target: StoreLease) -> None:
    result = invoke(bench, "--to", target.uri, "--as", "no token", "--password", target.password)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "benang: the token is not valid\n"
    assert bench.marker() == {}


@pytest.mark.long
def test_key_that_is_taken_out_meanwhile_empties_the_target(
    bench: Bench, target: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, write = bench.settings.jwks, Projector._write_matches

    async def taken_out(projector: Projector) -> int:
        keys.write_text(keys.read_text().replace('"kid":', '"kid":"another","was":'))
        return await write(projector)

    token, kept = token_for(bench, KH_POLICE), keys.read_text()
    monkeypatch.setattr(Projector, "_write_matches", taken_out)
    try:
        result = invoke(bench, "--to", target.uri, "--as", token, "--password", target.password)
    finally:
        keys.write_text(kept)
    assert (result.exit_code, result.stdout) == (1, "")
    told = "benang: the token is not signed with a known key while the view was projected; "
    assert result.stderr.splitlines()[-1] == f"{told}the target was emptied; run it again with a new one"
    assert bench.graph().nodes == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "bolt://127.0.0.1:1"), "the target needs a password"),
        (("--to", "127.0.0.1:7687", "--password", "x"), "`--to` takes an address"),
        (("--to", "bolt://127.0.0.1:1", "--password", "x", "--perspective", "/no/such/folder/p.json"), "cannot stand"),
        (("--password", "x"), "missing option `--to`"),
    ],
)
def test_misuse_ends_with_2(bench: Bench, arguments: tuple[str, ...], said: str) -> None:
    result = invoke(bench, *arguments, BLOOM_NEO4J_PASSWORD="")
    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", " ")


def test_target_that_does_not_answer_is_told_from_the_shared_store(bench: Bench) -> None:
    result = invoke(bench, "--to", "bolt://127.0.0.1:1", "--password", "x")
    assert result.exit_code == 1
    assert result.stderr.endswith("benang: the target does not answer or refuses the login (`ServiceUnavailable`)\n")


def test_shared_store_as_target_is_refused_in_one_line(bench: Bench) -> None:
    lease = bench.shared
    result = invoke(bench, "--to", lease.uri, "--password", lease.password)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("benang: the target is the shared store of a deployment")


@pytest.mark.long
def test_somebody_elses_data_beside_a_projection_is_refused_in_one_line(bench: Bench, target: StoreLease) -> None:
    assert invoke(bench, "--to", target.uri, "--password", target.password).exit_code == 0
    bench.on_target("CREATE (:Customer {name: 'not ours'})-[:BOUGHT]->(:Product {sku: 1})")
    result = invoke(bench, "--to", target.uri, "--password", target.password)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1] == (
        "benang: the target holds data beside an earlier projection that benang did not write; remove it there or give "
        "another database; nothing was written"
    )
    assert bench.on_target("MATCH (n:Customer) RETURN count(n) AS n") == [{"n": 1}]


def test_way_to_another_machine_in_the_clear_is_told(bench: Bench) -> None:
    result = invoke(bench, "--to", "bolt://192.0.2.1:7687", "--as", "no token", "--password", "x")
    assert "not encrypted; for another machine use bolt+s://" in result.stderr
    assert result.exit_code == 1
