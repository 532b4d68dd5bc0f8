"""A column of one value is not compared, unless the list may be of one person; what is read with it still is."""

import csv
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entity_resolution.batch.parameters import shipped_model
from entity_resolution.batch.pipeline import BatchRequest, resolve_list
from entity_resolution.batch.single_values import single_valued
from tests.examples import examples

MODEL = shipped_model("Person")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"familyName": (300, 40), "birthDate": (300, 1), "phone": (250, 200)}, ("birthDate",)),
        ({"familyName": (300, 40), "birthDate": (61, 1), "nationalId": (61, 1)}, ("birthDate", "nationalId")),
        # So many may be copies of one.
        ({"familyName": (300, 40), "birthDate": (60, 1)}, ()),
        ({"familyName": (300, 1), "birthDate": (300, 1)}, ()),
        ({"givenName": (300, 1), "familyName": (300, 40), "birthDate": (300, 1)}, ()),
        ({"familyName": (300, 40), "email": (0, 0)}, ()),
        ({"familyName": (300, 40), "sexByTitle": (300, 1)}, ()),
    ],
)
def test_fields_of_one_value(counts: dict[str, tuple[int, int]], found: tuple[str, ...]) -> None:
    assert single_valued(MODEL, counts) == found


Row = dict[str, str]
COLUMNS = ("key", "given", "family", "born", "tel", "state", "passport")
PROPERTIES = "givenName: given, familyName: family, birthDate: born, phone: tel, passportNumber: passport"
# Two people each, whom a nationality tells apart or whose passports do.
NEAR = {
    "PH": (("Marvin", "Darwin"), ("Jessa", "Tessa"), ("Rona", "Mona"), ("Joan", "Roan"), ("Liezel", "Giezel")),
    "KH": (("Davy", "Ravy"), ("Sovathana", "Sovathana"), ("Kimleang", "Kimleang")),
    "ID": (("Joni", "Toni"), ("Rendi", "Hendi"), ("Ketut Ayu", "Ketut Ayu")),
}
FAMILY = {"PH": "Dumlao", "KH": "Nhoung", "ID": "Saputra"}
# Who matches nobody.
FOREIGNER = {"key": "z", "given": "Zbigniew", "family": "Kowalczyk", "born": "1955-02-03", "state": "PL"}


def strangers(state: str, *, since: int = 1961) -> list[Row]:
    """Return so many people of one country that its column has one value, each of a name and a phone of his own."""
    words = [f"{a}{b}{c}" for a, b, c in product(("bor", "dal", "fen", "gim"), ("a", "e", "i"), ("lo", "mar", "nut"))]
    return [
        {
            "key": f"s{since}-{at}",
            "given": words[at % len(words)],
            "family": words[-1 - at // 2],
            "born": f"{since + at % 40}-{1 + at % 12:02d}-{2 + at % 25:02d}",
            "tel": f"081{since % 100:02d}{at * 7919 % 10**5:05d}",
            "state": state,
        }
        for at in range(72)
    ]


def namesakes(state: str, at: int, *, passports: bool) -> list[Row]:
    """Return two people of near names and one birth date."""
    return [
        {
            "key": f"n{at}-{side}",
            "given": NEAR[state][at][side],
            "family": FAMILY[state],
            "born": f"19{80 + at}-03-1{at}",
            "tel": f"089{at}{side}13579",
            "state": state,
            "passport": f"N{at}{('327884', '915602')[side]}" if passports else "",
        }
        for side in (0, 1)
    ]


def clusters_of(*lists: list[Row], without: str = "") -> tuple[set[frozenset[str]], tuple[str, ...]]:
    """Return the clusters of two rows or more by keys, and the properties that were not compared.

    Args:
        lists: one, or two to be linked.
        without: a column that the last list's mapping leaves out.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        files, mappings = [], []
        for at, rows in enumerate(lists):
            files.append(folder / f"{at}.csv")
            with files[-1].open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(rows)
            state = "" if without == "state" and at == len(lists) - 1 else ", nationality: state"
            mappings.append(folder / f"{at}.yml")
            mappings[-1].write_text(
                f"kind: Person\nid: key\ncountry: TH\nproperties: {{{PROPERTIES}{state}}}\n", "utf-8"
            )
        out = folder / "clusters.csv"
        request = BatchRequest(lists=tuple(files), mappings=tuple(mappings), kind="Person", out=out)
        report = resolve_list(request, lambda _stage, _seconds: None)
        found: dict[str, set[str]] = {}
        with out.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["cluster"], set()).add(row["id"])
    return {frozenset(keys) for keys in found.values() if len(keys) > 1}, report.silent


@st.composite
def lists_of_one_country(draw: st.DrawFn) -> list[Row]:
    """Lists of strangers and namesakes, some of the rows twice."""
    state = draw(st.sampled_from(sorted(NEAR)))
    chosen = draw(st.lists(st.integers(0, len(NEAR[state]) - 1), min_size=1, unique=True))
    rows = strangers(state)
    for at in chosen:
        rows += namesakes(state, at, passports=draw(st.booleans()))
    again = draw(st.lists(st.sampled_from(rows), max_size=4, unique_by=lambda row: row["key"]))
    return rows + [row | {"key": f"{row['key']} again", "tel": ""} for row in again]


@pytest.mark.long
@settings(max_examples=examples(15))
@given(rows=lists_of_one_country())
def test_one_more_row_of_another_country_changes_no_cluster_of_the_others(rows: list[Row]) -> None:
    alone, silent = clusters_of(rows)
    among, told = clusters_of([*rows, FOREIGNER])
    assert (silent, told) == (("nationality",), ())
    assert alone == among


@pytest.mark.long
@settings(max_examples=examples(8))
@given(rows=lists_of_one_country(), at=st.integers(0, 1))
def test_nor_does_it_in_either_of_two_lists_that_are_linked(rows: list[Row], at: int) -> None:
    left, right = rows[::2], rows[1::2] + strangers(rows[0]["state"], since=1920)
    alone, silent = clusters_of(left, right)
    (left, right)[at].append(FOREIGNER)
    among, told = clusters_of(left, right)
    assert (silent, told) == (("nationality",), ())
    assert alone == among


@pytest.mark.parametrize("more", [[], [FOREIGNER]])
@pytest.mark.parametrize("state", ["KH", "ID"])
def test_two_passports_of_one_country_keep_two_apart_though_all_are_of_it(state: str, more: list[Row]) -> None:
    equal = [at for at, (one, other) in enumerate(NEAR[state]) if one == other]
    rows = [row for at in equal for row in namesakes(state, at, passports=True)]
    assert clusters_of(strangers(state) + rows + more)[0] == set()
    # Without them they are one by their names and birth dates.
    bare = [row for at in equal for row in namesakes(state, at, passports=False)]
    pairs = {frozenset({f"n{at}-0", f"n{at}-1"}) for at in equal}
    assert clusters_of(strangers(state) + bare + more)[0] == pairs


def test_one_country_in_one_of_two_lists_is_read_where_the_other_says_none() -> None:
    pairs = [namesakes("PH", at, passports=False) for at in range(len(NEAR["PH"]))]
    left, right = ([rows[side] for rows in pairs] for side in (0, 1))
    found, silent = clusters_of(strangers("PH") + left, right + strangers("PH", since=1920), without="state")
    assert (found, silent) == (set(), ("nationality",))
