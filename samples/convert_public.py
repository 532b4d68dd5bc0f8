"""Turn the raw public extracts in `public/raw/` into the files that `benang ingest` takes, the same bytes every time.

No name, number or address is changed. What is added here and is not the publisher's: the split of a Remarks field into
properties, the guess whether an OFAC entry is a company, the Site rows, and whether an EU entry is a person.
"""

import argparse
import calendar
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parent / "public"

Entity = dict[str, object]
Properties = dict[str, list[str]]
T = TypeVar("T")

_EMPTY = "-0-"
_MONTHS = {month: f"{number:02d}" for number, month in enumerate(calendar.month_abbr) if month}

# FollowTheMoney writes countries as ISO 3166 codes; OFAC writes names.
_COUNTRIES = {
    "Afghanistan": "af",
    "Angola": "ao",
    "Australia": "au",
    "Belarus": "by",
    "Benin": "bj",
    "Bulgaria": "bg",
    "Burma": "mm",
    "Cambodia": "kh",
    "Cayman Islands": "ky",
    "China": "cn",
    "Colombia": "co",
    "Congo, Democratic Republic of the": "cd",
    "Cuba": "cu",
    "Cyprus": "cy",
    "Ecuador": "ec",
    "Egypt": "eg",
    "El Salvador": "sv",
    "Germany": "de",
    "Guatemala": "gt",
    "Honduras": "hn",
    "Hong Kong": "hk",
    "India": "in",
    "Indonesia": "id",
    "Iran": "ir",
    "Iraq": "iq",
    "Italy": "it",
    "Jordan": "jo",
    "Korea, North": "kp",
    "Laos": "la",
    "Lebanon": "lb",
    "Libya": "ly",
    "Macau": "mo",
    "Malaysia": "my",
    "Malta": "mt",
    "Mexico": "mx",
    "Mozambique": "mz",
    "Netherlands": "nl",
    "Nicaragua": "ni",
    "Pakistan": "pk",
    "Palau": "pw",
    "Panama": "pa",
    "Paraguay": "py",
    "Peru": "pe",
    "Philippines": "ph",
    "Portugal": "pt",
    "Russia": "ru",
    "Saint Kitts and Nevis": "kn",
    "Saudi Arabia": "sa",
    "Serbia": "rs",
    "Singapore": "sg",
    "Syria": "sy",
    "Taiwan": "tw",
    "Tanzania": "tz",
    "Thailand": "th",
    "Tunisia": "tn",
    "Ukraine": "ua",
    "United Arab Emirates": "ae",
    "United Kingdom": "gb",
    "United States": "us",
    "Uzbekistan": "uz",
    "Vanuatu": "vu",
    "Venezuela": "ve",
    "Virgin Islands, British": "vg",
    "Yemen": "ye",
}

# Labels in OFAC's Remarks before a number with an issuing country: (label, property of a person, of an organisation).
_NUMBERS = (
    ("British National Overseas Passport", "passportNumber", None),
    ("Passport", "passportNumber", None),
    ("National ID No.", "idNumber", "registrationNumber"),
    ("National Foreign ID Number", "idNumber", None),
    ("Citizen's Card Number", "idNumber", None),
    ("Residency Number", "idNumber", None),
    ("Cedula No.", "idNumber", None),
    ("C.U.R.P.", "idNumber", None),
    ("SSN", "idNumber", None),
    ("Identification Number", "idNumber", "registrationNumber"),
    ("Italian Fiscal Code", "taxNumber", None),
    ("R.F.C.", "taxNumber", "taxNumber"),
    ("Tax ID No.", "taxNumber", "taxNumber"),
    ("RUC #", None, "taxNumber"),
    ("NIT #", None, "taxNumber"),
    ("RTN", None, "taxNumber"),
    ("V.A.T. Number", None, "taxNumber"),
    ("Company Number", None, "registrationNumber"),
    ("Registration Number", None, "registrationNumber"),
    ("Registration ID", None, "registrationNumber"),
    ("Business Registration Number", None, "registrationNumber"),
    ("Business Registration Document #", None, "registrationNumber"),
    ("Business Number", None, "registrationNumber"),
    ("C.R. No.", None, "registrationNumber"),
    ("Commercial Registry Number", None, "registrationNumber"),
    ("Certificate of Incorporation Number", None, "registrationNumber"),
    ("Chamber of Commerce Number", None, "registrationNumber"),
    ("Legal Entity Number", None, "registrationNumber"),
    ("Trade License No.", None, "registrationNumber"),
    ("Folio Mercantil No.", None, "registrationNumber"),
    ("Unified Social Credit Code (USCC)", None, "registrationNumber"),
    ("United Social Credit Code Certificate (USCCC)", None, "registrationNumber"),
)
# Labels with a plain value, of persons and organisations alike.
_PLAIN = {
    "Email Address": "email",
    "Website": "website",
    "Phone Number": "phone",
    "Organization Type:": "sector",
    "SWIFT/BIC": "swiftBic",
}
# Countries as the UK's notes on documents name them; a note that names none leaves the country open.
_UK_ISSUERS = {
    "Australia": "AU",
    "Cambodia": "KH",
    "Chin": "CN",
    "Colombia": "CO",
    "Cyprus": "CY",
    "Democratic People's Republic of Korea": "KP",
    "Hong Kong": "HK",
    "Libya": "LY",
    "Macau": "MO",
    "Malaysia": "MY",
    "Qatar": "QA",
    "Russia": "RU",
    "St Kitts and Nevis": "KN",
    "Thailand": "TH",
    "Vanuatu": "VU",
    "Venezuela": "VE",
}
_NUMBER = re.compile(
    r"(?P<number>.+?)(?: \((?P<country>[A-Z][A-Za-z, ]+)\))?"
    r"(?: issued (?P<issued>[\w ]+?))?(?: expires (?P<expires>[\w ]+))?"
)
_WALLET = re.compile(r"Digital Currency Address - (?P<currency>\w+) (?P<address>\w+)")
_COMPANY_WORD = re.compile(
    r"\b(LTD|LIMITED|CO|COMPANY|INC|PLC|PTE|LLC|LDA|CORP|CORPORATION|S\.?A\.?|C\.V|GMBH|BANK|HOLDING|HOLDINGS|ENTERPRISES?|BHD|SARL|OOD|JSC)\b"
)
_SITE_WORD = re.compile(r"\b(CASINO|HOTEL|RESORT|RESORTS|ECONOMIC ZONE)\b")

# The EU extract does not say what an entry is. These were read and found to be organisations; all others are persons.
_EU_ORGANISATIONS = frozenset(
    {296, 528, 565, 750, 858, 1563, 1953, 2172, 3303, 3655, 3739, 3868, 4323}
    | {4405, 4415, 4435, 4672, 4878, 4939, 5149, 5395, 5438, 5446, 5700, 5727, 5855}
)
# Platforms that the polkadot-js list names as the place of a scam; they are not themselves hosts of one.
_PLATFORMS = frozenset({"twitter.com", "youtube.com", "telegra.ph"})
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?")


class ConversionError(Exception):
    """A raw extract holds what this converter does not know; it stops and does not guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfacEntry:
    """One entry of the OFAC list with all its rows."""

    number: str
    name: str
    type: str
    program: str
    title: str
    remarks: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()

    @property
    def is_person(self) -> bool:
        """Return whether the entry is an individual."""
        return self.type == "individual"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name and all other names."""
        return (self.name, *(alias for _, alias in self.aliases))


@dataclass(slots=True, kw_only=True)
class _Draft:
    """Entities of one OFAC entry in the making: the subject's properties, and what hangs on it."""

    properties: Properties = field(default_factory=dict)
    attached: list[Entity] = field(default_factory=list)

    def add(self, name: str, *values: str) -> None:
        """Append values that are not yet there."""
        held = self.properties.setdefault(name, [])
        held.extend(v for v in values if v and v not in held)


def convert(raw: Path) -> dict[str, bytes]:
    """Return the files made from the raw extracts, by name.

    Args:
        raw: the folder with `us-ofac`, `uk-fcdo`, `eu-fsf` and `polkadot-js`.

    Raises:
        ConversionError: a country or a date is not known.
    """
    entries = read_ofac(raw / "us-ofac")
    return {
        "us-ofac.ftm.json": _json_lines(ofac_entities(entries)),
        "us-ofac-sites.csv": _csv(ofac_sites(entries)),
        "uk-fcdo.csv": _csv(uk_rows(raw / "uk-fcdo")),
        "uk-fcdo-documents.csv": _csv(uk_documents(raw / "uk-fcdo")),
        "eu-fsf.csv": _csv(eu_rows(raw / "eu-fsf")),
        "polkadot-wallets.csv": _csv(polkadot_wallets(raw / "polkadot-js")),
        "polkadot-hosts.csv": _csv(polkadot_hosts(raw / "polkadot-js")),
    }


def read_ofac(folder: Path) -> list[OfacEntry]:
    """Return all individuals and organisations of the extract; vessels and aircraft are left out."""
    longer = {row[0]: row[1] for row in _rows(folder / "sdn_comments.csv")}
    aliases = _grouped((row[0], (row[2], row[3])) for row in _rows(folder / "alt.csv"))
    addresses = _grouped((row[0], (_address(row[2:5]), row[4])) for row in _rows(folder / "add.csv"))
    return [
        OfacEntry(
            number=row[0],
            name=row[1],
            type=row[2],
            program=row[3],
            title=row[4],
            remarks=_remarks(row[11] + longer.get(row[0], "")),
            aliases=tuple(aliases.get(row[0], ())),
            addresses=tuple(addresses.get(row[0], ())),
        )
        for row in _rows(folder / "sdn.csv")
        if row[2] not in {"vessel", "aircraft"}
    ]


def ofac_entities(entries: Sequence[OfacEntry]) -> Iterator[Entity]:
    """Yield FollowTheMoney entities: subjects, documents, wallets, and an UnknownLink for each `Linked To`."""
    # A name may stand for several entries; then it is not known which one is meant, and the remark stays in the notes.
    numbers = _grouped((_key(name), e.number) for e in entries for name in dict.fromkeys(e.names))
    holders: dict[str, Entity] = {}
    for entry in entries:
        draft = _draft(entry, numbers)
        yield _entity(entry.number, _schema(entry, draft.properties), draft.properties)
        for attached in draft.attached:
            if attached["schema"] == "CryptoWallet":
                _add_holder(holders, attached, entry.number)
            else:
                yield attached
    yield from holders.values()


def ofac_sites(entries: Sequence[OfacEntry]) -> Iterator[dict[str, str]]:
    """Yield a row for each organisation that is named as a casino, hotel, resort or economic zone."""
    for entry in entries:
        # A company that manages hotels is not one.
        words = {w for n in entry.names if "MANAGEMENT" not in n.upper() for w in _SITE_WORD.findall(n.upper())}
        if entry.is_person or not words:
            continue
        yield {
            "ent_num": entry.number,
            "name": entry.name,
            "alias": "|".join(dict.fromkeys(alias for _, alias in entry.aliases)),
            "site_type": _site_type(words),
            "address": "|".join(dict.fromkeys(a for a, _ in entry.addresses if a)),
            "country": next((_country(c).upper() for _, c in entry.addresses if c != _EMPTY), ""),
            "program": entry.program.replace("] [", "|"),
        }


def uk_rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each individual and entity of the UK tables; ships are left out."""
    names = _grouped((r["unique_id"], r) for r in _table(folder / "subject_names.csv"))
    identifiers = _grouped((r["unique_id"], r) for r in _table(folder / "subject_identifiers.csv"))
    countries = _grouped((r["unique_id"], r) for r in _table(folder / "subject_countries.csv"))
    for subject in _table(folder / "subjects.csv"):
        key = subject["unique_id"]
        if subject["subject_type"] == "ship":
            continue
        held = identifiers.get(key, [])
        primary = [r["full_name"] for r in names[key] if r["name_type"] == "primary"]
        others = [r["full_name"] for r in names[key] if r["name_type"] != "primary"]
        yield {
            "unique_id": key,
            "subject_type": subject["subject_type"],
            "name": _joined(primary),
            "alias": _joined(others),
            "birth_country": _joined(r["raw_value"] for r in countries.get(key, []) if r["country_type"] == "birth"),
            "nationality": _joined(r["iso"] for r in countries.get(key, []) if r["country_type"] == "nationality"),
            "address_country": _joined(r["iso"] for r in countries.get(key, []) if r["country_type"] == "address"),
            "passport": _joined(_cell(r["raw_value"]) for r in held if r["identifier_type"] == "passport"),
            "national_id": _joined(_cell(r["raw_value"]) for r in held if r["identifier_type"] == "national"),
            "registration": _joined(
                _cell(r["raw_value"]) for r in held if r["identifier_type"] == "business_registration_numbers"
            ),
            "identifier_info": _joined(r["additional_info"].strip() for r in held),
            "regime": key[:3],
            "un_reference": subject["un_reference_number"],
            "ofsi_group_id": subject["ofsi_group_id"],
            "designated": _iso_day(subject["date_designated"]),
            "last_updated": _iso_day(subject["last_updated"]) + "T00:00:00Z",
        }


def uk_documents(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each passport and identity number of an individual, with its country where the list says it."""
    individuals = {r["unique_id"] for r in _table(folder / "subjects.csv") if r["subject_type"] == "individual"}
    for row in _table(folder / "subject_identifiers.csv"):
        info, number = row["additional_info"].strip(), _cell(row["raw_value"])
        if row["unique_id"] not in individuals or row["identifier_type"] not in {"passport", "national"}:
            continue
        is_other = re.search(r"\bTax\b|\bINN\b|\bFARDC\b", info) is not None
        known = "passport" if row["identifier_type"] == "passport" else "national-id"
        yield {
            "unique_id": row["unique_id"],
            "number": number,
            "type": "other" if is_other else known,
            "country": next((code for name, code in _UK_ISSUERS.items() if name in info), ""),
            "info": info,
        }


def eu_rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each entry of the EU extract."""
    for entry in json.loads((folder / "eu_fin.json").read_text(encoding="utf-8")):
        yield {
            "id": str(entry["id"]),
            "type": "organisation" if entry["id"] in _EU_ORGANISATIONS else "person",
            "full_name": entry["full_name"],
            "aliases": _joined(entry["aliases"]),
            "source": entry["source"],
        }


def polkadot_wallets(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each address and each scheme that the list names it under."""
    listed = json.loads((folder / "address.json").read_text(encoding="utf-8"))
    schemes = _grouped((address, scheme) for scheme, addresses in listed.items() for address in addresses)
    for address, named in schemes.items():
        for scheme in dict.fromkeys(named):
            is_host = _HOST.fullmatch(scheme) is not None and scheme not in _PLATFORMS
            yield {
                "address": address,
                "schemes": _joined(named),
                "scheme": scheme,
                "host": scheme if is_host else "",
            }


def polkadot_hosts(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each host; a pattern with a star is not a host and is left out."""
    listed = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    for name, purpose in (("deny", "phishing"), ("denySub", "phishing"), ("allow", "legitimate")):
        for host in listed[name]:
            if "*" not in host:
                yield {"host": host, "list": name, "purpose": purpose}


def _draft(entry: OfacEntry, numbers: Mapping[str, list[str]]) -> _Draft:
    draft = _Draft()
    draft.add("name", entry.name)
    for kind, alias in entry.aliases:
        draft.add("previousName" if kind == "fka" else "alias", alias)
    draft.add("program", *entry.program.split("] ["))
    for address, country in entry.addresses:
        draft.add("address", address)
        if country != _EMPTY:
            draft.add("country", _country(country))
    if entry.title != _EMPTY:
        draft.add("position" if entry.is_person else "notes", entry.title)
    for remark in entry.remarks:
        if remark in entry.title:  # OFAC repeats the title there
            continue
        _add_remark(draft, entry, remark, numbers)
    draft.properties = {name: values for name, values in draft.properties.items() if values}
    return draft


def _add_remark(draft: _Draft, entry: OfacEntry, remark: str, numbers: Mapping[str, list[str]]) -> None:
    """File one part of a Remarks field; what has no property of its own goes into the notes as it stands."""
    text = remark.removeprefix("alt. ")
    handled = (
        _add_wallet(draft, text)
        or _add_related(draft, entry, text, numbers)
        or _add_number(draft, entry, text)
        or _add_trait(draft, entry, text)
    )
    if not handled:
        draft.add("notes", remark)


def _add_wallet(draft: _Draft, text: str) -> bool:
    found = _WALLET.fullmatch(text)
    if found is None:
        return False
    address, currency = found["address"], found["currency"]
    draft.attached.append(
        _entity(address, "CryptoWallet", {"publicKey": [address], "currency": [currency], "holder": []})
    )
    return True


def _add_related(draft: _Draft, entry: OfacEntry, text: str, numbers: Mapping[str, list[str]]) -> bool:
    if not text.startswith("Linked To: "):
        return False
    candidates = [n for n in numbers.get(_key(text.removeprefix("Linked To: ")), []) if n != entry.number]
    if len(candidates) != 1:
        return False
    properties = {"subject": [entry.number], "object": candidates, "role": ["Linked To"]}
    draft.attached.append(_entity(f"{entry.number}-linked-{candidates[0]}", "UnknownLink", properties))
    return True


def _add_number(draft: _Draft, entry: OfacEntry, text: str) -> bool:
    for label, of_person, of_organisation in _NUMBERS:
        target = of_person if entry.is_person else of_organisation
        found = _NUMBER.fullmatch(text.removeprefix(label + " ")) if text.startswith(label + " ") else None
        if target is None or found is None:
            continue
        draft.add(target, found["number"])
        if target == "passportNumber":
            draft.attached.append(_document(entry, "Passport", found))
        elif target == "idNumber" and found["country"]:
            # A person of several nationalities has cards of several countries: the card says which.
            draft.attached.append(_document(entry, "Identification", found))
        elif target == "registrationNumber" and found["country"]:
            draft.add("jurisdiction", _country(found["country"]))
        return True
    return False


def _add_trait(draft: _Draft, entry: OfacEntry, text: str) -> bool:
    for label, name in _PLAIN.items():
        if text.startswith(label + " "):
            draft.add(name, text.removeprefix(label + " "))
            return True
    if text.startswith("a.k.a. '"):
        draft.add("weakAlias", text[len("a.k.a. '") :].removesuffix("'"))
        return True
    if text.startswith("Organization Established Date "):
        draft.add("incorporationDate", _iso(text.removeprefix("Organization Established Date ")))
        return True
    return entry.is_person and _add_personal(draft, text)


def _add_personal(draft: _Draft, text: str) -> bool:
    label, _, value = text.partition(" ")
    match label:
        case "DOB" if " to " not in value and not value.startswith("circa"):
            draft.add("birthDate", _iso(value))
        case "DOB" if value.startswith("circa"):
            # The publisher is not sure: the year alone is said, and the remark is kept whole.
            draft.add("birthDate", value[-4:])
            draft.add("notes", text)
        case "POB":
            draft.add("birthPlace", value)
        case "nationality" | "citizen":
            draft.add("nationality", _country(value))
        case "Gender":
            draft.add("gender", value.lower())
        case _:
            return False
    return True


def _document(entry: OfacEntry, schema: str, found: re.Match[str]) -> Entity:
    number = found["number"]
    properties: Properties = {"holder": [entry.number], "number": [number]}
    if found["country"]:
        properties["country"] = [_country(found["country"])]
    if found["issued"]:
        properties["startDate"] = [_iso(found["issued"])]
    if found["expires"]:
        properties["endDate"] = [_iso(found["expires"])]
    word = "passport" if schema == "Passport" else "id"
    return _entity(f"{entry.number}-{word}-{re.sub(r'[^A-Za-z0-9]', '', number)}", schema, properties)


def _add_holder(wallets: dict[str, Entity], wallet: Entity, number: str) -> None:
    held = wallets.setdefault(str(wallet["id"]), wallet)
    properties = held["properties"]
    if not isinstance(properties, dict):
        raise ConversionError("a wallet has no properties")
    properties["holder"].append(number)


def _schema(entry: OfacEntry, properties: Properties) -> str:
    if entry.is_person:
        return "Person"
    is_company = "registrationNumber" in properties or any(_COMPANY_WORD.search(n.upper()) for n in entry.names)
    return "Company" if is_company else "Organization"


def _entity(key: str, schema: str, properties: Properties) -> Entity:
    return {"id": key, "schema": schema, "properties": properties, "datasets": ["sdn"]}


def _site_type(words: set[str]) -> str:
    if "CASINO" in words:
        return "casino"
    return "hotel" if words & {"HOTEL", "RESORT", "RESORTS"} else "other"


def _remarks(text: str) -> tuple[str, ...]:
    parts = [p.strip() for p in text.split(";")]
    # Only the full stop that closes the whole field is OFAC's own; one inside may belong to `S.A. DE C.V.`.
    parts[-1] = parts[-1].removesuffix(".")
    return tuple(p for p in parts if p and p != _EMPTY)


def _address(columns: Sequence[str]) -> str:
    return ", ".join(c.strip() for c in columns if c.strip() != _EMPTY)


def _country(name: str) -> str:
    try:
        return _COUNTRIES[name.strip()]
    except KeyError as exc:
        raise ConversionError(f"unknown country `{name}`") from exc


def _iso(text: str) -> str:
    """Return `25 Dec 2019`, `Dec 2019` or `2019` as an ISO date of the same precision."""
    match text.strip().split():
        case [day, month, year] if month in _MONTHS:
            return f"{year}-{_MONTHS[month]}-{int(day):02d}"
        case [month, year] if month in _MONTHS:
            return f"{year}-{_MONTHS[month]}"
        case [year] if re.fullmatch(r"\d{4}", year):
            return year
    raise ConversionError(f"unreadable date `{text}`")


def _iso_day(text: str) -> str:
    day, month, year = text.split("/")
    return f"{year}-{month}-{day}"


def _key(name: str) -> str:
    return name.upper().rstrip(". ")


def _cell(value: str) -> str:
    # A leading apostrophe is how a spreadsheet keeps the zeros of a number; it is not part of it.
    return value.strip().removeprefix("'").strip()


def _joined(values: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(v for v in values if v))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            yield [cell.strip() for cell in row]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _json_lines(entities: Iterable[Entity]) -> bytes:
    return "".join(json.dumps(e, ensure_ascii=False, sort_keys=False) + "\n" for e in entities).encode()


def _csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    held = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(held[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(held)
    return text.getvalue().encode()


def main() -> None:
    """Write the converted files, by default beside the raw ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, default=HERE / "raw")
    parser.add_argument("--out", type=Path, default=HERE)
    arguments = parser.parse_args()
    for name, content in convert(arguments.raw).items():
        (arguments.out / name).write_bytes(content)


if __name__ == "__main__":
    main()
