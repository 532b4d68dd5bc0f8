"""What the Cambodian police and a hotline in Cambodia write: Khmer names and digits; victims' reports in English."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from samples.scenario.ledger import Table
from samples.scenario.mint import Person, stream
from samples.scenario.notation import english_date, khmer_date, national, seen_from
from samples.scenario.places import COMPOUND_A, COMPOUND_B, MOVED_ON, Compound
from samples.scenario.thailand import VEHICLES
from samples.scenario.world import World

_ICT = timezone(timedelta(hours=7))
_RESCUE = "RES-2026-03"
_ROLES = {
    "suspect": "ជនសង្ស័យ",
    "presumed-victim": "ជនរងគ្រោះ",
    "identified-victim": "ជនរងគ្រោះដែលបានកំណត់",
    "witness": "សាក្សី",
}
_VICTIMS = frozenset({"presumed-victim", "identified-victim"})


def cambodian_tables(world: World) -> Iterator[Table]:
    """Yield the files of both agencies in the order of their ingestion."""
    yield _police_measures()
    yield _police_sites()
    yield _police_cases(world)
    yield _hotline_referrals(world)
    yield _hotline_sites()
    yield _hotline_reports(world)


def arriving_record(world: World) -> dict[str, object]:
    """Return the record that arrives in the demo: a raid finds a man whom so far only the Thai police know.

    Name in Khmer, birth date, passport and phone agree with the Thai police's record of him.
    """
    person = world.person("person-arriving")
    phone = person.phones[0]
    number = national(phone.country, phone.digits)
    properties = {
        "name": [person.name.native],
        "alias": [person.name.latin],
        "birthDate": [khmer_date(person.born, 1)],
        "sex": [person.sex],
        "nationality": [person.nationality],
        "passportNumber": [person.passport],
        "notes": ["Driver, stopped near the new compound's ferry with nine passports of others."],
    }
    return {
        "originator": "kh-police",
        "dataset": "cases",
        "profile": "law-enforcement",
        "records": [
            _submitted("Person", "BMC-260-9", "suspect", properties),
            _submitted("PhoneNumber", number, "none", {"number": [number], "country": [phone.country]}),
        ],
        "links": [{"type": "USES", "from": "BMC-260-9", "to": number}],
    }


def _submitted(kind: str, reference: str, role: str, properties: dict[str, list[str]]) -> dict[str, object]:
    return {
        "kind": kind,
        "reference": reference,
        "subjectRole": role,
        "evaluation": "B2",
        "properties": properties,
    }


def _police_measures() -> Table:
    table = Table(originator="kh-police", dataset="measures", file="kh-police-measures.csv")
    for reference, kind, at, count, remark in (
        (
            _RESCUE,
            "rescue",
            "2026-03-18 05:40",
            "21",
            "Entry into block C, with the hotline's list in hand.",
        ),
        ("ARR-2026-03", "arrest", "2026-03-18 06:10", "7", "Seven guards and supervisors held."),
        ("SEZ-2026-03", "seizure", "2026-03-19 10:00", "184", "Telephones and two SIM boxes."),
        ("REF-2026-04", "referral", "2026-04-02 09:00", "19", "Handed over to the hotline's shelter."),
    ):
        row = {"measure_no": reference, "type": kind, "taken_at": at, "count": count, "remark": remark}
        table.add(row, ("Measure", reference, f"measure-kh-police-{reference}"))
    bad = dict(table.rows[0]) | {"measure_no": "ARR-2026-99", "count": "many"}
    table.add_bad(bad, "count", "unreadable-number")
    return table


def _police_sites() -> Table:
    table = Table(originator="kh-police", dataset="sites", file="kh-police-sites.csv")
    blank = dict.fromkeys(("moved_to", "moved_on", "measure_no", "owner_no", "owner_name", "owner_name_en"), "")
    first = _site("ST-01", COMPOUND_A, "scam-compound", f"{COMPOUND_A.english};{COMPOUND_A.chinese}") | {
        "first_seen": "06/2023",
        "last_seen": "04/2026",
        "moved_to": "ST-02",
        "moved_on": MOVED_ON,
        "measure_no": _RESCUE,
        "owner_no": "CO-11",
        "owner_name": "ក្រុមហ៊ុន រំដួលសុវណ្ណ អភិវឌ្ឍន៍ ឯ.ក",
        "owner_name_en": "Romduol Sovann Development Co., Ltd.",
    }
    second = blank | _site("ST-02", COMPOUND_B, "scam-compound", f"{COMPOUND_B.english};{COMPOUND_B.chinese}")
    # The police's own officers know the second compound by its English name; the Burmese one stands beside it.
    second |= {"name": COMPOUND_B.english, "other_names": f"{COMPOUND_B.local};{COMPOUND_B.chinese}"}
    table.add(first, ("Site", "ST-01", "site-a"), ("Organization", "CO-11", "company-romduol"))
    table.add(second | {"first_seen": "04/2026", "last_seen": ""}, ("Site", "ST-02", "site-b"))
    for reference, name, english, kind, locality in (
        ("ST-03", "ច្រកទ្វារព្រំដែន ភូមិដុងកែវ", "Dong Keo border gate", "border-crossing", "Phum Dong Keo"),
        ("ST-04", "កាស៊ីណូ ផ្កាឈូកមាស", "Golden Lotus Pond Casino", "casino", "Phum Thmei"),
        ("ST-05", "សណ្ឋាគារ ទន្លេខៀវ", "Tonle Khiev Hotel", "hotel", "Phum Thmei"),
        ("ST-06", "ផ្ទះសំណាក់ អង្គរតូច", "Angkor Toch Guest House", "hotel", "Phum Samraong"),
    ):
        row = blank | {"site_no": reference, "name": name, "other_names": english, "type": kind, "locality": locality}
        row |= {"province": "Banteay Meanchey", "country": "KH", "lat_lon": "", "first_seen": "", "last_seen": ""}
        table.add({c: row[c] for c in first}, ("Site", reference, f"site-kh-{reference}"))
    return table


def _site(no: str, place: Compound, kind: str, other: str) -> dict[str, str]:
    return {
        "site_no": no,
        "name": place.local,
        "other_names": other,
        "type": kind,
        "locality": place.locality,
        "province": place.region,
        "country": place.country,
        "lat_lon": place.coordinates,
    }


def _police_cases(world: World) -> Table:
    table = Table(originator="kh-police", dataset="cases", file="kh-police-cases.xlsx")
    for number, person in enumerate(world.known_to("kh-police")):
        case, place = f"BMC-{210 + number // 4}", str(number % 4 + 1)
        row = _police_row(person, case, place, number)
        phone = person.phones[0].thing if row["phone"] else ""
        table.add(
            row,
            ("Person", f"{case}-{place}", person.thing),
            ("IdentityDocument", row["document_no"], f"document-{row['document_no']}"),
            ("PhoneNumber", row["phone"], phone),
            ("Vehicle", row["plate"], f"vehicle-{VEHICLES[person.thing][0]}" if row["plate"] else ""),
        )
    bad = dict(table.rows[0]) | {
        "case_no": "BMC-299",
        "person_no": "1",
        "sex": "group",
        "phone": "",
        "document_no": "",
    }
    table.add_bad(bad | {"plate": ""}, "sex", "outside-vocabulary")
    return table


def _police_row(person: Person, case: str, place: str, number: int) -> dict[str, str]:
    role = person.roles["kh-police"]
    only_name = person.note == "name alone"
    has_phone = bool(person.phones) and (number % 4 != 3 or person.thing.startswith(("person-twin", "person-b")))
    phone = person.phones[0] if has_phone else None
    return {
        "case_no": case,
        "person_no": place,
        "name": _khmer_name(person, number),
        "name_latin": person.name.latin if number % 3 else ";".join((person.name.other_latin, *person.aliases)),
        "status": _ROLES[role],
        "born": "" if only_name else khmer_date(person.born, number),
        "sex": person.sex,
        "nationality": person.nationality,
        "document_type": "passport" if person.passport else "",
        "document_no": person.passport if number % 5 != 4 or role == "suspect" else "",
        "document_country": person.nationality if person.passport else "",
        "phone": seen_from("KH", phone.country, phone.digits, number) if phone else "",
        "phone_country": phone.country if phone else "",
        "plate": "ភ្នំពេញ 2CD-1188" if person.thing == "person-boss" else "",
        "works_at": "ST-01" if role == "suspect" and number % 2 == 0 else "",
        "held_at": "ST-01" if role in _VICTIMS else "",
        "held_since": (datetime(2025, 9, 1, tzinfo=_ICT) + timedelta(days=3 * number)).strftime("%m/%Y"),
        "measure_no": _RESCUE if role in _VICTIMS else ("ARR-2026-03" if number % 9 == 0 else ""),
        "handling": "protected" if role in _VICTIMS else "police",
        "remark": "found in block C" if role in _VICTIMS else "",
    }


def _khmer_name(person: Person, number: int) -> str:
    if person.nationality == "KH":
        return person.name.native
    if person.khmer:
        return person.khmer
    return person.name.native if person.nationality in {"CN", "VN"} and number % 2 else person.name.latin


def _hotline_referrals(world: World) -> Table:
    table = Table(originator="kh-hotline", dataset="referrals", file="kh-hotline-referrals.csv")
    victims = [p for p in world.known_to("kh-hotline") if p.roles["kh-hotline"] in _VICTIMS]
    for number in range(len(victims) // 2):
        kind = ("shelter", "referral", "return")[number % 3]
        reference = f"HR-{number + 1:03d}"
        at = datetime(2026, 3, 20, 9, 0, tzinfo=_ICT) + timedelta(days=2 * number)
        row = {
            "referral_no": reference,
            "type": kind,
            "at": at.isoformat(),
            "remark": {"shelter": "bed found", "referral": "embassy told", "return": "flight booked"}[kind],
        }
        table.add(row, ("Measure", reference, f"measure-kh-hotline-{reference}"))
    return table


def _hotline_sites() -> Table:
    table = Table(originator="kh-hotline", dataset="sites", file="kh-hotline-sites.csv")
    for reference, thing, place, names, moved in (
        ("L-01", "site-a", COMPOUND_A, f"Romdoul Sovan park;{COMPOUND_A.chinese};{COMPOUND_A.chinese_latin}", "L-02"),
        ("L-02", "site-b", COMPOUND_B, f"Shwe Padauk;{COMPOUND_B.local};{COMPOUND_B.chinese_latin}", ""),
    ):
        row = {
            "place_no": reference,
            "name": names.split(";")[0],
            "other_names": ";".join(names.split(";")[1:]),
            "type": "scam-compound",
            "near": place.locality,
            "country": place.country,
            "lat_lon": place.coordinates,
            "moved_to": moved,
            "moved_on": "April 2026" if moved else "",
        }
        table.add(row, ("Site", reference, thing))
    row = dict.fromkeys(table.rows[0], "") | {
        "place_no": "L-03",
        "name": "Lotus House",
        "type": "shelter",
        "country": "KH",
    }
    table.add(row, ("Site", "L-03", "site-kh-shelter"))
    return table


_TEXTS = (
    "Answered an advertisement for a chat operator. Passport taken on arrival, sixteen hours a day, beaten.",
    "Family writes: he went to Thailand for hotel work and calls from a Cambodian number, asking for 3,000 dollars.",
    "Sold from one company to another inside the park. Had to lend her bank account and her identity card.",
    "Text message at night with a location. Asks to be fetched; the guards are moving people out by bus.",
    "Freed after payment in USDT. Names two recruiters and the wallet that the family paid to.",
)


def _hotline_reports(world: World) -> Table:
    table = Table(originator="kh-hotline", dataset="reports", file="kh-hotline-reports.csv")
    rng = stream("hotline")
    recruiters = [p for p in world.known_to("kh-hotline") if p.roles["kh-hotline"] == "suspect"]
    victims = [p for p in world.known_to("kh-hotline") if p.roles["kh-hotline"] in _VICTIMS]
    at = datetime(2025, 11, 20, 20, 15, tzinfo=_ICT)
    for number, victim in enumerate(victims):
        at += timedelta(hours=rng.randrange(20, 110))
        # One man moved from the first compound to the second; some reports name no recruiter.
        recruiter = recruiters[number % len(recruiters)] if number % 6 != 5 else None
        row = _report_row(victim, number, at) | _recruiter_cells(world, recruiter)
        wallet = world.chain[1].address if number % 10 == 4 else ""
        row |= {"paid_to": wallet, "loss": f"USD {1000 + 250 * (number % 11)}" if wallet or number % 3 == 0 else ""}
        _add_report(table, row, victim, recruiter, world)
    table.add_bad(
        dict.fromkeys(table.rows[0], "") | {"text": "A caller who hung up at once.", "type": "other"},
        "report_no",
        "missing-reference",
    )
    return table


def _add_report(table: Table, row: dict[str, str], victim: Person, recruiter: Person | None, world: World) -> None:
    reference = row["report_no"]
    recruiter_phone = ""
    if recruiter is not None and row["recruiter_phone"]:
        recruiter_phone = (recruiter.phones[-1] if recruiter.phones else world.shared_handset).thing
    table.add(
        row,
        ("Report", reference, f"report-kh-hotline-{reference}"),
        ("Person", f"{reference}-victim", victim.thing),
        ("PhoneNumber", row["phone"], victim.phones[0].thing if row["phone"] else ""),
        ("IdentityDocument", row["passport"], f"document-{row['passport']}"),
        ("Person", row["recruiter_no"], recruiter.thing if recruiter else ""),
        ("PhoneNumber", row["recruiter_phone"], recruiter_phone),
        (
            "OnlineAccount",
            row["recruiter_handle"],
            recruiter.handles[0].thing if row["recruiter_handle"] and recruiter else "",
        ),
        ("Wallet", row["paid_to"], f"wallet-{row['paid_to']}"),
    )


def _report_row(victim: Person, number: int, at: datetime) -> dict[str, str]:
    only_name = victim.note == "name alone"
    phone = victim.phones[0] if victim.phones and (number % 5 != 2 or number < 8) else None
    year_only = number % 4 == 3 and phone is not None
    moved = victim.thing == "person-kyawsoe"
    return {
        "report_no": f"H26-{number + 1:03d}",
        "reported_at": at.isoformat(),
        "type": "rescue-request" if number % 4 == 3 else "victim-report",
        "title": f"{'Rescue asked for' if number % 4 == 3 else 'Report of'} a person from {victim.nationality}",
        "text": _TEXTS[number % len(_TEXTS)],
        "name": victim.name.other_latin if number % 2 else victim.name.latin,
        "name_native": victim.name.native,
        "other_names": ";".join(a for a in victim.aliases if a.isascii()),
        "born": "" if only_name else (str(victim.born.year) if year_only else english_date(victim.born)),
        "sex": victim.sex,
        "nationality": victim.nationality,
        "role": victim.roles["kh-hotline"],
        "phone": seen_from("KH", phone.country, phone.digits, number) if phone else "",
        "phone_country": phone.country if phone else "",
        "passport": victim.passport if number % 2 == 0 and not only_name else "",
        "held_at": "L-01",
        "moved_to": "L-02" if moved or number % 13 == 12 else "",
        "shelter": "L-03" if number % 6 == 0 else "",
        "referral_no": f"HR-{number // 2 + 1:03d}" if number % 2 == 0 else "",
    }


def _recruiter_cells(world: World, recruiter: Person | None) -> dict[str, str]:
    cells = dict.fromkeys(("recruiter_no", "recruiter_name", "recruiter_phone", "recruiter_phone_country"), "")
    cells["recruiter_handle"] = ""
    if recruiter is None:
        return cells
    phone = recruiter.phones[-1] if recruiter.phones else world.shared_handset
    place = world.known_to("kh-hotline").index(recruiter)
    return {
        "recruiter_no": f"REC-{place + 1:02d}",
        "recruiter_name": ";".join((recruiter.name.latin, *recruiter.aliases)),
        "recruiter_phone": seen_from("KH", phone.country, phone.digits, place),
        "recruiter_phone_country": phone.country,
        "recruiter_handle": f"@{recruiter.handles[0].name}" if recruiter.handles else "",
    }
