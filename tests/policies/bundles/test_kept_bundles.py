"""Kept bundles: given back byte for byte, for their owner alone, within a bound, and never in another's place."""

import os
from pathlib import Path

import pytest

from policies import KeptBundleError, KeptBundles, load_bundle
from policies.bundles.model import Bundle
from tests.policies.edited_bundles import copied_bundle, edit

PACK = "packs/th/pack.cedar"


@pytest.fixture
def bundle() -> Bundle:
    return load_bundle()


@pytest.fixture
def other(tmp_path: Path) -> Bundle:
    folder = copied_bundle(tmp_path)
    edit(folder, PACK, '@review_by("2027-03-31")', '@review_by("2027-03-30")')
    return load_bundle(folder)


def test_what_was_kept_comes_back_byte_for_byte_and_is_its_owners_alone(tmp_path: Path, bundle: Bundle) -> None:
    folder = tmp_path / "policies"
    kept = KeptBundles(folder)

    found = kept.keep(bundle)
    again = kept.keep(bundle)

    assert (found.version, found.dropped) == (bundle.version, ())
    assert again == found
    assert kept.get(found.version, found.digest) == bundle.files
    assert kept.has(bundle.version)
    [path] = folder.iterdir()
    assert path.name == f"{bundle.version}-{found.digest}.zip"
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_kept_bundle_that_was_changed_is_not_given_out_and_is_kept_anew(tmp_path: Path, bundle: Bundle) -> None:
    kept = KeptBundles(tmp_path)
    found = kept.keep(bundle)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes().replace(b"pack.cedar", b"pack.cadar"))

    with pytest.raises(KeptBundleError) as refused:
        kept.get(found.version, found.digest)

    assert str(refused.value) == f"the kept bundle of version `{bundle.version}` is not what the audit trail says"
    assert kept.keep(bundle) == found
    assert kept.get(found.version, found.digest) == bundle.files


def test_what_came_into_force_longest_ago_goes_where_there_is_no_room(
    tmp_path: Path, bundle: Bundle, other: Bundle
) -> None:
    folder = tmp_path / "policies"
    first = KeptBundles(folder).keep(bundle)
    [path] = folder.iterdir()
    os.utime(path, (1, 1))
    kept = KeptBundles(folder, most_bytes=path.stat().st_size + 100)

    second = kept.keep(other)

    assert second.dropped == (bundle.version,)
    assert kept.get(second.version, second.digest) == other.files
    assert not kept.has(bundle.version)
    with pytest.raises(KeptBundleError) as gone:
        kept.get(first.version, first.digest)
    assert str(gone.value) == f"the bundle of version `{bundle.version}` is not kept in this data folder"


def test_a_bundle_that_is_larger_than_the_bound_is_kept_alone(tmp_path: Path, bundle: Bundle, other: Bundle) -> None:
    kept = KeptBundles(tmp_path / "kept", most_bytes=1)

    kept.keep(bundle)
    second = kept.keep(other)

    assert second.dropped == (bundle.version,)
    assert kept.has(other.version)


def test_a_file_that_another_process_takes_away_meanwhile_is_no_fault(
    tmp_path: Path, bundle: Bundle, other: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptBundles(tmp_path / "kept")
    first = kept.keep(bundle)
    going, status_of = tmp_path / "kept" / f"{first.version}-{first.digest}.zip", Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path == going:
            path.unlink(missing_ok=True)
        return status_of(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)

    second = kept.keep(other)

    assert (second.dropped, kept.get(second.version, second.digest)) == ((), other.files)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [f"{second.version}-{second.digest}.zip"]


def test_a_bundle_that_is_taken_away_while_it_is_kept_again_is_written_anew(
    tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptBundles(tmp_path)
    found = kept.keep(bundle)

    def taken_away(path: Path) -> None:
        path.unlink()
        raise FileNotFoundError(path)

    monkeypatch.setattr(os, "utime", taken_away)

    assert kept.keep(bundle) == found
    assert kept.get(found.version, found.digest) == bundle.files


def test_a_folder_that_takes_nothing_keeps_nothing(tmp_path: Path, bundle: Bundle) -> None:
    (tmp_path / "policies").write_text("a file in its place", encoding="utf-8")

    with pytest.raises(KeptBundleError) as refused:
        KeptBundles(tmp_path / "policies").keep(bundle)

    assert str(refused.value) == "the bundle cannot be kept: file exists"
