import subprocess
from pathlib import Path

import pytest

from graph.store.server.class_archive import ClassArchive, class_archive
from graph.store.server.java import Java, get_java


@pytest.fixture(scope="module")
def java() -> Java:
    return get_java(chosen=None, java_home=None)


def run(java: Java, archive: ClassArchive) -> str:
    done = subprocess.run([str(java.program), *archive.options, "-version"], capture_output=True, text=True, check=True)
    return done.stderr


def test_the_first_run_writes_the_archive_that_the_next_uses(java: Java, tmp_path: Path) -> None:
    first = class_archive(java, [], tmp_path)
    assert first.renaming is not None
    written, kept = map(Path, first.renaming)
    run(java, first)
    written.replace(kept)
    second = class_archive(java, [], tmp_path, writes=False)
    assert second == class_archive(java, [], tmp_path)
    assert second == ClassArchive(options=(f"-XX:SharedArchiveFile={kept}", "-Xlog:cds=off"))
    assert "sharing" in run(java, second)


def test_a_server_that_is_not_to_write_it_does_without_one(java: Java, tmp_path: Path) -> None:
    found = class_archive(java, [], tmp_path, writes=False)
    assert found.renaming is None
    run(java, found)
    assert not [path for path in (tmp_path / "classes").iterdir() if not path.name.endswith(".base.jsa")]


@pytest.mark.long
def test_other_jars_have_another_archive(java: Java, tmp_path: Path) -> None:
    one = class_archive(java, [tmp_path / "a.jar"], tmp_path)
    two = class_archive(java, [tmp_path / "b.jar"], tmp_path)
    assert one.renaming is not None
    assert two.renaming is not None
    assert one.renaming[1] != two.renaming[1]


def test_a_cache_that_cannot_be_written_means_no_archive(java: Java, tmp_path: Path) -> None:
    (tmp_path / "classes").write_text("a file")
    assert class_archive(java, [], tmp_path) == ClassArchive()
    assert "version" in run(java, ClassArchive())


def test_a_damaged_archive_does_no_harm(java: Java, tmp_path: Path) -> None:
    first = class_archive(java, [], tmp_path)
    assert first.renaming is not None
    Path(first.renaming[1]).write_bytes(b"not an archive")
    assert "version" in run(java, class_archive(java, [], tmp_path))
