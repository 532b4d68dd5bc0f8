"""What the Thai police, financial intelligence unit and operator write: Thai names, Buddhist-era dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from samples.scenario import checksums
from samples.scenario.ledger import Table
from samples.scenario.mint import Account, Mint, Person, stream
from samples.scenario.notation import dashed_account, seen_from, thai_date, thai_instant
from samples.scenario.places import COMPOUND_A, COMPOUND_B, LURE_AS_THAI_WROTE, LURE_URL, STATION_CELL, STATION_SENDER
from samples.scenario.world import World

_ICT = timezone(timedelta(hours=7))
_ROLES = {"suspect": "ผู้ต้องหา", "witness": "พยาน", "none": ""}
_SEXES = {"male": "ชาย", "female": "หญิง"}
_COUNTRIES = {
    "TH": "ไทย",
    "KH": "กัมพูชา",
    "MM": "เมียนมา",
    "LA": "ลาว",
    "CN": "จีน",
    "VN": "เวียดนาม",
    "PH": "ฟิลิปปินส์",
    "MY": "มาเลเซีย",
}
_BANK_NAMES = {
    "002": "ธนาคารกรุงเทพ",
    "004": "ธนาคารกสิกรไทย",
    "006": "ธนาคารกรุงไทย",
    "014": "ธนาคารไทยพาณิชย์",
    "025": "ธนาคารกรุงศรีอยุธยา",
    "030": "ธนาคารออมสิน",
}
_OFFENCES = ("ฉ้อโกง", "ฉ้อโกง,ฟอกเงิน", "ค้ามนุษย์", "อาชญากรรมคอมพิวเตอร์")
# Vehicles by the person who drives them: (plate, country, make, colour).
VEHICLES = {
    "person-boss": ("2CD-1188 Phnom Penh", "KH", "Lexus LX570", "black"),
    "person-arriving": ("2AB-7043 Banteay Meanchey", "KH", "Toyota HiAce", "white"),
    "person-recruiter-th": ("กข 4821 สระแก้ว", "TH", "Isuzu D-Max", "silver"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Payment:
    """A payment in baht from an account to another, or into a wallet."""

    number: int
    amount: int
    source: Account
    purpose: str
    target: Account | None = None
    wallet: str = ""


def thai_tables(world: World) -> Iterator[Table]:
    """Yield the files of the three agencies in the order of their ingestion."""
    yield _police_sites()
    yield _police_crossings()
    yield _police_cases(world)
    yield _fiu_measures()
    yield _fiu_accounts(world)
    yield _fiu_payments(world)
    yield _telco_sims(world)
    yield _telco_stations()


def thai_name(person: Person) -> str:
    """Return a name as a Thai officer writes it: in Thai where known, else as in the passport."""
    return person.name.native if person.nationality == "TH" else person.thai or person.name.latin


def company_names() -> tuple[tuple[str, str, str], ...]:
    """Return the shell company's two Thai registrations as (number of the holder, name, company number)."""
    return (
        ("JP-0001", "บริษัท สยามบุษบก เทรดดิ้ง จำกัด", checksums.thai_number("010556701234")),
        ("JP-0002", "Siam Busabok Trading Co., Ltd.", checksums.thai_number("010556809901")),
    )


def _police_sites() -> Table:
    table = Table(originator="th-police", dataset="sites", file="th-police-sites.csv")
    rows = [
        ("TS-01", "site-a", COMPOUND_A.thai, "หลงตู พาร์ค;Romduol Sovann", "scam-compound", COMPOUND_A, "2566", "2569"),
        ("TS-02", "site-b", COMPOUND_B.thai, "Shwe Padauk;รุ่ยป๋อ", "scam-compound", COMPOUND_B, "2569", ""),
    ]
    for reference, thing, name, other, kind, place, first, last in rows:
        row = _site(
            reference,
            name,
            other,
            kind,
            locality=place.thai_locality,
            country=place.country,
            lat_lon=place.coordinates,
        )
        table.add(row | {"first_seen": first, "last_seen": last}, ("Site", reference, thing))
    for reference, name, kind, locality in (
        ("TS-03", "จุดผ่านแดนบ้านดงแก้ว", "border-crossing", "บ้านดงแก้ว"),
        ("TS-04", "โรงแรมริมเมย แกรนด์", "hotel", "แม่ขาว"),
        ("TS-05", "ท่าข้ามบ้านน้ำใส", "border-crossing", "บ้านน้ำใส"),
        ("TS-06", "อาคารพาณิชย์ ซอยสุขสันต์ 9", "office", "กรุงเทพมหานคร"),
    ):
        row = _site(reference, name, "", kind, locality=locality, country="TH", lat_lon="") | {
            "first_seen": "",
            "last_seen": "",
        }
        table.add(row, ("Site", reference, f"site-th-{reference}"))
    return table


def _site(no: str, name: str, other: str, kind: str, *, locality: str, country: str, lat_lon: str) -> dict[str, str]:
    return {
        "site_no": no,
        "name": name,
        "other_names": other,
        "type": kind,
        "locality": locality,
        "country": country,
        "lat_lon": lat_lon,
    }


def _police_crossings() -> Table:
    table = Table(originator="th-police", dataset="crossings", file="th-police-crossings.csv")
    rng = stream("crossings")
    start = datetime(2026, 1, 10, 19, 0, tzinfo=_ICT)
    plates = [
        *VEHICLES.values(),
        *((f"ผจ {rng.randrange(1000, 9999)} ตาก", "TH", "Toyota Hilux", "grey") for _ in range(7)),
    ]
    for number in range(36):
        plate, country, make, colour = plates[number % len(plates)]
        at = start + timedelta(days=5 * number, minutes=rng.randrange(400))
        to_site = "TS-01" if at.month < 4 else "TS-02"
        place, lat_lon = ("บ้านดงแก้ว", "13.8301,102.6804") if at.month < 4 else ("บ้านน้ำใส", "16.6188,98.5604")
        reference = f"CR-{number + 1:03d}"
        row = {
            "crossing_no": reference,
            "at": thai_instant(at),
            "plate": plate,
            "plate_country": country,
            "make": make,
            "colour": colour,
            "place": place,
            "lat_lon": lat_lon,
            "to_site": to_site if number % 3 == 0 else "",
            "summary": f"รถ {plate} ผ่านจุดตรวจ{place}",
        }
        table.add(
            row, ("Vehicle", plate, f"vehicle-{plate}"), ("Sighting", reference, f"sighting-th-police-{reference}")
        )
    return table


def _police_cases(world: World) -> Table:
    table = Table(originator="th-police", dataset="cases", file="th-police-cases.csv")
    rng = stream("th-police")
    for number, person in enumerate(world.known_to("th-police")):
        case, place = f"{100 + number // 3}/2569", str(number % 3 + 1)
        row = _police_row(person, case, place, number) | {
            "offence": rng.choice(_OFFENCES) if person.roles["th-police"] == "suspect" else "",
            "updated": (datetime(2026, 2, 1, tzinfo=UTC) + timedelta(hours=31 * number)).isoformat(),
        }
        account = person.accounts[0] if row["account"] else None
        table.add(
            row,
            ("Person", f"{case}-{place}", person.thing),
            ("IdentityDocument", row["id_no"], f"document-{row['id_no']}"),
            ("PhoneNumber", row["phone"], person.phones[0].thing if row["phone"] else ""),
            ("BankAccount", f"{row['bank']}-{row['account']}" if account else "", account.thing if account else ""),
        )
    blank = dict.fromkeys(table.rows[0], "")
    table.add_bad(
        blank | {"case_no": "199/2569", "no": "1", "name": "ปรีชา มั่นคง", "born": "31/02/2540", "nationality": "ไทย"},
        "born",
        "unreadable-date",
    )
    table.add_bad(
        blank
        | {"case_no": "199/2569", "no": "2", "name": "มนัส มั่นคง"}
        | {"id_type": "หนังสือเดินทาง", "id_no": "AX0000001", "id_country": "แอตแลนติส"},
        "id_country",
        "unreadable-country",
    )
    return table


def _police_row(person: Person, case: str, place: str, number: int) -> dict[str, str]:
    only_name = person.note == "name alone"
    home = person.nationality == "TH" and number % 2 == 0
    account = person.accounts[0] if person.accounts and "th-fiu" in person.roles else None
    document = person.national_id if home else person.passport
    victim_place = "TS-01" if "kh-hotline" in person.roles and person.roles["kh-hotline"] != "suspect" else ""
    phone = person.phones[0] if person.phones else None
    return {
        "case_no": case,
        "no": place,
        "name": thai_name(person),
        "other_names": ";".join(_aliases(person, number)),
        "status": _ROLES[person.roles["th-police"]],
        "born": "" if only_name else thai_date(person.born, number),
        "sex": _SEXES[person.sex],
        "nationality": _COUNTRIES[person.nationality],
        "id_type": "" if not document else ("บัตรประชาชน" if home else "หนังสือเดินทาง"),
        "id_no": document,
        "id_country": person.nationality if document else "",
        "phone": seen_from("TH", phone.country, phone.digits, number) if phone else "",
        "phone_country": phone.country if phone else "",
        "bank": account.bank if account else "",
        "account": account.digits if account else "",
        "plate": VEHICLES[person.thing][0] if person.thing in VEHICLES else "",
        "works_at": "TS-01" if person.thing in {"person-boss", "person-manager"} else "",
        "seen_at": victim_place,
    }


def _aliases(person: Person, number: int) -> tuple[str, ...]:
    latin = (person.name.latin, person.name.other_latin)[number % 2]
    own = (latin,) if latin != thai_name(person) and (number % 3 or person.aliases or person.thai) else ()
    return (*own, *(a for a in person.aliases if a.isascii() or person.nationality == "TH"))


def _fiu_measures() -> Table:
    table = Table(originator="th-fiu", dataset="measures", file="th-fiu-measures.csv")
    for reference, kind, at, until, amount, count, basis in (
        ("FRZ-2569-01", "freeze", "08/05/2569 09:00", "06/08/2569 17:00", "THB 8140000.00", "14", "คำสั่งยับยั้ง 17/2569"),
        ("FRZ-2569-02", "freeze", "11/06/2569 13:30", "09/09/2569 17:00", "THB 1265000.00", "6", "คำสั่งยับยั้ง 22/2569"),
        ("SEZ-2569-01", "seizure", "20/07/2569 10:15", "", "THB 5300000.00", "3", "คำสั่งยึด 4/2569"),
    ):
        row = {
            "measure_no": reference,
            "type": kind,
            "taken_at": at,
            "until": until,
            "amount": amount,
            "count": count,
            "legal_basis": basis,
        }
        table.add(row, ("Measure", reference, f"measure-th-fiu-{reference}"))
    return table


def _fiu_accounts(world: World) -> Table:
    table = Table(originator="th-fiu", dataset="accounts", file="th-fiu-accounts.csv")
    for number, person in enumerate(world.known_to("th-fiu")):
        holder = f"PP-{number + 1:04d}"
        for account in person.accounts:
            row = _fiu_holder(person, holder, number) | _fiu_account(account, number, "mule")
            table.add(
                row,
                ("Person", holder, person.thing),
                ("PhoneNumber", row["phone"], person.phones[0].thing),
                ("BankAccount", f"{account.bank}-{row['account_no']}", account.thing),
            )
    _add_companies(table, world)
    bad = dict(table.rows[0]) | {"holder_no": "PP-0900", "account_no": "901-2-34567-8", "role": "มาเฟีย", "phone": ""}
    table.add_bad(bad, "role", "outside-vocabulary")
    return table


def _add_companies(table: Table, world: World) -> None:
    for number, (holder, name, company_no) in enumerate(company_names()):
        account = world.shell_accounts[0] if number == 0 else Mint(rng=stream("second shell")).account("TH")
        row = dict.fromkeys(table.rows[0], "") | {
            "holder_no": holder,
            "holder_type": "นิติบุคคล",
            "holder_name": name,
            "holder_name_en": "Siam Busabok Trading Co., Ltd.;暹罗宝座贸易有限公司" if number == 0 else "",
            "company_no": company_no,
            "handling": "ลับ" if number else "ทั่วไป",
        }
        row |= _fiu_account(account, number, "collection")
        table.add(
            row,
            ("Organization", holder, "company-busabok"),
            ("BankAccount", f"{account.bank}-{row['account_no']}", account.thing),
        )


def _fiu_holder(person: Person, holder: str, number: int) -> dict[str, str]:
    phone = person.phones[0]
    # A son who shares his father's name must not look like him by birth date alone; everyone gets a full one here.
    return {
        "holder_no": holder,
        "holder_type": "บุคคล",
        "holder_name": thai_name(person),
        "holder_name_en": person.name.other_latin if number % 3 else "",
        "national_id": person.national_id,
        "passport": "" if person.national_id else person.passport,
        "born": thai_date(person.born, number + 1),
        "nationality": _COUNTRIES[person.nationality],
        "company_no": "",
        "phone": seen_from("TH", phone.country, phone.digits, number + 1),
        "phone_country": phone.country,
        "handling": "ลับ" if number % 11 == 10 else "ทั่วไป",
    }


def _fiu_account(account: Account, number: int, role: str) -> dict[str, str]:
    frozen = ("", "FRZ-2569-01", "FRZ-2569-02", "")[number % 4] if role == "mule" else "FRZ-2569-01"
    return {
        "bank": account.bank,
        "bank_name": _BANK_NAMES.get(account.bank, account.bank),
        "account_country": account.country,
        "account_no": dashed_account(account.digits),
        "role": role,
        "opened": thai_date(datetime(2025, 3 + number % 9, 1 + number % 27, tzinfo=_ICT).date(), 2),
        "measure_no": frozen,
    }


def _fiu_payments(world: World) -> Table:
    """Return payments in layers: victims to mules, mules to the shell company, the company abroad and into coins."""
    table = Table(originator="th-fiu", dataset="payments", file="th-fiu-payments.csv")
    rng = stream("th-payments")
    mules = [p.accounts[0] for p in world.known_to("th-fiu") if p.accounts]
    fresh = Mint(rng=stream("payers"))
    at = datetime(2026, 2, 3, 8, 0, tzinfo=_ICT)
    for number in range(84):
        at += timedelta(hours=rng.randrange(3, 40), minutes=rng.randrange(60))
        # Each mule receives and passes on, so that what a victim paid can be followed.
        mule = mules[number // 2 % len(mules)]
        if number % 2 == 0:
            source, target, amount = fresh.account("TH"), mule, rng.randrange(8, 90) * 1000
        else:
            source, target, amount = mule, world.shell_accounts[0], rng.randrange(20, 300) * 1000
        purpose = "ค่าสินค้า" if number % 2 else "ลงทุน"
        _pay(table, at, _Payment(number=number, amount=amount, source=source, target=target, purpose=purpose))
    home, abroad = world.shell_accounts
    for number in range(84, 92):
        at += timedelta(days=2)
        amount = rng.randrange(300, 900) * 1000
        payment = _Payment(number=number, amount=amount, source=home, target=abroad, purpose="trade settlement")
        _pay(table, at, payment)
    coins = _Payment(number=92, amount=640_000, source=home, wallet=world.chain[1].address, purpose="ซื้อสินทรัพย์ดิจิทัล")
    _pay(table, at + timedelta(days=1), coins)
    bad = dict(table.rows[0]) | {"txn": "TXN-00900", "at": "32/13/2569 25:00"}
    table.add_bad(bad, "at", "unreadable-timestamp")
    return table


def _pay(table: Table, at: datetime, payment: _Payment) -> None:
    source, target, wallet = payment.source, payment.target, payment.wallet
    reference = f"TXN-{payment.number + 1:05d}"
    row = {
        "txn": reference,
        "at": thai_instant(at),
        "amount": f"THB {payment.amount}.00",
        "from_bank": source.bank,
        "from_account": source.digits,
        "from_country": source.country,
        "to_bank": target.bank if target else "",
        "to_account": target.digits if target else "",
        "to_country": target.country if target else "",
        "to_wallet": wallet,
        "purpose": payment.purpose,
    }
    table.add(
        row,
        ("Payment", reference, f"payment-th-fiu-{reference}"),
        ("BankAccount", f"{source.bank}-{source.digits}", source.thing),
        ("BankAccount", f"{target.bank}-{target.digits}" if target else "", target.thing if target else ""),
        ("Wallet", wallet, f"wallet-{wallet}"),
    )


def _telco_sims(world: World) -> Table:
    table = Table(originator="th-telco", dataset="sims", file="th-telco-sims.xlsx")
    rng = stream("th-telco")
    start = datetime(2025, 12, 1, 10, 0, tzinfo=_ICT)
    for batch, country, phones in world.sims:
        # The operator sees its own cards, and foreign ones that roam in its network.
        seen = phones if country == "TH" else phones[:7]
        for place, phone in enumerate(seen):
            number = len(table.rows) + 1
            imei = world.modem(batch, place)
            row = {
                "sim_no": f"TH{number:05d}",
                "number": seen_from("TH", country, phone.digits, number),
                "number_country": country,
                "batch": batch if country == "TH" else "roaming",
                "activated": thai_instant(start + timedelta(minutes=rng.randrange(150_000))),
                "status": rng.choice(("active", "active", "suspended", "blocked")),
                "imei": imei,
                "handling": "หมายศาล" if place < 4 else "ทั่วไป",
            }
            table.add(row, ("PhoneNumber", row["sim_no"], phone.thing), ("Device", imei, f"device-{imei[:14]}"))
    bad = dict(table.rows[0]) | {"sim_no": "TH90001", "imei": "", "status": "zombie"}
    table.add_bad(bad, "status", "outside-vocabulary")
    return table


def _telco_stations() -> Table:
    table = Table(originator="th-telco", dataset="stations", file="th-telco-stations.csv")
    for number in range(16):
        shared = number % 4 != 3
        row = _observation(number, shared=shared)
        table.add(
            row,
            ("FalseBaseStation", row["station_no"], "station-shared" if shared else "station-th-2"),
            ("WebResource", row["url"], f"web-{row['url']}"),
            ("Sighting", row["report_no"], f"sighting-th-telco-{row['report_no']}"),
        )
    return table


def _observation(number: int, *, shared: bool) -> dict[str, str]:
    """Return the row of one observation, of the station that the Malaysian operator has met too or of another one."""
    at = datetime(2026, 6, 3, 17, 5, tzinfo=_ICT)
    seen = at + timedelta(days=number // 2, minutes=37 * number)
    return {
        "station_no": "FBS-TH-01" if shared else "FBS-TH-02",
        "cell": STATION_CELL if shared else "520-03-4410-20117",
        "label": "สถานีปลอม ริมน้ำใส" if shared else "สถานีปลอม ย่านการค้า",
        "sender": STATION_SENDER if shared else "BankAlert",
        "lure": LURE_AS_THAI_WROTE if shared else "บัญชีของท่านถูกระงับ กรุณายืนยันตัวตน",
        "locality": "บ้านน้ำใส" if shared else "กรุงเทพมหานคร",
        "first_seen": thai_instant(at if shared else at + timedelta(days=1, minutes=111)),
        "last_seen": thai_instant(at + timedelta(days=7, minutes=555)),
        "url": LURE_URL if shared else "https://verify-account.example/th",
        "report_no": f"OBS-TH-{number + 1:03d}",
        "observed_at": seen.isoformat(),
        "observing_cell": f"520-03-{3300 + number % 3}-{41000 + number}",
        "lat_lon": f"16.61{number:02d},98.56{number:02d}" if shared else "13.7401,100.5102",
        "summary": f"{40 + 3 * number} handsets fell back to 2G within ten minutes",
    }
