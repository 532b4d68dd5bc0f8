from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.config import MAVEN_CENTRAL, ExternalStore, StoreConfig, memory_bytes, page_cache_for
from graph.store.errors import StoreConfigError

EXTERNAL = {"NEO4J_URI": "neo4j://graph.example:7687", "NEO4J_USERNAME": "benang", "NEO4J_PASSWORD": "not-a-secret"}


def test_an_empty_environment_chooses_the_embedded_store_in_the_users_folders() -> None:
    config = StoreConfig.from_env({"HOME": "/home/ayu"})
    assert config == StoreConfig(
        home=Path("/home/ayu/.local/share/benang"),
        cache=Path("/home/ayu/.cache/benang"),
        maven_url=MAVEN_CENTRAL,
        heap_bytes=1073741824,
        page_cache_bytes=page_cache_for(memory_bytes()),
        linger_seconds=3.0,
    )


def test_xdg_folders_are_followed_and_relative_ones_ignored() -> None:
    config = StoreConfig.from_env({"HOME": "/home/ayu", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "cache"})
    assert (config.home, config.cache) == (Path("/data/benang"), Path("/home/ayu/.cache/benang"))


def test_own_settings_win_over_xdg_folders() -> None:
    config = StoreConfig.from_env(
        {
            "HOME": "/home/ayu",
            "XDG_DATA_HOME": "/data",
            "BENANG_HOME": "/srv/benang",
            "BENANG_CACHE": "/srv/cache",
            "BENANG_MAVEN_URL": "http://mirror.example/maven2/",
            "BENANG_JAVA": "/opt/java/bin/java",
            "JAVA_HOME": "/usr/lib/jvm/default",
            "BENANG_NEO4J_PORT": "7700",
            "BENANG_NEO4J_HEAP": "512M",
            "BENANG_NEO4J_PAGECACHE": "2g",
            "BENANG_NEO4J_LINGER": "0.5",
        }
    )
    assert config == StoreConfig(
        home=Path("/srv/benang"),
        cache=Path("/srv/cache"),
        maven_url="http://mirror.example/maven2",
        java=Path("/opt/java/bin/java"),
        java_home=Path("/usr/lib/jvm/default"),
        port=7700,
        heap_bytes=512 << 20,
        page_cache_bytes=2 << 30,
        linger_seconds=0.5,
    )


def test_a_uri_chooses_an_external_store() -> None:
    config = StoreConfig.from_env({"HOME": "/home/ayu", **EXTERNAL, "NEO4J_DATABASE": "graph"})
    assert config.external == ExternalStore(
        uri="neo4j://graph.example:7687", username="benang", password="not-a-secret", database="graph"
    )


def test_a_password_does_not_show_in_a_representation() -> None:
    assert "not-a-secret" not in repr(StoreConfig.from_env({"HOME": "/home/ayu", **EXTERNAL}))


@pytest.mark.parametrize("missing", ["NEO4J_USERNAME", "NEO4J_PASSWORD"])
def test_a_uri_without_a_login_is_refused(missing: str) -> None:
    with pytest.raises(StoreConfigError) as caught:
        StoreConfig.from_env({"HOME": "/home/ayu", **EXTERNAL, missing: ""})
    assert str(caught.value) == f"`{missing}` is missing, and `NEO4J_URI` names an external Neo4j that needs it"


@pytest.mark.parametrize("uri", ["graph.example:7687", "http://graph.example", "bolt://"])
def test_a_uri_of_another_kind_is_refused(uri: str) -> None:
    with pytest.raises(StoreConfigError) as caught:
        StoreConfig.from_env({"HOME": "/home/ayu", **EXTERNAL, "NEO4J_URI": uri})
    assert caught.value.setting == "NEO4J_URI"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("BENANG_NEO4J_PORT", "0"),
        ("BENANG_NEO4J_PORT", "65536"),
        ("BENANG_NEO4J_PORT", "bolt"),
        ("BENANG_NEO4J_HEAP", "1"),
        ("BENANG_NEO4J_HEAP", "32m"),
        ("BENANG_NEO4J_PAGECACHE", "lots"),
        ("BENANG_NEO4J_CUT_LOG", "yes"),
        ("BENANG_NEO4J_LINGER", "-1"),
        ("BENANG_NEO4J_LINGER", "nan"),
    ],
)
def test_an_impossible_setting_is_refused_by_its_name(setting: str, value: str) -> None:
    with pytest.raises(StoreConfigError) as caught:
        StoreConfig.from_env({"HOME": "/home/ayu", setting: value})
    assert caught.value.setting == setting


@given(megabytes=st.integers(min_value=64, max_value=10_000))
def test_sizes_are_counted_in_powers_of_1024(megabytes: int) -> None:
    config = StoreConfig.from_env({"HOME": "/home/ayu", "BENANG_NEO4J_HEAP": f"{megabytes}m"})
    assert config.heap_bytes == megabytes * 1024 * 1024


def test_the_page_cache_is_an_eighth_of_the_memory_within_bounds() -> None:
    gib = 1 << 30
    found = {memory: page_cache_for(memory * gib) for memory in (0, 2, 4, 24, 64, 512)}
    assert found == {0: gib // 2, 2: gib // 2, 4: gib // 2, 24: 3 * gib, 64: 8 * gib, 512: 8 * gib}
    assert page_cache_for(24 * gib + 12_345) == 3 * gib


def test_a_container_has_the_memory_that_it_was_given(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    machine = memory_bytes(limit)
    assert machine > 1 << 20
    for text, memory in (("1048576\n", 1 << 20), ("max\n", machine), (f"{machine * 2}\n", machine)):
        limit.write_text(text, encoding="ascii")
        assert memory_bytes(limit) == memory
