"""The files of labelled pairs, and the tables of words that their builders read.

A set is a comment with its source, a head, and a row a pair: left, right, whether the two are one (1 or 0), and what
else the builder tells of the pair. Builders run as modules, `python -m tests.entity_resolution.labelled.build_ways`,
and write beside themselves, or into the folder that is named.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
INVENTED = "Invented names, written by rules from words of the languages. Not taken from any list of names."
IN_FORMS = (
    "Invented names in forms that lists have, printed by rules. "
    "Written for this project, not taken from any list of names."
)
HALVES = ("open", "sealed")
"""The even words of a table make the open set, which may be looked into; the odd ones the sealed, of which the figures
alone may be."""

Row = tuple[str, str, int, str]


class NativeWord(NamedTuple):
    """A word of names in its own letters, the Latin spellings that people use, and other names that look like it."""

    native: str
    spellings: tuple[str, ...]
    others: tuple[str, ...]


def lines_of(name: str) -> Iterator[str]:
    """Yield the lines of a table of words that are no comments."""
    lines = (HERE / "seeds" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return (line for line in lines if not line.startswith("#"))


def native_words(name: str, half: int, *, in_both: str = "") -> dict[tuple[str, str], list[NativeWord]]:
    """Return the words of a half of a table by language and role.

    Args:
        name: of the table: role, language, native word, Latin spellings, other names.
        half: 0 for the even words of each language and role, 1 for the odd ones.
        in_both: the role whose words are in both halves, such as `title`.
    """
    found: dict[tuple[str, str], list[NativeWord]] = {}
    for line in lines_of(name):
        role, language, native, *lists = line.split("\t")
        latin, others = (tuple(word.replace("_", " ") for word in words.split()) for words in lists)
        found.setdefault((language, role), []).append(NativeWord(native, latin, others))
    return {key: words if key[1] == in_both else words[half::2] for key, words in found.items()}


def write_set(
    folder: Path,
    name: str,
    source: str,
    pairs: Iterable[tuple[str | int, ...]],
    *,
    head: tuple[str, ...] = ("left", "right", "label", "form"),
    repeats: bool = False,
) -> None:
    """Write a set into a folder, each pair once.

    Args:
        folder: where to.
        name: of the set.
        source: where its words come from.
        pairs: its rows.
        head: what its columns are called.
        repeats: a pair that was drawn twice stays twice, as in sets that were frozen so.
    """
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {source}\n")
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(head)
        rows.writerows(pairs if repeats else dict.fromkeys(pairs))


def folder_named() -> Path:
    """Return the folder that the command line names, else that of the sets."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
