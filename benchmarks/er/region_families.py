"""Writes an invented list of families of the region, three brothers and sisters each, with the truth.

    python -m benchmarks.er.region_families list --out families.csv --language chinese --dated 0.5 --seed 1
    python -m benchmarks.er.region_families levels --families 1000 --seed 11

`list` writes what `region_families.yml` maps: names in fields, the birth date of some, the family's phone and house,
and a copy of some persons, which is spelt another way or has a slip now and then. `levels` counts with the truth which
levels of names the records of one person, of brothers and sisters, and of strangers have, all languages alike: the
shipped parameters have their shares of `respelt` and `other-syllable` from it.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.comparison_levels import comparison_levels
from entity_resolution.batch.dictionary import Dictionary, FieldPairs

COLUMNS = ("id", "family", "given", "born", "tel", "house", "road", "truth")
_COPIES, _RESPELT, _SLIPS, _CHILDREN = 0.3, 0.15, 0.06, 3
_ROADS = ("jalan melati", "soi phai", "duong sen", "bukit jati", "temple rd", "jalan kapas", "canal rd", "hill rd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How families of a language name their children.

    Attributes:
        surnames: with slashes, the spellings of one.
        first: what may stand before the last word of a given name; one family uses one of them for all.
        last: the last words, with slashes, the spellings of one.
    """

    surnames: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMINGS = {
    "chinese": Naming(
        surnames=_words("tan/chen lim/lin lee/li ng/huang wong/wang goh/wu teo/zhang ong koh/xu chua/cai yeo toh"),
        first=_words("wei mei jun kai hui li xin yi zhi jia siew chee"),
        last=_words("ming ling hao wen fang jie yang hong qi rong min ting han keong/qiang leong/liang hua"),
    ),
    "thai": Naming(
        surnames=_words("jaidee/chaidee srisuk thongdee wongsa kaewmanee/kaeomani boonmee/bunmi suksai phromma/promma"),
        first=("",),
        last=_words(
            "somchai/somchay somsak somying wichai/vichai wichit wanna wanida kanok kannika prasert/prasoet prasit "
            "suda "
            "sunee/suni anan anong nattawut/natthawut nattapong porn/phon siriporn/siriphon sirichai"
        ),
    ),
    "malay": Naming(
        surnames=("bin ismail", "bin ahmad", "bin osman/bin othman", "bin hassan/bin hasan", "bin yusof/bin yusuf"),
        first=("", "muhammad", "ahmad", "nur", "siti"),
        last=_words(
            "aiman amin haziq hafiz/hafidz faiz faris aminah/amina amirah aina aisyah/aishah alya khairul khairil"
        ),
    ),
    "vietnamese": Naming(
        surnames=("nguyễn/nguyen", "trần/tran", "lê/le", "phạm/pham", "hoàng/hoang", "vũ/vu"),
        first=("văn/van", "thị/thi", "minh", "đức/duc"),
        last=("hùng/hung", "hưng/hung", "lan", "lân", "mai", "hà/ha", "hạ/ha", "thanh", "thành", "tuấn/tuan", "tú/tu"),
    ),
    "burmese": Naming(
        surnames=("",),
        first=("aung", "kyaw", "khin", "thin", "zaw", "su"),
        last=("min", "moe", "myo/myoe", "thu", "htet/htat", "hlaing", "naing", "soe/so", "win", "oo/u", "htun/tun"),
    ),
    "khmer": Naming(
        surnames=("sok", "chan", "keo/kev", "heng", "chea/jea", "ouk/uk", "sim"),
        first=("",),
        last=_words("sophea/sopheap sophal sophat dara/tara darith vanna vannak/vannack bopha/bupha borey pisey rotha"),
    ),
    "indonesian": Naming(
        surnames=("wijaya/widjaja", "susanto/soesanto", "santoso", "kusuma/koesoema", "pratama", "saputra/saputro"),
        first=("", "dwi", "tri", "sri", "putri"),
        last=_words("ayu ani andi anto budi budiman dewi dewa rini rina yuni/joeni yono/jono agus agung lestari"),
    ),
}


def families(language: str, count: int, *, dated: float, seed: int) -> list[dict[str, str]]:
    """Return the records of so many families.

    Args:
        language: one of `NAMINGS`.
        count: of families.
        dated: how many of the records have a birth date, of one.
        seed: the same gives the same list.
    """
    random_, naming = random.Random(f"{language} {seed}"), NAMINGS[language]
    found: list[dict[str, str]] = []
    for family in range(count):
        surname, first = random_.choice(naming.surnames), random_.choice(naming.first)
        home = {
            "tel": f"+65{random_.randrange(80_000_000, 99_999_999)}",
            "house": str(random_.randrange(1, 400)),
            "road": random_.choice(_ROADS),
        }
        for child, last in enumerate(random_.sample(naming.last, _CHILDREN)):
            born = f"{random_.randrange(1960, 2005)}-{random_.randrange(1, 13):02d}-{random_.randrange(1, 29):02d}"
            person = {"truth": f"{language[0]}{family}.{child}", **home}
            for copy in range(1 + (random_.random() < _COPIES)):
                names = _spelt(surname, first, last, random_, again=copy > 0)
                found.append({**person, **names, "born": born if random_.random() < dated else ""})
    return [{"id": str(at), **record} for at, record in enumerate(found)]


def _spelt(surname: str, first: str, last: str, random_: random.Random, *, again: bool) -> dict[str, str]:
    """Return the name as one record has it: as it is first spelt, or a copy in another spelling or with a slip."""
    way = -1 if again and random_.random() < _RESPELT else 0
    family, *given = (spellings.split("/")[way] for spellings in (surname, first, last))
    name = " ".join(given).strip()
    if again and random_.random() < _SLIPS:
        at = random_.randrange(1, len(name))
        name = name[:at] + random_.choice("aeinrst") + name[at + random_.randrange(2) :]
    return {"given": " ".join(name.split()), "family": family}


def level_shares(pairs: list[tuple[dict[str, str], dict[str, str]]], comparator: Comparator) -> dict[str, float]:
    """Return the share of each level of names among pairs that have both."""
    values: dict[str, int] = {}
    codes = {
        field: np.array(
            [[values.setdefault(r[field], len(values)) if r[field] else -1 for r in pair] for pair in pairs], np.int32
        )
        for field in ("given", "family")
    }
    dictionary = Dictionary(list(values))
    given, family = (
        FieldPairs(dictionary=dictionary, left=codes[field][:, 0], right=codes[field][:, 1])
        for field in ("given", "family")
    )
    reads = ["given", "family"] if comparator is Comparator.GIVEN_NAME else ["family", "given"]
    found = comparison_levels(comparator, reads, {"given": given, "family": family}, len(pairs))
    counts = Counter(LEVELS[comparator][level] for level in found.tolist() if level >= 0)
    return {level: counts[level] / counts.total() for level in LEVELS[comparator]}


def _print_levels(count: int, seed: int) -> None:
    of: dict[str, list[tuple[dict[str, str], dict[str, str]]]] = {"match": [], "relative": [], "stranger": []}
    random_ = random.Random(seed)
    for language in NAMINGS:
        records = families(language, count, dated=0.0, seed=seed)
        by_home: dict[str, list[dict[str, str]]] = {}
        for record in records:
            by_home.setdefault(record["truth"].partition(".")[0], []).append(record)
        for members in by_home.values():
            for one, other in combinations(members, 2):
                of["match" if one["truth"] == other["truth"] else "relative"].append((one, other))
        random_.shuffle(records)
        of["stranger"] += list(pairwise(records))
    for comparator in (Comparator.GIVEN_NAME, Comparator.FAMILY_NAME):
        shares = {name: level_shares(pairs, comparator) for name, pairs in of.items()}
        for level in LEVELS[comparator]:
            print(comparator, level, *(f"{shares[name][level]:.5f}" for name in of))


def main() -> None:
    """Write a list, or print the shares of levels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("list", "levels"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--language", choices=tuple(NAMINGS), default="chinese")
    parser.add_argument("--families", type=int, default=300)
    parser.add_argument("--dated", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.what == "levels":
        _print_levels(asked.families, asked.seed)
        return
    records = families(asked.language, asked.families, dated=asked.dated, seed=asked.seed)
    with asked.out.open("w", encoding="utf-8", newline="") if asked.out else sys.stdout as file:
        writer = csv.DictWriter(file, fieldnames=COLUMNS)
        writer.writeheader()
        writer.writerows(records)


if __name__ == "__main__":
    main()
