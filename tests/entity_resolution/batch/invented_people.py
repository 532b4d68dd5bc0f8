"""Lists of invented people with duplicates, made small and quick for tests. Names and numbers are invented."""

import csv
import random
from pathlib import Path

GIVEN = ("anna", "boris", "carla", "david", "elena", "felix", "grace", "henry", "irene", "jacob", "katherine", "lucas")
FAMILY = ("abernathy", "birchwood", "castellan", "drummond", "eastlake", "fairweather", "goldsworth", "hollander")
COLUMNS = ("key", "given", "family", "born", "house", "road", "town", "code", "tel", "mail", "person")
MAPPING = """\
kind: Person
id: key
properties:
  givenName: given
  familyName: family
  birthDate: born
  houseNumber: house
  street: road
  locality: town
  postalCode: code
  phone: tel
  email: mail
"""


def people(count: int, *, seed: int = 1) -> list[dict[str, str]]:
    """Return records of so many people, one or two of each, the second with a slip or a gap."""
    random_ = random.Random(seed)  # noqa: S311 - no secret
    found = []
    for person in range(count):
        given, family = random_.choice(GIVEN), random_.choice(FAMILY) + random_.choice("aeiou") * (person % 3)
        record = {
            "given": given,
            "family": family,
            "born": f"{random_.randrange(1940, 2005)}-{random_.randrange(1, 13):02d}-{random_.randrange(1, 29):02d}",
            "house": str(random_.randrange(1, 300)),
            "road": f"{random_.choice(FAMILY)} lane",
            "town": f"{random_.choice(FAMILY)}ville",
            "code": str(random_.randrange(10000, 10400)),
            "tel": str(random_.randrange(2_000_000_000, 9_999_999_999)),
            "mail": "".join(random_.choices("bcdfghklmnprst", k=9)) + "@mail.example",
            "person": str(person),
        }
        found.append(record)
        if random_.random() < 0.5:
            found.append(_slipped(record, random_))
    random_.shuffle(found)
    return [{"key": f"r{at}", **record} for at, record in enumerate(found)]


def _slipped(record: dict[str, str], random_: random.Random) -> dict[str, str]:
    copy = dict(record)
    slip = random_.randrange(6)
    if slip == 0:
        copy["family"] = copy["family"][:3] + copy["family"][4:]
    elif slip == 1:
        copy["given"], copy["family"] = copy["family"], copy["given"]
    elif slip == 2:
        copy["born"] = copy["born"][:5] + "01-01"
    elif slip == 3:
        copy["given"] = copy["given"][:1]
    elif slip == 4:
        copy["road"], copy["house"], copy["code"] = "elsewhere road", "7", "99999"
    for column in ("born", "tel", "mail", "code"):
        if random_.random() < 0.15:
            copy[column] = ""
    return copy


def write_list(path: Path, records: list[dict[str, str]]) -> Path:
    """Write records as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=COLUMNS)
        writer.writeheader()
        writer.writerows(records)
    return path


def write_mapping(folder: Path, text: str = MAPPING) -> Path:
    """Write a mapping."""
    path = folder / "people.yml"
    path.write_text(text, encoding="utf-8")
    return path
