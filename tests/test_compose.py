"""Holds `docker-compose.yml` and `Dockerfile` against the Compose schema and the code. No container runs here."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from api.settings import Settings
from graph.store.config import ExternalStore
from graph.store.server.home import ServerSizes, settings_text
from graph.store.server.jars import product_lock
from tests.environment_names import PACKAGES, ROOT, variables_of_the_code

SCHEMA = ROOT / "tests" / "compose-spec" / "compose-spec.json"
HOSTS_VALUES = {
    "NEO4J_PASSWORD": "a-long-password",
    "BENANG_POLICY_KEYS": "/etc/benang/policy-keys.json",
    "BENANG_ISSUER": "https://identity.example",
}
# `${NAME}`, `${NAME:-default}` or `${NAME:?message}`; `$$` stands for a dollar of the container's own.
INTERPOLATION = re.compile(r"(?<!\$)\$\{([A-Z0-9_]+)(?::([-?])([^}]*))?\}")
# Addresses are the container's own matter; the rest of the settings is sized by hand on both sides.
NOT_SHARED = {"server.default_listen_address", "dbms.security.auth_enabled", "db.tx_log.preallocate"}
# How long the embedded server waits before it stops is nothing to a container.
OWN_STOP = ("internal.dbms.bolt.", "internal.server.bolt.")
SIZED = {"db.memory.transaction.max", "dbms.memory.transaction.total.max", "server.memory.pagecache.size"}


@cache
def text_of(name: str) -> str:
    """Return a file of the repository's root."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def compose() -> dict[str, Any]:
    """Return the Compose file as it stands."""
    loaded: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))
    return loaded


def environment(service: str) -> dict[str, str]:
    """Return a service's environment with the host's values put in, as Compose does."""

    def fill(match: re.Match[str]) -> str:
        name, sign, text = match.groups()
        return HOSTS_VALUES.get(name) or (text if sign == "-" else "")

    found = compose()["services"][service]["environment"]
    return {name: INTERPOLATION.sub(fill, str(value)).replace("$$", "$") for name, value in found.items()}


def texts(value: object) -> Iterator[str]:
    """Yield every text in a nested value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def asked_for() -> dict[str, str | None]:
    """Return the variables that the file takes from the host, each with the message that its absence gives."""
    found: dict[str, str | None] = {}
    for text in texts(compose()):
        for name, sign, message in INTERPOLATION.findall(text):
            found[name] = message if sign == "?" else found.get(name)
    return found


def container_name(setting: str) -> str:
    """Return the variable by which the official image takes a setting of Neo4j's."""
    return "NEO4J_" + setting.replace("_", "__").replace(".", "_")


def size(text: str) -> int:
    """Return a size such as `256m` in bytes."""
    return int(text) if text.isdigit() else int(text[:-1]) << {"k": 10, "m": 20, "g": 30}[text[-1]]


def test_the_file_follows_the_compose_schema() -> None:
    # Draft 7 by name: the schema gives its own dialect by an address that no validator knows.
    schema = jsonschema.Draft7Validator(yaml.safe_load(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(compose())] == []


def test_the_schema_would_notice_a_misspelt_word() -> None:
    schema = jsonschema.Draft7Validator(yaml.safe_load(SCHEMA.read_text(encoding="utf-8")))
    wrong = {"services": {"api": {**compose()["services"]["api"], "enviroment": {}}}}
    assert list(schema.iter_errors(wrong))


@pytest.mark.long
def test_every_variable_is_one_that_the_code_reads() -> None:
    known = variables_of_the_code()
    assert set(asked_for()) <= known
    assert set(environment("api")) <= known


def test_the_apis_environment_gives_complete_settings() -> None:
    settings = Settings.from_env(environment("api"))
    assert settings.store.external == ExternalStore(
        uri="bolt://neo4j:7687", username="neo4j", password="a-long-password", database="neo4j"
    )
    config = Path("/etc/benang")
    assert (settings.jwks, settings.policy) == (config / "jwks.json", config / "policy")
    assert (settings.policy_keys, settings.budgets) == (config / "policy-keys.json", config / "budgets.yml")
    assert (settings.keys, settings.audit) == (Path("/data/keys"), Path("/data/audit"))
    assert (settings.issuer, settings.audience, settings.node) == ("https://identity.example", "benang", "api")


@pytest.mark.parametrize("name", ["NEO4J_PASSWORD", "BENANG_ISSUER"])
def test_what_has_no_safe_default_must_be_given_and_says_what_it_is(name: str) -> None:
    assert (asked_for()[name] or "").startswith("set it to ")


def test_no_password_stands_in_the_files() -> None:
    written = [v for n, v in compose()["services"]["api"]["environment"].items() if "PASSWORD" in n or "AUTH" in n]
    written += [v for n, v in compose()["services"]["neo4j"]["environment"].items() if n == "NEO4J_AUTH"]
    assert len(written) == 2
    assert all("${NEO4J_PASSWORD:?" in value for value in written)
    assert "PASSWORD" not in text_of("Dockerfile")


def test_both_sides_share_one_login() -> None:
    api = environment("api")
    assert environment("neo4j")["NEO4J_AUTH"] == f"{api['NEO4J_USERNAME']}/{api['NEO4J_PASSWORD']}"


def test_the_api_alone_is_published_on_loopback_at_8000() -> None:
    published = {name: service.get("ports", []) for name, service in compose()["services"].items()}
    assert published == {"neo4j": [], "api": ["127.0.0.1:8000:8000"]}
    assert all("network_mode" not in service for service in compose()["services"].values())


def test_the_store_has_no_network_but_the_internal_one() -> None:
    assert compose()["services"]["neo4j"]["networks"] == ["store"]
    assert compose()["networks"]["store"] == {"internal": True}
    assert compose()["services"]["api"]["networks"] == ["store", "front"]


def test_every_service_has_a_health_check_and_the_api_waits_for_the_store() -> None:
    services = compose()["services"]
    assert "cypher-shell" in services["neo4j"]["healthcheck"]["test"][1]
    check = services["api"]["healthcheck"]["test"]
    assert "/health/ready" in check[-1]
    assert services["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    # The image's own check is the same, for those who run it without Compose.
    assert check[-1] in text_of("Dockerfile")
    assert '"/health/ready"' in (ROOT / "api" / "web" / "http.py").read_text(encoding="utf-8")


def test_the_image_is_of_the_series_that_the_jar_lock_names() -> None:
    series = product_lock().neo4j_version.rpartition(".")[0]
    assert series == "5.26"
    assert compose()["services"]["neo4j"]["image"] == f"neo4j:{series}-community"


def test_the_store_is_hardened_as_the_embedded_one() -> None:
    lines = settings_text(ServerSizes(heap=1 << 30, page_cache=512 << 20)).splitlines()
    embedded = dict(line.split("=", 1) for line in lines)
    shared = {n: v for n, v in embedded.items() if n not in NOT_SHARED and not n.startswith(OWN_STOP)}
    given = environment("neo4j")
    assert {n: given.get(container_name(n)) for n in shared if n not in SIZED} == {
        n: v for n, v in shared.items() if n not in SIZED
    }
    assert {n: size(given[container_name(n)]) for n in SIZED} == {n: int(shared[n]) for n in SIZED}


def test_the_api_runs_without_rights() -> None:
    api = compose()["services"]["api"]
    assert api["read_only"] is True
    assert api["cap_drop"] == ["ALL"]
    assert api["security_opt"] == ["no-new-privileges:true"]
    assert re.findall(r"^USER (.+)$", text_of("Dockerfile"), re.MULTILINE) == ["10001:10001"]


def test_volumes_are_declared_and_used_and_what_the_host_configures_is_a_folder_that_nobody_writes() -> None:
    mounts = [m.split(":") for s in compose()["services"].values() for m in s["volumes"]]
    assert [m for m in mounts if m[0].startswith(".")] == [["./config", "/etc/benang", "ro"]]
    assert sorted(m[0] for m in mounts if not m[0].startswith(".")) == sorted(compose()["volumes"])
    for name in ("BENANG_JWKS", "BENANG_POLICY", "BENANG_POLICY_KEYS", "BENANG_BUDGETS"):
        assert environment("api")[name].startswith("/etc/benang/")


def test_the_image_is_built_from_the_lock_with_its_own_uv() -> None:
    dockerfile = text_of("Dockerfile")
    locked = {p["name"]: p["version"] for p in tomllib.loads(text_of("uv.lock"))["package"]}
    assert re.findall(r"uv==([\d.]+)", dockerfile) == [locked["uv"]]
    installs = re.findall(r"^RUN uv sync (.+)$", dockerfile, re.MULTILINE)
    assert len(installs) == 2
    assert all("--locked --no-dev" in line for line in installs)
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == ["python:3.11-slim", "python:3.11-slim"]


def test_the_image_is_made_of_the_packages_and_nothing_else() -> None:
    lines = [line for line in text_of(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert allowed == {*PACKAGES, "LICENSE", "README.md", "pyproject.toml", "uv.lock"}
