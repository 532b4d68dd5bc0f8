"""OFAC's list: its entries, what their remarks say, and the FollowTheMoney entities and sites made from them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from samples.list_cells import EMPTY, ConversionError, country_code, grouped, iso_date, rows_of

Entity = dict[str, object]

Properties = dict[str, list[str]]

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

_NUMBER = re.compile(
    r"(?P<number>.+?)(?: \((?P<country>[A-Z][A-Za-z, ]+)\))?"
    r"(?: issued (?P<issued>[\w ]+?))?(?: expires (?P<expires>[\w ]+))?"
)

_WALLET = re.compile(r"Digital Currency Address - (?P<currency>\w+) (?P<address>\w+)")

_COMPANY_WORD = re.compile(
    r"\b(LTD|LIMITED|CO|COMPANY|INC|PLC|PTE|LLC|LDA|CORP|CORPORATION|S\.?A\.?|C\.V|GMBH|BANK|HOLDING|HOLDINGS|ENTERPRISES?|BHD|SARL|OOD|JSC)\b"
)

_SITE_WORD = re.compile(r"\b(CASINO|HOTEL|RESORT|RESORTS|ECONOMIC ZONE)\b")


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


def read_ofac(folder: Path) -> list[OfacEntry]:
    """Return all individuals and organisations of the extract; vessels and aircraft are left out."""
    longer = {row[0]: row[1] for row in rows_of(folder / "sdn_comments.csv")}
    aliases = grouped((row[0], (row[2], row[3])) for row in rows_of(folder / "alt.csv"))
    addresses = grouped((row[0], (_address(row[2:5]), row[4])) for row in rows_of(folder / "add.csv"))
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
        for row in rows_of(folder / "sdn.csv")
        if row[2] not in {"vessel", "aircraft"}
    ]


def ofac_entities(entries: Sequence[OfacEntry]) -> Iterator[Entity]:
    """Yield FollowTheMoney entities: subjects, documents, wallets, and an UnknownLink for each `Linked To`."""
    # A name may stand for several entries; then it is not known which one is meant, and the remark stays in the notes.
    numbers = grouped((_key(name), e.number) for e in entries for name in dict.fromkeys(e.names))
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
            "country": next((country_code(c).upper() for _, c in entry.addresses if c != EMPTY), ""),
            "program": entry.program.replace("] [", "|"),
        }


def _draft(entry: OfacEntry, numbers: Mapping[str, list[str]]) -> _Draft:
    draft = _Draft()
    draft.add("name", entry.name)
    for kind, alias in entry.aliases:
        draft.add("previousName" if kind == "fka" else "alias", alias)
    draft.add("program", *entry.program.split("] ["))
    for address, country in entry.addresses:
        draft.add("address", address)
        if country != EMPTY:
            draft.add("country", country_code(country))
    if entry.title != EMPTY:
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
            draft.add("jurisdiction", country_code(found["country"]))
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
        draft.add("incorporationDate", iso_date(text.removeprefix("Organization Established Date ")))
        return True
    return entry.is_person and _add_personal(draft, text)


def _add_personal(draft: _Draft, text: str) -> bool:
    label, _, value = text.partition(" ")
    match label:
        case "DOB" if " to " not in value and not value.startswith("circa"):
            draft.add("birthDate", iso_date(value))
        case "DOB" if value.startswith("circa"):
            # The publisher is not sure: the year alone is said, and the remark is kept whole.
            draft.add("birthDate", value[-4:])
            draft.add("notes", text)
        case "POB":
            draft.add("birthPlace", value)
        case "nationality" | "citizen":
            draft.add("nationality", country_code(value))
        case "Gender":
            draft.add("gender", value.lower())
        case _:
            return False
    return True


def _document(entry: OfacEntry, schema: str, found: re.Match[str]) -> Entity:
    number = found["number"]
    properties: Properties = {"holder": [entry.number], "number": [number]}
    if found["country"]:
        properties["country"] = [country_code(found["country"])]
    if found["issued"]:
        properties["startDate"] = [iso_date(found["issued"])]
    if found["expires"]:
        properties["endDate"] = [iso_date(found["expires"])]
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
    return tuple(p for p in parts if p and p != EMPTY)


def _address(columns: Sequence[str]) -> str:
    return ", ".join(c.strip() for c in columns if c.strip() != EMPTY)


def _key(name: str) -> str:
    return name.upper().rstrip(". ")
