"""Make the labelled pairs from the seed tables, as `set_files.py` says.

Every set has two negatives to a positive, and hard ones: names of the same table that look nearest in ASCII, and names
with one sound changed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from anyascii import anyascii
from rapidfuzz.fuzz import token_sort_ratio

from tests.entity_resolution.labelled.set_files import HERE, folder_named, lines_of, write_set

NEGATIVES = 2
_RULES = "Written for this project from linguistic rules and romanisation tables, not taken from any name list."
# Where the table of Chinese surnames has the spellings of Macau.
_MACAU_COLUMN = 13
_INDIC_SOURCE = "Indic values of Thai letters."
_HAN_SOURCE = "Sounds of the dialects and habits of spelling."
_KHMER_SOURCE = "UNGEGN values and customary spellings."

Seeds = list[tuple[str, ...]]
Pair = tuple[str, str, int]


def read_seeds(name: str) -> Seeds:
    """Return the rows of a seed table: the first form, then its other spellings."""
    return [tuple(cell for cell in line.split("\t") if cell) for line in lines_of(name) if line]


def _spellings(row: tuple[str, ...], *, spaced: bool) -> list[str]:
    """Return the Latin spellings of a row; where names have no spaces the last column holds several."""
    latin = [row[1]]
    for cell in row[2:]:
        latin.extend([cell] if spaced else cell.split())
    return list(dict.fromkeys(latin))


def cross_script(seeds: Seeds, *, spaced: bool) -> Iterator[tuple[str, str, int]]:
    """Yield (native, Latin, row) for each spelling of each row."""
    for index, row in enumerate(seeds):
        for latin in _spellings(row, spaced=spaced):
            yield row[0], latin, index


def latin_variants(seeds: Seeds, *, spaced: bool) -> Iterator[tuple[str, str, int]]:
    """Yield (spelling, other spelling, row)."""
    for index, row in enumerate(seeds):
        for one, other in combinations(_spellings(row, spaced=spaced), 2):
            yield one, other, index


def all_pairs(seeds: Seeds) -> Iterator[tuple[str, str, int]]:
    """Yield every two forms of a row, for tables whose cells are whole names."""
    for index, row in enumerate(seeds):
        for one, other in combinations(dict.fromkeys(row), 2):
            yield one, other, index


def with_negatives(positives: list[tuple[str, str, int]], seed: int, *, mutate: bool) -> Iterator[Pair]:
    """Yield each positive and its negatives: the right sides that look nearest, or its own with a sound changed.

    Args:
        positives: left, right, row; equal rows name one thing.
        seed: of the draw.
        mutate: whether the second negative is the right side with one sound replaced by a clearly different one, which
            stands for the close neighbours that a list of many thousand names holds.
    """
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    forms: dict[int, set[str]] = {}
    turns: dict[str, int] = {}
    for left, right, row in positives:
        forms.setdefault(row, set()).update((left.lower(), right.lower()))
    for left, right, row in positives:
        yield left, right, 1
        others = [
            (token_sort_ratio(anyascii(right).lower(), anyascii(other).lower()), other)
            for _, other, owner in positives
            if owner != row and other.lower() not in forms[row] and not forms[row] & forms[owner]
        ]
        nearest = list(dict.fromkeys(other for _, other in sorted(others, reverse=True)[:40]))
        # A left side that stands in several positives takes its next nearest neighbours each time.
        turn = turns[left] = turns.get(left, -1) + 1
        wrong = [nearest[0], _mutated(right, draw)] if mutate else nearest[NEGATIVES * turn : NEGATIVES * (turn + 1)]
        for other in wrong:
            if other.lower() not in forms[row]:
                yield left, other, 0


_FAR_SOUNDS = {
    "k": "mns",
    "t": "mklw",
    "p": "snkl",
    "s": "mknp",
    "m": "tskch",
    "n": "ksp",
    "l": "smk",
    "r": "sktm",
    "w": "nkst",
    "b": "nskl",
    "d": "nskm",
    "y": "tm",
    "a": "iu",
    "i": "au",
    "u": "ai",
    "e": "uo",
    "o": "ie",
}


def _mutated(name: str, draw: random.Random) -> str:
    """Replace one letter by one that no spelling habit confuses it with."""
    places = [at for at, letter in enumerate(name) if letter in _FAR_SOUNDS and name[at : at + 2] not in ("ng", "ny")]
    if not places:
        return name + "n"
    at = draw.choice(places)
    return name[:at] + draw.choice(_FAR_SOUNDS[name[at]]) + name[at + 1 :]


def full_names(seeds: Seeds, seed: int, count: int) -> list[Pair]:
    """Return names of two words, with negatives in which one of the words is its nearest neighbour's."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    found: list[Pair] = []
    for _ in range(count):
        given, family = draw.sample(seeds, 2)
        latin = [draw.choice(_spellings(row, spaced=False)) for row in (given, family)]
        left = f"{given[0]} {family[0]}"
        found.append((left, " ".join(latin).title(), 1))
        for at in (0, 1):
            wrong = list(latin)
            others = [row[1] for row in seeds if row not in (given, family) and row[1] != (given, family)[at][1]]
            ranked = sorted(others, key=lambda other: -token_sort_ratio(latin[at], other))
            wrong[at] = draw.choice(ranked[:3])
            found.append((left, " ".join(wrong).title(), 0))
    return found


def typos(seeds: Seeds, seed: int) -> Iterator[tuple[str, str, int]]:
    """Yield names with the slips that screening meets: letters dropped, doubled, swapped, replaced, words moved."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    for index, row in enumerate(seeds):
        for name in dict.fromkeys(anyascii(form) for form in row[:1]):
            for kind in range(5):
                yield name, _slip(name, kind, draw), index


def _slip(name: str, kind: int, draw: random.Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    if kind == 2:
        return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    if kind == 3:
        return name[:at] + draw.choice("aeinrst") + name[at + 1 :]
    words = name.split()
    return " ".join([words[-1].upper(), *words[:-1]])


def surnames(seed: int) -> Iterator[tuple[str, str, int]]:
    """Yield spellings of one Chinese surname in two dialects, from the table that the product ships."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    path = HERE.parents[2] / "entity_resolution" / "names" / "data" / "chinese_surnames.tsv"
    for index, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("#") or index > 120:
            continue
        # A lone hyphen says that a dialect has no spelling. The column of Macau came later: the set stays as it was.
        cells = [first for cell in line.split("\t")[1:_MACAU_COLUMN] if (first := cell.split("/")[0]) != "-"]
        found = list(dict.fromkeys(anyascii(cell).lower() for cell in cells))
        pairs = list(combinations(found, 2))
        yield from ((one, other, index) for one, other in draw.sample(pairs, min(4, len(pairs))))


def wider_sets() -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield sets of further names by two: the even rows, tuned on, and the odd rows, which were not tuned on.

    What the odd rows of Khmer, Chinese and Thai names miss was looked at later, so they are not unseen.
    """
    for part, first in (("wider", 0), ("held", 1)):
        for table in ("thai_names", "thai_places", "khmer_names", "khmer_places", "burmese_names", "burmese_places"):
            rows = read_seeds(f"wider_{table}")[first::2]
            yield f"{part}_{table}", list(cross_script(rows, spaced=True))
        for table in ("burmese_syllables", "lao_names"):
            rows = read_seeds(f"wider_{table}")[first::2]
            yield f"{part}_{table}", list(cross_script(rows, spaced=True))
        for table in ("thai_names", "burmese_names", "burmese_syllables"):
            rows = read_seeds(f"wider_{table}")[first::2]
            yield f"{part}_{table}_variants", list(latin_variants(rows, spaced=True))
        yield (
            f"{part}_chinese_surnames",
            list(latin_variants(read_seeds("wider_chinese_surnames")[first::2], spaced=True)),
        )


def further_sets() -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield sets of still further names by two, in the same way; each Latin spelling of a Khmer name is one word."""
    for part, first in (("further", 0), ("unseen", 1)):
        rows = read_seeds("further_khmer_names")[first::2]
        yield f"{part}_khmer_names", list(cross_script(rows, spaced=True))


def probing_sets() -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield sets written before they were measured: the even rows, read since, and the odd rows, which nobody read."""
    for part, first in (("probe", 0), ("reserved", 1)):
        yield f"{part}_dialect_names", list(all_pairs(read_seeds("probe_dialect_names")[first::2]))


def indic_sets() -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield Thai names spelt letter by letter, in Thai and in Latin alone: the even rows open, the odd ones sealed.

    They were written before there was a rule for such spellings; nobody has read what the sealed ones miss.
    """
    for part, first in (("open", 0), ("sealed", 1)):
        rows = read_seeds("indic_thai_names")[first::2]
        yield f"{part}_indic_thai_names", list(cross_script(rows, spaced=True))
        yield f"{part}_indic_thai_variants", list(latin_variants(rows, spaced=True))


def look_alikes(rows: Seeds) -> Iterator[Pair]:
    """Yield each way to write a name as a positive, and the names behind `!` as negatives to its first two ways."""
    for row in rows:
        cut = row.index("!")
        yield from ((row[0], other, 1) for other in row[1:cut])
        yield from ((own, other, 0) for own in row[:2] for other in row[cut + 1 :])


def against_two(rows: Seeds) -> Iterator[Pair]:
    """Yield each name with its spelling as a positive, and with the two other spellings of its row as negatives."""
    for native, own, *others, _ in rows:
        yield native, own, 1
        yield from ((native, other, 0) for other in others)


def write(folder: Path, name: str, source: str, pairs: list[Pair]) -> None:
    """Write one set: a comment with its source, then left, right, label."""
    write_set(folder, name, f"{source} {_RULES}", pairs, head=("left", "right", "label"))


def main(folder: Path) -> None:
    """Write all sets into a folder."""
    write_first_sets(folder)
    write_later_sets(folder)
    write_dialect_and_indic_sets(folder)
    write_parted_sets(folder)
    write_look_alikes(folder)
    write(folder, "thai_full_names", "RTGS and spellings in use.", full_names(read_seeds("thai_names"), 21, 250))
    write(
        folder,
        "khmer_full_names",
        "UNGEGN values and customary spellings.",
        full_names(read_seeds("khmer_names"), 22, 250),
    )


def first_sets() -> dict[str, tuple[str, list[tuple[str, str, int]]]]:
    """Return, by the name of each set, its source and its positives."""
    return {
        "thai_script_latin": ("RTGS and spellings in use.", _across("thai_names", spaced=False)),
        "thai_spelling_variants": ("Spellings of one Thai name.", _variants("thai_names")),
        "thai_places": ("RTGS of places.", _across("thai_places", spaced=True)),
        "khmer_names": ("UNGEGN values and customary spellings.", _across("khmer_names", spaced=False)),
        "khmer_places": ("Geographic Department's system.", _across("khmer_places", spaced=True)),
        "burmese_spelling_variants": ("Spellings of one syllable.", _variants("burmese_syllables")),
        "burmese_script_latin": (
            "Customary spellings.",
            _across("burmese_syllables", spaced=False)
            + [(left, right, row + 1000) for left, right, row in _across("burmese_names", spaced=True)],
        ),
        "burmese_places": ("MLCTS-like spellings.", _across("burmese_places", spaced=True)),
        "lao_names": ("BGN/PCGN and French-derived spellings.", _across("lao_names", spaced=True)),
        **{
            f"later_{table}": ("Same systems.", _across(f"later_{table}", spaced=True))
            for table in ("thai_names", "khmer_names", "khmer_places", "burmese_places")
        },
        "chinese_surnames": ("Dialect spellings.", list(surnames(7))),
        "hanzi_pinyin": ("Hanyu pinyin.", _across("chinese_names", spaced=True)),
        "general_names": ("Invented names.", list(all_pairs(read_seeds("general_names")))),
        "companies": ("Invented companies.", list(all_pairs(read_seeds("companies")))),
        "screening_typos": ("Invented names with slips.", list(typos(read_seeds("general_names"), 11))),
        "sites": ("Invented sites.", list(all_pairs(read_seeds("sites")))),
    }


def _across(table: str, *, spaced: bool) -> list[Pair]:
    return list(cross_script(read_seeds(table), spaced=spaced))


def _variants(table: str) -> list[Pair]:
    return list(latin_variants(read_seeds(table), spaced=False))


def write_first_sets(folder: Path) -> None:
    """Write the sets of each language, of companies and of sites."""
    plain = {"chinese_surnames", "companies", "screening_typos", "sites", "general_names"}
    for number, (name, (source, positives)) in enumerate(first_sets().items()):
        write(folder, name, source, list(with_negatives(positives, number, mutate=name not in plain)))


def write_later_sets(folder: Path) -> None:
    """Write the sets of the same systems with other names."""
    later = [*enumerate(wider_sets(), start=100), *enumerate(further_sets(), start=200)]
    for number, (name, positives) in later:
        alike = name.endswith("surnames")
        found = list(with_negatives(positives, number, mutate=not alike))
        if alike:
            # Each third pair, with the negatives behind it, is enough of the many pairs that one surname gives.
            starts = [at for at, (_, _, label) in enumerate(found) if label == 1]
            found = [row for at in starts[::3] for row in found[at : at + 1 + NEGATIVES]]
        write(folder, name, "Same systems, other names.", found)


def write_dialect_and_indic_sets(folder: Path) -> None:
    """Write the sets of the dialects, and those of Thai names that are spelt letter by letter."""
    # Numbered behind the sets of places that stood here.
    for number, (name, positives) in zip((303, 307), probing_sets(), strict=True):
        write(folder, name, "Romanisations of the dialects.", list(with_negatives(positives, number, mutate=False)))
    for number, (name, positives) in enumerate(indic_sets(), start=400):
        write(folder, name, _INDIC_SOURCE, list(with_negatives(positives, number, mutate=True)))


def write_parted_sets(folder: Path) -> None:
    """Write the sets that have an open and a sealed half."""
    for number, (part, first) in enumerate((("open", 0), ("sealed", 1)), start=420):
        positives = list(cross_script(read_seeds("popular_khmer_names")[first::2], spaced=True))
        write(
            folder, f"{part}_popular_khmer_names", _KHMER_SOURCE, list(with_negatives(positives, number, mutate=True))
        )
        write(
            folder, f"{part}_han_given_names", _HAN_SOURCE, list(against_two(read_seeds("han_given_names")[first::2]))
        )
    for part, first in (("open", 0), ("sealed", 1)):
        pairs = list(against_two(read_seeds("romanised_names")[first::2]))
        write(folder, f"{part}_romanised_names", _HAN_SOURCE, pairs)
        rows = [row for row in read_seeds("indic_thai_names")[first::2] if " " not in row[1]]
        write(folder, f"{part}_indic_thai_people", _INDIC_SOURCE, full_names(rows, 410 + first, 120))


def write_look_alikes(folder: Path) -> None:
    """Write the sets of names that look alike, and of clerks' habits with companies' words."""
    for table in ("look_alike_people", "look_alike_companies"):
        seeds, fresh = read_seeds(table), read_seeds(f"fresh_{table}")
        for part, rows in (("further", seeds[0::2]), ("unseen", seeds[1::2]), ("fresh", fresh)):
            write(folder, f"{part}_{table}", "Usage of many countries.", list(look_alikes(rows)))
    write(folder, "open_company_words", "Clerks' habits.", list(look_alikes(read_seeds("open_company_words"))))


if __name__ == "__main__":
    main(folder_named())
