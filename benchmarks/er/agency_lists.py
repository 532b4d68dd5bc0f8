"""Write invented lists of several agencies, persons or companies with the truth, to learn and to measure match weights.

Run: python -m benchmarks.er.agency_lists people|companies --out LIST.csv [--things 40000] [--seed 11] [--noise 1].
`agency_people.yml` and `agency_companies.yml` map the columns; `thing` (the truth) is not mapped. How often agencies
err, and what people have in common who are not one, is assumed in the tables below and nowhere else. All names and
numbers are invented.

What is hard on purpose: fathers and sons of one name, house and phone; people held in one place, whose records have its
address and its phone; companies of one agent's address and phone; namesakes by chance.
"""

import argparse
import csv
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from samples.generate_load import COMPANY_TRADES, COMPANY_WORDS, NATIONALITIES, PASSPORTS
from samples.scenario.names import FullName, draw_wide_name

# How many agencies know a thing: one, two or three.
_KNOWN_TO = ((1, 0.6), (2, 0.3), (3, 0.1))
# Of all people, so many are a son who has his father's name, or are held in a place with others.
_SONS, _HELD = 0.03, 0.12
_HELD_TOGETHER = 60
# So many have a given name that the other sex has as well.
_NAMES_OF_EITHER_SEX = 0.2
# Of all companies, so many have the address and phone of an agent; so many are a sister of one name elsewhere.
_WITH_AGENT, _SISTERS = 0.25, 0.04
_AGENTS = 60
# Of the subject's own properties: (share of records that tell it, share of those that tell it wrongly).
_PEOPLE_TOLD = {
    "birthDate": (0.8, 0.05),
    "nationality": (0.9, 0.03),
    "sex": (0.9, 0.003),
    "birthPlace": (0.25, 0.15),
    "passportNumber": (0.35, 0.04),
    "nationalId": (0.15, 0.03),
    "phone": (0.5, 0.02),
    "email": (0.15, 0.02),
    "address": (0.4, 0.15),
}
_COMPANIES_TOLD = {
    "registrationNumber": (0.45, 0.04),
    "jurisdiction": (0.85, 0.02),
    "incorporationDate": (0.35, 0.05),
    "phone": (0.4, 0.02),
    "email": (0.3, 0.02),
    "website": (0.3, 0.02),
    "address": (0.6, 0.15),
}
# What changes with time: the share of records that tell another, true value.
_CHANGED = {"phone": 0.35, "email": 0.25, "address": 0.3, "passportNumber": 0.2, "website": 0.1}
# Of the birth dates that are told, so many say the year alone or its first day.
_YEAR_ALONE, _FIRST_OF_JANUARY = 0.05, 0.05
_PLACES = (
    *("Chiang Rai", "Udon Thani", "Battambang", "Kampong Cham", "Mandalay", "Hpa-An", "Yunnan", "Fujian", "Guangdong"),
    *("Hai Phong", "Nghe An", "Savannakhet", "Vientiane", "Davao", "Cebu", "Johor Bahru", "Penang", "Medan", "Dhaka"),
)
_STREETS = (
    *("Mango", "River", "Market", "Temple", "Station", "Canal", "Hill", "Bamboo", "Harbour", "Garden", "Mosque"),
    *("Mill", "Ferry", "Airport", "Lotus", "Banyan", "Customs", "Rice", "Pagoda", "School", "Hospital", "Fisher"),
)
_STREET_KINDS = {"Street": "St", "Road": "Rd", "Lane": "Ln", "Avenue": "Ave"}
_DISTRICTS = ("North Ward", "South Ward", "Old Town", "Riverside", "New Town", "Eastgate", "Westgate", "Hilltop")
_FORMS = {"TH": "Co., Ltd.", "KH": "Co., Ltd.", "SG": "Pte. Ltd.", "MY": "Sdn. Bhd.", "CN": "Limited"}
Values = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    """A person or a company: its spellings, and what is true of it by property."""

    number: int
    spellings: tuple[str, ...]
    true: Values


def people(rng: random.Random, things: int) -> Iterator[_Thing]:
    """Yield invented people, one after another."""
    father: tuple[FullName, _Thing] | None = None
    place: Values = {}
    for number in range(things):
        if number % _HELD_TOGETHER == 0:
            place = {"address": _address(rng), "phone": _phone(rng)}
        sex = "male" if rng.random() < 0.65 else "female"
        nationality = rng.choice(NATIONALITIES)
        named = rng.choice(("male", "female")) if rng.random() < _NAMES_OF_EITHER_SEX else sex
        name = draw_wide_name(nationality, named, rng)
        true = _person(rng, nationality, sex)
        chance = rng.random()
        if chance < _SONS and father is not None:
            name, older = father
            true |= {w: older.true[w] for w in ("nationality", "sex", "birthPlace", "phone", "address")}
            true["birthDate"] = (date.fromisoformat(older.true["birthDate"]) + timedelta(days=9_000)).isoformat()
        elif chance < _SONS + _HELD:
            true |= place
        thing = _Thing(number=number, spellings=(name.latin, name.other_latin, name.native), true=true)
        father = (name, thing) if true["sex"] == "male" else father
        yield thing


def _person(rng: random.Random, nationality: str, sex: str) -> Values:
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(16_500))
    return {
        "birthDate": born.isoformat(),
        "nationality": nationality,
        "sex": sex,
        "birthPlace": rng.choice(_PLACES),
        "passportNumber": PASSPORTS[nationality] + _digits(rng, 7),
        "nationalId": _digits(rng, 13),
        "phone": _phone(rng),
        "email": _email(rng),
        "address": _address(rng),
    }


def companies(rng: random.Random, things: int) -> Iterator[_Thing]:
    """Yield invented companies, one after another."""
    agents = [{"address": _address(rng), "phone": _phone(rng)} for _ in range(_AGENTS)]
    words = ""
    for number in range(things):
        country = rng.choice(tuple(_FORMS))
        sister = bool(words) and rng.random() < _SISTERS
        if not sister:
            words = f"{' '.join(rng.sample(COMPANY_WORDS, 2))} {rng.choice(COMPANY_TRADES)}"
        true = _company(rng, country)
        if rng.random() < _WITH_AGENT:
            true |= rng.choice(agents)
        spellings = (f"{words} {_FORMS[country]}", words, f"{words.upper()} {_FORMS[country].replace('.', '')}")
        yield _Thing(number=number, spellings=spellings, true=true)


def _company(rng: random.Random, country: str) -> Values:
    founded = date(2000, 1, 1) + timedelta(days=rng.randrange(9_000))
    return {
        "registrationNumber": _digits(rng, 13),
        "jurisdiction": country,
        "incorporationDate": founded.isoformat(),
        "phone": _phone(rng),
        "email": _email(rng),
        "website": f"https://www.{_letters(rng, 9)}.example",
        "address": _address(rng),
    }


def rows(kind: str, *, things: int, seed: int, noise: float) -> Iterator[Values]:
    """Yield the records of all agencies, thing by thing: `id`, `thing`, `name` and the properties that are told.

    Args:
        kind: `people` or `companies`.
        things: how many people or companies there are.
        seed: the same seed gives the same rows.
        noise: multiplies how often a value is wrong or out of date.
    """
    rng = random.Random(seed)
    make, told = _KINDS[kind]
    for thing in make(rng, things):
        for agency in range(_agencies(rng)):
            row = {"id": f"{thing.number}-{agency}", "thing": str(thing.number), "name": rng.choice(thing.spellings)}
            for name, (known, wrong) in told.items():
                if rng.random() < known:
                    row[name] = _as_told(rng, name, thing.true[name], wrong=wrong * noise, noise=noise)
            yield row


_KINDS: dict[str, tuple[Callable[[random.Random, int], Iterator[_Thing]], dict[str, tuple[float, float]]]] = {
    "people": (people, _PEOPLE_TOLD),
    "companies": (companies, _COMPANIES_TOLD),
}


def _agencies(rng: random.Random) -> int:
    counts, weights = zip(*_KNOWN_TO, strict=True)
    return int(rng.choices(counts, weights)[0])


def _as_told(rng: random.Random, name: str, true: str, *, wrong: float, noise: float) -> str:
    if name == "birthDate" and rng.random() < _YEAR_ALONE + _FIRST_OF_JANUARY:
        return true[:4] if rng.random() < 0.5 else f"{true[:4]}-01-01"
    if rng.random() < _CHANGED.get(name, 0.0) * noise:
        return _ANOTHER[name](rng)
    return _mistaken(rng, name, true) if rng.random() < wrong else true


def _mistaken(rng: random.Random, name: str, true: str) -> str:
    match name:
        case "birthDate" | "incorporationDate":
            return _mistaken_date(rng, date.fromisoformat(true))
        case "nationality":
            return rng.choice(NATIONALITIES)
        case "jurisdiction":
            return rng.choice(tuple(_FORMS))
        case "sex":
            return "female" if true == "male" else "male"
        case "birthPlace":
            return rng.choice(_PLACES)
        case "address":
            return _rewritten_address(rng, true)
        case _:
            return _mistyped(rng, true)


def _mistaken_date(rng: random.Random, true: date) -> str:
    chance = rng.random()
    if chance < 0.3 and true.day <= 12:
        return true.replace(month=true.day, day=true.month).isoformat()
    if chance < 0.6:
        return true.replace(day=rng.randint(1, 28)).isoformat()
    if chance < 0.8:
        return true.replace(year=true.year + rng.choice((-1, 1)), day=min(true.day, 28)).isoformat()
    return (true + timedelta(days=rng.randrange(-4_000, 4_000))).isoformat()


def _mistyped(rng: random.Random, true: str) -> str:
    at = rng.randrange(3, len(true))
    return true[:at] + rng.choice(string.digits) + true[at + 1 :] if rng.random() < 0.7 else true[:at] + true[at + 1 :]


def _phone(rng: random.Random) -> str:
    return f"+6681{_digits(rng, 7)}"


def _email(rng: random.Random) -> str:
    return f"{_letters(rng, 8)}{rng.randrange(100)}@mail.example"


def _address(rng: random.Random) -> str:
    street = f"{rng.randrange(1, 200)}/{rng.randrange(1, 40)} {rng.choice(_STREETS)} {rng.choice(tuple(_STREET_KINDS))}"
    return f"{street}, {rng.choice(_DISTRICTS)}, {rng.choice(_PLACES)}"


def _rewritten_address(rng: random.Random, true: str) -> str:
    """Return an address as another clerk writes it: the kind of street cut short, the ward misspelt or left out."""
    street, ward, place = true.split(", ")
    words = street.split()
    wards = f" {ward[0]}{ward[2:]}," if rng.random() < 0.7 else ""
    return f"{' '.join(words[:-1])} {_STREET_KINDS[words[-1]]},{wards} {place}"


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randrange(10**count)).zfill(count)


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(string.ascii_lowercase) for _ in range(count))


# What a value is after it changed.
_ANOTHER: dict[str, Callable[[random.Random], str]] = {
    "phone": _phone,
    "email": _email,
    "address": _address,
    "passportNumber": lambda rng: rng.choice(tuple(PASSPORTS.values())) + _digits(rng, 7),
    "website": lambda rng: f"https://www.{_letters(rng, 9)}.example",
}


def main() -> None:
    """Write a list and say how many records it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=tuple(_KINDS))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--things", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--noise", type=float, default=1.0)
    arguments = parser.parse_args()
    columns = ("id", "thing", "name", *_KINDS[arguments.kind][1])
    written = 0
    with arguments.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        table.writeheader()
        for row in rows(arguments.kind, things=arguments.things, seed=arguments.seed, noise=arguments.noise):
            table.writerow(row)
            written += 1
    parser.exit(0, f"{written} records of {arguments.things} things\n")


if __name__ == "__main__":
    main()
