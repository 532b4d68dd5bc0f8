"""`benang match dedupe` and `benang match pairs` on lists with other names: what an alias of both joins."""

import csv
from pathlib import Path

import pytest

from tests.api.matching_lists import clusters_of, dedupe, run

MAPPINGS = {
    "Person": "{name: name, alias: alias, phone: phone}",
    "Organization": "{name: name, alias: alias, phone: phone}",
    "Site": "{name: name, alias: alias, locality: phone}",
}
# A and B have an alias and a phone, or a town, in common, and own names that are unlike; C is of A's own name.
LISTS = {
    "Person": (("Htun Lin Aung", "Kyaw Myo Thant"), "HR Bella", "+85512345671"),
    "Organization": (("Sovereign Dragon Property", "Mekong Delta Gaming"), "Jade Lotus Group", "+85512345671"),
    "Site": (("Apollo Park", "Yulong Bay Park"), "Shwe Kokko", "Ban Nong 71"),
}


def rows_of(kind: str) -> list[dict[str, str]]:
    """Return the records A, B and C."""
    (one, other), alias, shared = LISTS[kind]
    return [
        {"key": key, "name": name, "alias": alias, "phone": shared}
        for key, name in (("a", one), ("b", other), ("c", one))
    ]


def clustered(folder: Path, kind: str, rows: list[dict[str, str]], *more: str | Path) -> dict[str, int]:
    """Return the clusters of a list."""
    place = folder / "list.csv"
    with place.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["key", "name", "alias", "phone"])
        table.writeheader()
        table.writerows(rows)
    found = dedupe(folder, place, *more, kind=kind, mapping=f"id: key\nproperties: {MAPPINGS[kind]}\n")
    assert found.exit_code == 0, found.stderr
    return clusters_of(folder)


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_joins_no_two_by_an_alias_of_both(tmp_path: Path, kind: str) -> None:
    clusters = clustered(tmp_path, kind, rows_of(kind))
    assert clusters["a"] == clusters["c"] != clusters["b"]


@pytest.mark.parametrize("kind", LISTS)
def test_nor_does_what_is_called_by_the_alias_alone(tmp_path: Path, kind: str) -> None:
    one, other, _ = rows_of(kind)
    between = {**one, "key": "d", "name": one["alias"], "alias": ""}
    assert clustered(tmp_path, kind, [one, between])["d"] == 0
    explained = tmp_path / "why.csv"
    clusters = clustered(tmp_path, kind, [one, other, between], "--explain", explained)
    assert clusters["a"] != clusters["b"]
    told = {(pair["left"], pair["right"]): pair for pair in csv.DictReader(explained.read_text("utf-8").splitlines())}
    assert told["a", "b"]["outcome"] == "kept-apart"
    assert "another name of both agrees and no own name of either" in told["a", "b"]["why"]


@pytest.mark.parametrize("kind", LISTS)
def test_a_table_of_pairs_leaves_such_two_to_a_human_and_says_why(tmp_path: Path, kind: str) -> None:
    one, other, _ = rows_of(kind)
    shared = "locality" if kind == "Site" else "phone"
    names = {"left": one["name"], "left_alias": one["alias"], "right": other["name"], "right_alias": other["alias"]}
    cells = {**names, f"left_{shared}": one["phone"], f"right_{shared}": other["phone"]}
    place, out = tmp_path / "pairs.csv", tmp_path / "scores.csv"
    with place.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(cells))
        table.writeheader()
        table.writerow(cells)
    found = run("match", "pairs", place, "--kind", kind, "--out", out)
    assert found.exit_code == 0, found.stderr
    [scores] = csv.DictReader(out.read_text("utf-8").splitlines())
    assert scores["outcome"] == "review"
    said = f"another name of both agrees and no own name of either, and nothing but {shared} speaks for it"
    assert said in scores["why"]
