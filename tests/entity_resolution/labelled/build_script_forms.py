"""Make the `forms_` sets of names in script: places, titled persons and Chinese names, in forms of Latin letters.

As in `build_forms.py`, each form stands in a column of its own, and a negative is printed in the same form as the
positive before it and differs in one part that looks like its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from anyascii import anyascii

from tests.entity_resolution.labelled.set_files import IN_FORMS, Row, folder_named, lines_of, write_set

# Language: native prefixes and suffixes with the Latin words that stand for them, before or behind.
_PLACE_WORDS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "thai": (
        ("จังหวัด", "", "Changwat ", " Province"),
        ("อำเภอ", "", "Amphoe ", " District"),
        ("ตำบล", "", "Tambon ", " Subdistrict"),
        ("บ้าน", "", "Ban ", ""),
        ("อ.", "", "A. ", " District"),
        ("จ.", "", "", " Province"),
    ),
    "khmer": (
        ("ខេត្ត", "", "Khaet ", " Province"),
        ("ស្រុក", "", "Srok ", " District"),
        ("ឃុំ", "", "Khum ", " Commune"),
        ("ភូមិ", "", "Phum ", " Village"),
        ("ក្រុង", "", "Krong ", " City"),
    ),
    "burmese": (
        ("", "မြို့", "", " City"),
        ("", "မြို့နယ်", "", " Township"),
        ("", "ရွာ", "", " Village"),
        ("", "ကျေးရွာ", "", "ywa"),
        ("", "မြို့", "", "myo"),
    ),
}


def _seeds(name: str, half: int) -> list[tuple[str, ...]]:
    rows = [tuple(cell for cell in line.split("\t") if cell) for line in lines_of(name) if line]
    return rows[half::2]


def _nearest(latin: str, rows: Sequence[tuple[str, ...]], own: tuple[str, ...], count: int) -> list[str]:
    """Return the first spellings of other rows that look nearest."""
    others = [row[1] for row in rows if row is not own and row[1] != own[1]]
    plain = anyascii(latin).lower()
    return sorted(others, key=lambda other: (-_shared(plain, other.lower()), other))[:count]


def _shared(one: str, other: str) -> float:
    mine, theirs = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def places(half: int, seed: int) -> Iterator[Row]:
    """Yield places with and without the word for what they are, on the native side, the Latin side or both."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    for language, words in _PLACE_WORDS.items():
        rows = _seeds(f"wider_{language}_places", half)
        for at, row in enumerate(rows):
            before, behind, latin_before, latin_behind = words[at % len(words)]
            native = f"{before}{row[0]}{behind}"
            latin = draw.choice(row[1:]).title()
            ways = (
                ("on the left", native, "", ""),
                ("on the right", row[0], latin_before, "" if latin_before else latin_behind),
                ("in English", native, "", latin_behind),
                ("romanised", native, latin_before, "" if latin_before else latin_behind),
            )
            form, left, lead, tail = ways[(at // len(words)) % len(ways)]
            yield left, f"{lead}{latin}{tail}", 1, f"{language}, {form}"
            for other in _nearest(latin, rows, row, 2):
                yield left, f"{lead}{other.title()}{tail}", 0, f"{language}, {form}"


_NATIVE_TITLES: dict[str, tuple[tuple[str, str], ...]] = {
    "thai": (("นาย", "Mr. "), ("นางสาว", "Miss "), ("ดร.", "Dr. "), ("คุณ", "Khun "), ("พล.ต.อ.", "Pol. Gen. ")),
    "khmer": (("លោក", "Lok "), ("ឧកញ៉ា", "Oknha "), ("លោកស្រី", "Lok Srey "), ("ឯកឧត្តម", "H.E. ")),
    "burmese": (("ဦး", "U "), ("ဒေါ်", "Daw "), ("ဒေါက်တာ", "Dr. "), ("ဗိုလ်မှူး", "Major ")),
}


def titles(half: int, seed: int) -> Iterator[Row]:
    """Yield persons' names in script against Latin letters, with a title on one side or both."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    for language, words in _NATIVE_TITLES.items():
        rows = _seeds(f"wider_{language}_names", half)
        for at, row in enumerate(rows):
            native_title, latin_title = words[at % len(words)]
            native, latin = row[0], draw.choice(row[1:]).title()
            if language != "burmese":
                family = rows[(at + 7) % len(rows)]
                native, latin = f"{native} {family[0]}", f"{latin} {draw.choice(family[1:]).title()}"
            first, _, rest = latin.partition(" ")
            comma = f"{rest.upper()}, {first}" if language != "burmese" else latin.upper()
            ways = (
                ("on the left", f"{native_title}{native}", latin),
                ("on the right", native, f"{latin_title}{latin}"),
                ("on both", f"{native_title}{native}", f"{latin_title}{latin}"),
                ("with a comma", f"{native_title}{native}", comma),
            )
            form, left, right = ways[(at // len(words)) % len(ways)]
            yield left, right, 1, f"{language}, {form}"
            own = first if language != "burmese" else latin
            for other in _nearest(own, rows, row, 2):
                yield left, _replaced(right, own, other.title()), 0, f"{language}, {form}"


def _replaced(text: str, own: str, other: str) -> str:
    return text.replace(own, other) if own in text else text.replace(own.upper(), other.upper())


def pinyin(half: int, _: int) -> Iterator[Row]:
    """Yield Chinese names in Hanzi against pinyin in the forms that lists print."""
    rows = _seeds("chinese_names", half)
    for at, row in enumerate(rows):
        surname, given = (part.title() for part in row[1].split(" ", 1))
        cut = _syllable_cut(given)
        ways = {
            "comma": "{0}, {1}",
            "capital surname": "{0!u} {1}",
            "turned": "{1} {0}",
            "hyphen": "{2} {0}",
            "two words": "{0} {3}",
            "capitals": "{0!u} {1!u}",
            "closed up": "{0}{4}",
        }
        form = list(ways)[at % len(ways)]
        others = [one for one in rows if one is not row and one[1] != row[1]]
        same = sorted(others, key=lambda one: (-_shared(row[1], one[1]), one))[:2]
        yield row[0], _printed(ways[form], surname, given, cut), 1, form
        for one in same:
            their_surname, their_given = (part.title() for part in one[1].split(" ", 1))
            yield row[0], _printed(ways[form], their_surname, their_given, _syllable_cut(their_given)), 0, form


def _printed(way: str, surname: str, given: str, cut: tuple[str, str]) -> str:
    parts = (surname, given, "-".join(part for part in cut if part), " ".join(cut).strip().title(), given.lower())
    for at, part in enumerate(parts):
        way = way.replace(f"{{{at}!u}}", part.upper()).replace(f"{{{at}}}", part)
    return way


_SYLLABLE = re.compile(
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|iao|ian|ang|eng|ing|ong|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|[aeiouv])"
)


def _syllable_cut(given: str) -> tuple[str, str]:
    """Return the two syllables of a given name in pinyin; the second is empty where it has one."""
    found = _SYLLABLE.match(given.lower())
    end = found.end() if found else len(given)
    if given[end:] and not _SYLLABLE.fullmatch(given[end:].lower()):
        end += 1
    return given[:end], given[end:]


SETS: dict[str, Callable[[int, int], Iterator[Row]]] = {
    "places": places,
    "titles": titles,
    "pinyin": pinyin,
}


def main(folder: Path) -> None:
    """Write the sets into a folder."""
    for half, part in enumerate(("forms", "held_forms")):
        for name, rows in SETS.items():
            write_set(folder, f"{part}_{name}", IN_FORMS, rows(half, 41 + half))


if __name__ == "__main__":
    main(folder_named())
