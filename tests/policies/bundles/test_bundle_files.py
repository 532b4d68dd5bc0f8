"""A bundle's files are read whole: none is missing, too large, no regular file, or one that nobody would read."""

import os
from pathlib import Path
from time import process_time

import pytest

from policies import BundleError, load_bundle
from policies.bundles.files import MAX_FILE_BYTES
from tests.policies.bundles.test_loading import FLOOR, TH
from tests.policies.edited_bundles import copied_bundle


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    for name in (TH, FLOOR, "profiles.yml", "parties.yml", "schema.cedarschema"):
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())

    assert load_bundle(folder).version == load_bundle().version


def test_a_huge_policy_file_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / FLOOR).write_text("// " + "x" * MAX_FILE_BYTES, encoding="utf-8")

    with pytest.raises(BundleError, match=f"larger than {MAX_FILE_BYTES} bytes"):
        load_bundle(folder)


@pytest.mark.parametrize("file", ["parties.yml", "floor.cedar", "schema.cedarschema"])
def test_an_absent_or_unreadable_file_is_refused(tmp_path: Path, file: str) -> None:
    folder = copied_bundle(tmp_path)
    (folder / file).write_bytes(b"\xff\xfe")

    with pytest.raises(BundleError, match="cannot be read as UTF-8 text"):
        load_bundle(folder)
    (folder / file).unlink()
    with pytest.raises(BundleError, match="is missing"):
        load_bundle(folder)


@pytest.mark.parametrize("file", ["roles.yml", "bundle.yml", "packs/th/pack.cedar", "other.yml"])
def test_a_pipe_in_a_bundle_is_refused_and_not_waited_for(tmp_path: Path, file: str) -> None:
    folder = copied_bundle(tmp_path)
    (folder / file).unlink(missing_ok=True)
    os.mkfifo(folder / file)

    with pytest.raises(BundleError, match=f"^{file}: cannot be read: no regular file but a pipe"):
        load_bundle(folder)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("packs/th/pack.ceder", "did you mean `packs/th/pack.cedar`?"),
        ("packs/th/more/pack.cedar", ""),
        ("floor.cedra", "did you mean `floor.cedar`?"),
        ("agreements/old/border-pilot.cedar", ""),
        ("pack.cedar", ""),
    ],
)
def test_a_file_that_nobody_would_read_is_refused(tmp_path: Path, name: str, hint: str) -> None:
    folder = copied_bundle(tmp_path)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("permit (principal, action, resource);", encoding="utf-8")

    with pytest.raises(BundleError, match="is no file of a bundle") as caught:
        load_bundle(folder)
    assert hint in caught.value.problem


def test_a_policy_of_five_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    policy = '@id("th.{0}")\nforbid (principal, action, resource) when {{ principal.suspended }};\n'
    text = "".join(policy.format(n) for n in range(70_000))
    assert len(text) > 5_000_000
    (folder / TH).write_text(text, encoding="utf-8")

    started = process_time()
    with pytest.raises(BundleError, match=rf"^packs/th/pack\.cedar:1: is larger than {MAX_FILE_BYTES} bytes$"):
        load_bundle(folder)
    assert process_time() - started < 2
