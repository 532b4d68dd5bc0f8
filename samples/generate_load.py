"""Write invented records for benchmarks: `python -m samples.generate_load --records 100000 --out FOLDER`.

Five agencies get a CSV file and a mapping each, and `truth.csv` says which records are of one thing. Of 20 records 6
are persons, 6 phone numbers, 3 accounts, and one each a wallet, a document, an organisation, a site and an online
account. One row in five is described again later by another agency, in another spelling. Rows are written as they
are made.
"""

import argparse
import csv
import random
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from samples.scenario import checksums
from samples.scenario.names import FullName, draw_wide_name
from samples.scenario.notation import dashed_account, international, national, thai_date

DATASET = "load"
_ROWS_PER_ROUND = 6

# Agency: (country whose way of writing it uses, handling profile).
AGENCIES = {
    "th-police": ("TH", "law-enforcement"),
    "th-fiu": ("TH", "law-enforcement"),
    "kh-police": ("KH", "law-enforcement"),
    "sg-fiu": ("SG", "originator-controlled"),
    "sg-exchange": ("SG", "hit-only"),
}
_COLUMNS = (
    *("row_no", "name", "alias", "born", "sex", "nationality", "phone", "phone_country", "bank", "account"),
    *("wallet", "chain", "id_no", "id_country", "company", "company_country", "site", "locality", "handle"),
)
NATIONALITIES = ("TH", "TH", "TH", "MM", "KH", "CN", "CN", "VN", "LA", "PH", "MY")
_MOBILE = {"TH": ("81", 7), "KH": ("92", 6), "MM": ("942", 7), "CN": ("138", 8), "VN": ("91", 7)}
_MOBILE |= {"LA": ("205", 7), "PH": ("917", 7), "MY": ("133", 6)}
PASSPORTS = {"TH": "AC", "KH": "N0", "MM": "MH", "CN": "EJ", "VN": "C", "LA": "PA0", "PH": "P", "MY": "A5"}
# As varied as a register's names: a few words alone would make every second company a namesake of a hundred others.
COMPANY_WORDS = (
    *("Golden", "Lotus", "Pacific", "Eastern", "River", "Star", "Jade", "Union", "Harbour", "Bright", "Summit"),
    *("Amber", "Banyan", "Cedar", "Coral", "Crystal", "Delta", "Diamond", "Dragon", "Eagle", "Emerald", "Evergreen"),
    *("Falcon", "Fortune", "Garuda", "Glory", "Granite", "Horizon", "Imperial", "Indigo", "Ivory", "Jasmine", "Kirin"),
    *("Lion", "Magnolia", "Mekong", "Meridian", "Moonlight", "Naga", "Noble", "Oasis", "Orchid", "Palm", "Peacock"),
    *("Phoenix", "Pioneer", "Prosper", "Quantum", "Rainbow", "Regal", "Ruby", "Sapphire", "Silver", "Sunrise", "Swan"),
    *("Teak", "Temple", "Tiger", "Topaz", "Tropic", "Unity", "Valley", "Victory", "Vista", "Willow", "Zenith"),
)
COMPANY_TRADES = (
    *("Trading", "Technology", "Real Estate", "Logistics", "Consulting", "Entertainment", "Import Export", "Media"),
    *("Construction", "Hospitality", "Finance", "Agriculture", "Software", "Transport", "Mining", "Foods"),
)
_HOUSES = ("Tower", "Park", "Plaza", "Residence", "Compound", "Garden", "Centre", "Villa")
_MAPPING = """\
dataset: {dataset}
originator: {agency}
profile: {profile}
country: {country}
evaluation: B2
records:
  person:
    kind: Person
    reference: "p-{{row_no}}"
    subject_role: suspect
    properties: {{name: name, alias: alias, birthDate: born, sex: sex, nationality: nationality}}
  phone:
    kind: PhoneNumber
    when: {{column: phone, not_empty: true}}
    reference: "t-{{row_no}}"
    properties: {{number: phone, country: phone_country}}
  account:
    kind: BankAccount
    when: {{column: account, not_empty: true}}
    reference: "a-{{row_no}}"
    properties: {{number: account, bank: bank, country: {{constant: TH}}, role: {{constant: mule}}}}
  wallet:
    kind: Wallet
    when: {{column: wallet, not_empty: true}}
    reference: "w-{{row_no}}"
    properties: {{address: wallet, currency: chain}}
  document:
    kind: IdentityDocument
    when: {{column: id_no, not_empty: true}}
    reference: "d-{{row_no}}"
    properties: {{number: id_no, country: id_country, documentType: {{constant: passport}}}}
  company:
    kind: Organization
    when: {{column: company, not_empty: true}}
    reference: "c-{{row_no}}"
    properties: {{name: company, jurisdiction: company_country}}
  site:
    kind: Site
    when: {{column: site, not_empty: true}}
    reference: "s-{{row_no}}"
    properties: {{name: site, siteType: {{constant: other}}, locality: locality, country: company_country}}
  handle:
    kind: OnlineAccount
    when: {{column: handle, not_empty: true}}
    reference: "h-{{row_no}}"
    properties: {{handle: handle, platform: {{constant: Telegram}}}}
links:
  - {{type: USES, from: person, to: phone}}
  - {{type: OWNS, from: person, to: account}}
  - {{type: USES, from: person, to: wallet}}
  - {{type: USES, from: person, to: document}}
  - {{type: MEMBER_OF, from: person, to: company}}
  - {{type: LOCATED_AT, from: company, to: site}}
  - {{type: USES, from: person, to: handle}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """One person of the load with everything that may be said of them; `number` is the thing's own."""

    number: int
    name: FullName
    sex: str
    born: date
    nationality: str
    digits: str
    account: str
    wallet_seed: bytes
    passport: str
    phone_thing: str


def write_load(folder: Path, *, records: int, seed: int) -> int:
    """Write the files and return how many records they hold.

    Args:
        folder: where the files go; it is made where it does not exist.
        records: how many are wanted; rounded up to whole rounds of 20.
        seed: the same seed gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for agency, (country, profile) in AGENCIES.items():
        text = _MAPPING.format(dataset=DATASET, agency=agency, country=country, profile=profile)
        (folder / f"{agency}.yml").write_text(text, encoding="utf-8")
    written = 0
    with ExitStack() as stack:
        tables = {a: csv.writer(stack.enter_context(_open(folder / f"{a}.csv")), lineterminator="\n") for a in AGENCIES}
        truth = csv.writer(stack.enter_context(_open(folder / "truth.csv")), lineterminator="\n")
        truth.writerow(("originator", "dataset", "reference", "kind", "thing"))
        for table in tables.values():
            table.writerow(_COLUMNS)
        for row_no, (subject, agency) in enumerate(_rows(seed)):
            if written >= records and row_no % _ROWS_PER_ROUND == 0:
                break
            row, held = _row(subject, agency, row_no)
            tables[agency].writerow([row.get(c, "") for c in _COLUMNS])
            for letter, kind, thing in held:
                truth.writerow((agency, DATASET, f"{letter}-{row_no}", kind, thing))
            written += len(held)
    return written


def _rows(seed: int) -> Iterator[tuple[_Subject, str]]:
    """Yield without end who is described by which agency."""
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing here is a secret
    agencies, number = list(AGENCIES), 0
    # Whole rounds later, so that the second description has the same kinds of records as the first.
    again: deque[tuple[_Subject, int] | None] = deque([None] * 100 * _ROWS_PER_ROUND)
    while True:
        earlier = again.popleft()
        subject, agency = earlier if earlier is not None else (_subject(rng, number), number)
        number += earlier is None
        yield subject, agencies[agency % len(agencies)]
        again.append((subject, agency + 1) if rng.random() < 0.2 else None)


def _subject(rng: random.Random, number: int) -> _Subject:
    nationality = rng.choice(NATIONALITIES)
    sex = "male" if rng.random() < 0.65 else "female"
    prefix, length = _MOBILE[nationality]
    # One in a hundred uses one of a few handsets that many people share.
    hub = rng.randrange(20) if rng.random() < 0.01 else None
    digits = prefix + (str(hub).zfill(length) if hub is not None else _digits(rng, length))
    suffix = "B" if nationality == "PH" else ""
    count = 6 if nationality in {"MM", "LA"} else 7
    return _Subject(
        number=number,
        name=draw_wide_name(nationality, sex, rng),
        sex=sex,
        born=date(1965, 1, 1) + timedelta(days=rng.randrange(15_000)),
        nationality=nationality,
        digits=digits,
        account=str(rng.randint(1, 9)) + _digits(rng, 9),
        wallet_seed=rng.randbytes(20),
        passport=PASSPORTS[nationality] + _digits(rng, count) + suffix,
        phone_thing=f"phone-{nationality}-{digits}",
    )


def _row(subject: _Subject, agency: str, row_no: int) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return a row and what it holds as (letter of the reference, kind, thing), by its place in the round."""
    home = AGENCIES[agency][0]
    place = row_no % _ROWS_PER_ROUND
    key = subject.number
    row = _person_cells(subject, home, row_no)
    held = [("p", "Person", f"person-{key}"), ("t", "PhoneNumber", subject.phone_thing)]
    if place % 2 == 0:
        row |= {"bank": "004", "account": dashed_account(subject.account) if home == "TH" else subject.account}
        held.append(("a", "BankAccount", f"account-{subject.account}"))
    match place:
        case 1:
            row |= _wallet_cells(subject)
            held.append(("w", "Wallet", f"wallet-{row['wallet']}"))
        case 3:
            row |= {"id_no": subject.passport, "id_country": subject.nationality}
            held.append(("d", "IdentityDocument", f"document-{subject.passport}"))
        case 4:
            row |= _company_cells(key)
            held += [("c", "Organization", f"company-{key % 50_000}"), ("s", "Site", f"site-{key % 50_000}")]
        case 5:
            row["handle"] = f"@user_{key:07d}"
            held.append(("h", "OnlineAccount", f"handle-{key}"))
    return row, held


def _person_cells(subject: _Subject, home: str, row_no: int) -> dict[str, str]:
    own_script = home == subject.nationality or (home == "SG" and subject.nationality == "CN")
    latin = subject.name.latin if row_no % 3 else subject.name.other_latin
    at_home = home == subject.nationality
    return {
        "row_no": str(row_no),
        "name": subject.name.native if own_script else latin,
        "alias": latin if own_script and row_no % 2 else "",
        "born": thai_date(subject.born, row_no) if home == "TH" else subject.born.isoformat(),
        "sex": subject.sex,
        "nationality": subject.nationality,
        "phone": (national if at_home else _abroad)(subject.nationality, subject.digits),
        "phone_country": subject.nationality,
    }


def _abroad(country: str, digits: str) -> str:
    return international(country, digits, 1)


def _wallet_cells(subject: _Subject) -> dict[str, str]:
    if subject.number % 2:
        return {"wallet": checksums.tron(subject.wallet_seed), "chain": "TRX"}
    return {"wallet": checksums.bitcoin_segwit(subject.wallet_seed), "chain": "BTC"}


def _company_cells(key: int) -> dict[str, str]:
    number = key % 50_000
    # Steps without a common factor, so that neighbours have no word in common.
    first, second = (
        COMPANY_WORDS[number * 7 % len(COMPANY_WORDS)],
        COMPANY_WORDS[number // len(COMPANY_WORDS) * 5 % len(COMPANY_WORDS)],
    )
    name = f"{first} {second} {COMPANY_TRADES[number * 3 // 2 % len(COMPANY_TRADES)]}"
    country = ("TH", "KH", "SG")[number % 3]
    return {
        "company": f"{name} {number} Co., Ltd.",
        "company_country": country,
        "site": f"{first} {second} {_HOUSES[number // 3 % len(_HOUSES)]} {number}",
        "locality": ("Bangkok", "Phnom Penh", "Singapore")[number % 3],
    }


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randrange(10**count)).zfill(count)


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def main() -> None:
    """Write a load and say how much on standard error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    arguments = parser.parse_args()
    started = time.monotonic()
    written = write_load(arguments.out, records=arguments.records, seed=arguments.seed)
    parser.exit(0, f"{written} records in {time.monotonic() - started:.1f} s\n")


if __name__ == "__main__":
    main()
