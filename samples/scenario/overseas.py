"""What agencies elsewhere write: Singapore's unit and exchange, a Malaysian operator, a Philippine job platform.

The financial intelligence unit of Singapore writes FollowTheMoney entities, the others tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from samples.scenario import checksums
from samples.scenario.ledger import BadRow, Table, TrueRecord
from samples.scenario.mint import Account, Handle, Mint, Person, Phone, Wallet, stream
from samples.scenario.notation import international, seen_from, spaced_account
from samples.scenario.places import (
    COMPOUND_A,
    COMPOUND_B,
    LURE_AS_MALAYSIAN_WROTE,
    LURE_URL,
    STATION_CELL,
    STATION_SENDER,
)
from samples.scenario.world import World

_SGT = timezone(timedelta(hours=8))
_THAI_BANKS = {
    "002": "Bangkok Bank",
    "004": "Kasikornbank",
    "006": "Krung Thai Bank",
    "014": "Siam Commercial Bank",
    "025": "Bank of Ayudhya",
    "030": "Government Savings Bank",
}
COMPANY_NUMBER = checksums.singapore_company("202412345")


@dataclass(slots=True, kw_only=True)
class EntityFile:
    """The FollowTheMoney lines of one agency in the making."""

    originator: str
    dataset: str
    file: str
    lines: list[dict[str, object]] = field(default_factory=list)
    records: dict[tuple[str, str], TrueRecord] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)

    def add(self, key: str, schema: str, properties: dict[str, list[str]], *, kind: str = "", thing: str = "") -> None:
        """Append an entity; `kind` and `thing` tell the truth about one that is a record and not an edge."""
        kept = {name: [v for v in values if v] for name, values in properties.items()}
        kept = {name: values for name, values in kept.items() if values}
        self.lines.append({"id": key, "schema": schema, "properties": kept, "datasets": [self.dataset]})
        if kind:
            self.records[kind, key] = TrueRecord(
                originator=self.originator, dataset=self.dataset, reference=key, kind=kind, thing=thing
            )


def overseas_tables(world: World) -> Iterator[Table]:
    """Yield the tables in the order of their ingestion."""
    yield _transfers(world)
    yield _exchange_customers(world)
    yield _exchange_transfers(world)
    yield _telco_sims(world)
    yield _telco_stations()
    yield _advertisements(world)


def suspicious_reports(world: World) -> EntityFile:
    """Return what Singapore's unit drew from suspicious transaction reports."""
    file = EntityFile(originator="sg-fiu", dataset="str", file="sg-fiu-str.ftm.json")
    people = world.known_to("sg-fiu")
    for number, person in enumerate(people):
        _add_person(file, f"STR-P{number + 1:03d}", person, number)
    _add_company(file, world, people)
    _add_chain(file, world)
    line: dict[str, object] = {
        "id": "STR-X001",
        "schema": "Spaceship",
        "properties": {"name": ["Heron"]},
        "datasets": ["str"],
    }
    file.lines.append(line)
    file.bad.append(
        BadRow(
            originator="sg-fiu",
            dataset="str",
            file=file.file,
            row=len(file.lines),
            column="schema",
            rule="unknown-schema",
        )
    )
    return file


def _add_person(file: EntityFile, key: str, person: Person, number: int) -> None:
    phone = person.phones[0]
    properties = {
        "name": [person.name.latin if number % 2 else person.name.other_latin],
        "alias": [person.name.native if person.nationality in {"CN", "TH"} else "", *person.aliases],
        "birthDate": [person.born.isoformat()],
        "nationality": [person.nationality.lower()],
        "gender": [person.sex],
        "passportNumber": [person.passport if number % 4 else ""],
        "phone": [international(phone.country, phone.digits, 1) if number % 3 == 0 else ""],
    }
    file.add(key, "Person", properties, kind="Person", thing=person.thing)
    for account in person.accounts:
        account_key = f"{key}-A{account.digits[-4:]}"
        _add_account(file, account_key, account)
        file.add(f"{key}-own-{account.digits[-4:]}", "Ownership", {"owner": [key], "asset": [account_key]})
    for wallet in person.wallets:
        _add_wallet(file, f"{key}-W{wallet.address[-5:]}", wallet, holder=key)


def _add_account(file: EntityFile, key: str, account: Account) -> None:
    properties = {"accountNumber": [spaced_account(account.digits)], "country": [account.country.lower()]}
    if account.country == "SG":
        properties["bic"] = [account.bank]
    else:
        properties["bankName"] = [_THAI_BANKS[account.bank]]
    file.add(key, "BankAccount", properties, kind="BankAccount", thing=account.thing)


def _add_wallet(file: EntityFile, key: str, wallet: Wallet, holder: str = "") -> None:
    # This unit's system stores EVM addresses in small letters.
    address = wallet.address.lower() if wallet.chain == "ETH" else wallet.address
    properties = {"publicKey": [address], "currency": [wallet.chain], "holder": [holder]}
    file.add(key, "CryptoWallet", properties, kind="Wallet", thing=wallet.thing)


def _add_company(file: EntityFile, world: World, people: list[Person]) -> None:
    """Add the shell company with its director, its accounts and the site that it pays rent for."""
    numbers = {p.thing: f"STR-P{n + 1:03d}" for n, p in enumerate(people)}
    company = {
        "name": ["Siam Busabok Trading Pte. Ltd.", "暹罗宝座贸易有限公司"],
        "alias": ["Siam Busabok Trading Co., Ltd.", "สยามบุษบก เทรดดิ้ง"],
        "registrationNumber": [COMPANY_NUMBER],
        "jurisdiction": ["sg"],
        "address": ["12 Invented Quay #09-01, Singapore"],
    }
    file.add("STR-C001", "Company", company, kind="Organization", thing="company-busabok")
    director = numbers["person-director"]
    file.add("STR-C001-dir", "Directorship", {"director": [director], "organization": ["STR-C001"]})
    for place, account in enumerate((world.shell_accounts[1], world.shell_accounts[0])):
        _add_account(file, f"STR-C001-A{place + 1}", account)
        file.add(f"STR-C001-own-{place + 1}", "Ownership", {"owner": ["STR-C001"], "asset": [f"STR-C001-A{place + 1}"]})
    site = {"name": [COMPOUND_A.english.replace("Park", "Technology Park"), COMPOUND_A.chinese], "country": ["kh"]}
    site |= {"city": [COMPOUND_A.locality], "region": [COMPOUND_A.region]}
    file.add("STR-S001", "RealEstate", site, kind="Site", thing="site-a")
    boss = numbers["person-boss"]
    file.add(
        "STR-C001-rel", "UnknownLink", {"subject": ["STR-C001"], "object": ["STR-S001"], "role": ["paid rent for"]}
    )
    file.add("STR-C001-boss", "UnknownLink", {"subject": [boss], "object": ["STR-C001"], "role": ["gives orders to"]})
    _add_foreign_accounts(file)


def _add_foreign_accounts(file: EntityFile) -> None:
    """Add the company's accounts abroad, by their IBANs."""
    rng = stream("ibans")
    for number in range(5):
        digits = "".join(rng.choices("0123456789", k=19 if number < 3 else 16))
        iban = checksums.iban("AE", digits) if number < 3 else checksums.iban("LT", digits)
        key = f"STR-F{number + 1:03d}"
        shown = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if number % 2 else iban
        abroad = {"iban": [shown], "country": [iban[:2].lower()]}
        file.add(key, "BankAccount", abroad, kind="BankAccount", thing=f"account-{iban}")
        file.add(f"{key}-own", "Ownership", {"owner": ["STR-C001"], "asset": [key]})


def _add_chain(file: EntityFile, world: World) -> None:
    for number, wallet in enumerate(world.chain):
        _add_wallet(file, f"STR-W{number + 1:03d}", wallet)


def _transfers(world: World) -> Table:
    """Return Singapore's transfers: the company's account buys coins, and the coins hop from wallet to wallet."""
    table = Table(originator="sg-fiu", dataset="transfers", file="sg-fiu-transfers.csv")
    rng = stream("transfers")
    at = datetime(2026, 4, 20, 11, 0, tzinfo=_SGT)
    company = world.shell_accounts[1]
    steps: list[tuple[Account | Wallet, Account | Wallet, str]] = [
        (company, world.chain[0], "SGD"),
        (world.chain[0], world.chain[1], "USDT"),
        (world.chain[1], world.chain[2], "USDT"),
        (world.chain[2], world.chain[3], "USDT"),
        (world.chain[3], world.chain[4], "USDT"),
    ]
    mint = Mint(rng=stream("transfer payers"))
    for number in range(35):
        source, target, currency = steps[number % 5] if number < 25 else (mint.account("SG"), company, "SGD")
        at += timedelta(hours=rng.randrange(2, 30))
        reference = f"SGT-{number + 1:04d}"
        row = _ends(source, target) | {
            "transfer_no": reference,
            "at": at.isoformat(),
            "amount": f"{currency} {rng.randrange(2_000, 60_000)}.00",
        }
        table.add(row, ("Payment", reference, f"payment-sg-fiu-{reference}"), *_end_records(source, target))
    return table


def _ends(source: Account | Wallet, target: Account | Wallet) -> dict[str, str]:
    cells = {}
    for side, end in (("from", source), ("to", target)):
        account = end if isinstance(end, Account) else None
        wallet = end if isinstance(end, Wallet) else None
        cells[f"{side}_bank"] = account.bank if account else ""
        cells[f"{side}_account"] = spaced_account(account.digits) if account else ""
        cells[f"{side}_wallet"] = wallet.address if wallet else ""
        cells[f"{side}_chain"] = wallet.chain if wallet else ""
    return cells


def _end_records(source: Account | Wallet, target: Account | Wallet) -> list[tuple[str, str, str]]:
    records = []
    for end in (source, target):
        if isinstance(end, Account):
            records.append(("BankAccount", f"{end.bank} {spaced_account(end.digits)}", end.thing))
        else:
            records.append(("Wallet", end.address, end.thing))
    return records


def _exchange_customers(world: World) -> Table:
    table = Table(originator="sg-exchange", dataset="customers", file="sg-exchange-customers.csv")
    for number, person in enumerate(world.known_to("sg-exchange")):
        phone, wallet, reference = person.phones[0], person.wallets[0], f"U{70_000 + 13 * number}"
        row = {
            "customer_no": reference,
            "name": person.name.latin,
            "born": person.born.isoformat() if number % 5 else str(person.born.year),
            "nationality": person.nationality,
            "passport": person.passport,
            "phone": international(phone.country, phone.digits, 1),
            "email": f"user{70_000 + 13 * number}@mail.example",
            "wallet": wallet.address,
            "chain": wallet.chain,
            "opened": (datetime(2025, 2, 1, tzinfo=_SGT) + timedelta(days=9 * number)).date().isoformat(),
        }
        table.add(
            row,
            ("Person", reference, person.thing),
            ("PhoneNumber", row["phone"], phone.thing),
            ("Wallet", wallet.address, wallet.thing),
        )
    return table


def _exchange_transfers(world: World) -> Table:
    """Return deposits and withdrawals: customers' hosted wallets pay into the chain of the money's way."""
    table = Table(originator="sg-exchange", dataset="transfers", file="sg-exchange-transfers.csv")
    rng = stream("exchange")
    hosted = [p.wallets[0] for p in world.known_to("sg-exchange")]
    at = datetime(2026, 3, 2, 9, 30, tzinfo=_SGT)
    for number in range(60):
        at += timedelta(hours=rng.randrange(3, 50))
        same = [w for w in hosted if w.chain == "TRX"]
        source = same[number % len(same)]
        target = world.chain[0] if number % 3 == 0 else same[(number + 5) % len(same)]
        reference = f"X{at:%y%m%d}{number:03d}"
        row = {
            "transfer_no": reference,
            "at": at.isoformat(),
            "amount": f"{rng.randrange(120, 9_000)}.00 USDT",
            "from_wallet": source.address,
            "to_wallet": target.address,
            "chain": "TRX",
        }
        table.add(
            row,
            ("Payment", reference, f"payment-sg-exchange-{reference}"),
            ("Wallet", source.address, source.thing),
            ("Wallet", target.address, target.thing),
        )
    bad = dict(table.rows[0]) | {"transfer_no": "X999999", "amount": "twelve"}
    table.add_bad(bad, "amount", "unreadable-amount")
    return table


def _telco_sims(world: World) -> Table:
    table = Table(originator="my-telco", dataset="sims", file="my-telco-sims.csv")
    rng = stream("my-telco")
    start = datetime(2025, 11, 15, 9, 0, tzinfo=_SGT)
    for batch, country, phones in world.sims:
        # Thai cards of the batches roam in Malaysia; a few Cambodian ones too.
        seen = list(enumerate(phones))[:: 1 if country == "MY" else 2][:22]
        for place, phone in seen:
            imei = world.modem(batch, place)
            reference = f"MY-SIM-{len(table.rows) + 1:05d}"
            row = {
                "sim_no": reference,
                "msisdn": seen_from("MY", phone.country, phone.digits, place),
                "plan_country": phone.country,
                "batch": batch if country == "MY" else "inbound roamer",
                "activated": (start + timedelta(minutes=rng.randrange(170_000))).isoformat(),
                "status": rng.choice(("active", "active", "suspended", "ported")),
                "imei": imei,
                "point_of_sale": f"Kedai {batch[-2:]}" if country == "MY" else "",
                "handling": "order" if place < 3 else "standard",
            }
            table.add(row, ("PhoneNumber", reference, phone.thing), ("Device", imei, f"device-{imei[:14]}"))
    bad = dict(table.rows[0]) | {"sim_no": "MY-SIM-90001", "msisdn": "", "imei": ""}
    table.add_bad(bad, "msisdn", "missing-key")
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Station:
    """What the operator writes of a false base station with every sighting of it."""

    number: str
    cell: str
    label: str
    sender: str
    lure: str
    locality: str
    url: str
    thing: str


_STATION = _Station(
    number="ROGUE-07",
    cell=STATION_CELL,
    label="Rogue BTS Bukit Lintang",
    sender=STATION_SENDER,
    lure=LURE_AS_MALAYSIAN_WROTE,
    locality="Bukit Lintang",
    url=LURE_URL,
    thing="station-shared",
)
# Nobody else has met this one.
_OTHER_STATION = _Station(
    number="ROGUE-09",
    cell="502-12-2204-8811",
    label="Rogue BTS Jalan Suria",
    sender="LHDN",
    lure="Bayaran balik cukai anda sedia. Sahkan akaun.",
    locality="Jalan Suria",
    url="https://tax-refund.example/my",
    thing="station-my-2",
)


def _telco_stations() -> Table:
    table = Table(originator="my-telco", dataset="stations", file="my-telco-stations.csv")
    for number in range(14):
        station = _STATION if number % 7 != 6 else _OTHER_STATION
        row = _observation(station, number)
        table.add(
            row,
            ("FalseBaseStation", station.number, station.thing),
            ("WebResource", station.url, f"web-{station.url}"),
            ("Sighting", row["report_no"], f"sighting-my-telco-{row['report_no']}"),
        )
    unread = {"station_no": "ROGUE-99", "report_no": "MY-OBS-900", "observed_at": "yesterday evening"}
    # The sighting has it as an instant, and the link to its station as the day that it holds from.
    table.add_bad(dict(table.rows[0]) | unread, "observed_at", "unreadable-timestamp", "unreadable-date")
    return table


def _observation(station: _Station, number: int) -> dict[str, str]:
    at = datetime(2026, 5, 20, 20, 0, tzinfo=_SGT)
    return {
        "station_no": station.number,
        "cell": station.cell,
        "label": station.label,
        "sender": station.sender,
        "lure": station.lure,
        "locality": station.locality,
        "first_seen": at.isoformat(),
        "last_seen": (at + timedelta(hours=120)).isoformat(),
        "url": station.url,
        "report_no": f"MY-OBS-{number + 1:03d}",
        "observed_at": (at + timedelta(hours=9 * number)).isoformat(),
        "observing_cell": f"502-19-7{number:03d}-{12000 + number}",
        "lat_lon": f"6.66{number:02d},100.32{number:02d}",
        "summary": f"{25 + 2 * number} subscribers got the text",
    }


# Language, title, text and workplace of an advertisement; {place} is the compound as the recruiter spells it.
_ADVERTISEMENTS = (
    (
        "tl",
        "Hiring: Customer Service Rep, Thailand",
        "Naghahanap kami ng CSR na marunong mag-type. Libre ang tirahan, pagkain at ticket. Walang placement fee.",
        "Thailand, near the border",
        "TH",
    ),
    (
        "en",
        "Online sales assistant, {place}",
        "Chat operator, no experience needed. We pay flight, visa, room and food. Send your passport photo today.",
        "{place}",
        "KH",
    ),
    (
        "vi",
        "Tuyển nhân viên đánh máy, việc nhẹ lương cao",
        "Cần 20 bạn nam nữ 18-35 tuổi làm tại Campuchia, bao ăn ở, lo giấy tờ, lương 25 triệu, không cần bằng cấp.",
        "{place}, Campuchia",
        "KH",
    ),
    (
        "zh",
        "高薪招聘客服 包吃住 包机票",
        "诚聘打字员、推广、客服,月薪一万五起,公司在{place},包签证,团队接送。",
        "{place}",
        "KH",
    ),
    (
        "en",
        "Crypto support staff, new city project",
        "Multilingual support agents for a growing park. Arrival by car from Bangkok. Contract signed on site.",
        "{place}",
        "MM",
    ),
)


# Texts, employers and spellings come round after so many postings: the same advertisement again.
_POSTINGS = 30


def _advertisements(world: World) -> Table:
    table = Table(originator="ph-jobs", dataset="ads", file="ph-jobs-ads.csv")
    recruiters = [p for p in world.known_to("kh-hotline") if p.roles["kh-hotline"] == "suspect" and p.handles]
    mint = Mint(rng=stream("ads"))
    at = datetime(2025, 9, 1, 10, 0, tzinfo=_SGT)
    for number in range(70):
        at += timedelta(hours=61)
        row, phone, handle = _advertisement(world, recruiters, mint, number)
        row |= {"posted_at": at.isoformat()}
        table.add(
            row,
            ("JobAdvertisement", row["ad_no"], f"ad-{number % _POSTINGS}"),
            ("PhoneNumber", row["phone"], phone.thing if phone else ""),
            ("OnlineAccount", row["handle"], handle.thing if handle else ""),
            ("Organization", row["employer_no"], f"employer-{row['employer_no']}"),
        )
    bad = dict(table.rows[0]) | {"ad_no": "AD-9000", "phone": "0917 000 0000", "phone_country": "Narnia", "handle": ""}
    table.add_bad(bad, "phone_country", "unreadable-country")
    return table


def _advertisement(
    world: World, recruiters: list[Person], mint: Mint, number: int
) -> tuple[dict[str, str], Phone | None, Handle | None]:
    language, title, text, workplace, country = _ADVERTISEMENTS[number % 5]
    spelled = (COMPOUND_A.english, COMPOUND_A.chinese_latin, "Romduol Sovan")[number % 3]
    place = COMPOUND_B.english if country == "MM" else (COMPOUND_A.chinese if language == "zh" else spelled)
    phone, handle = _contact(world, recruiters, mint, number)
    employer = number % 6 + 1
    row = {
        "ad_no": f"AD-{2600 + number}",
        "language": language,
        "title": title.format(place=place),
        "text": text.format(place=place),
        "employer_no": f"EMP-{employer}",
        "employer": _EMPLOYERS[employer - 1],
        "workplace": workplace.format(place=place),
        "country": country,
        "salary": f"USD {900 + 100 * (number % 7)}",
        "phone": seen_from("PH", phone.country, phone.digits, number % 2) if phone else "",
        "phone_country": phone.country if phone else "",
        "handle": f"https://t.me/{handle.name}" if handle else "",
        "url": f"https://jobs.example/ads/{2600 + number}",
    }
    return row, phone, handle


def _contact(world: World, recruiters: list[Person], mint: Mint, number: int) -> tuple[Phone | None, Handle | None]:
    # Two in three come from the ring; the rest are other people's, with numbers that nobody else holds.
    if number % 3 == 0:
        return mint.phone("PH"), mint.handle("jobs_ph") if number % 2 else None
    recruiter = recruiters[number // 2 % len(recruiters)]
    phone = world.shared_handset if number % 7 == 0 else recruiter.phones[0]
    return phone, recruiter.handles[0] if number % 4 else None


_EMPLOYERS = (
    "RS Digital Solutions",
    "Longdu Customer Care",
    "Golden Typing Services",
    "Padauk Support Hub",
    "Bright Harbor Staffing",
    "东哥客服团队",
)
