"""Turn the raw public extracts in `public/raw/` into the files that `benang ingest` takes, the same bytes every time.

No name, number or address is changed. What is added here and is not the publisher's: the split of a Remarks field into
properties, the guess whether an OFAC entry is a company, the Site rows, and whether an EU entry is a person.
"""

import argparse
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from samples.list_cells import cell, grouped, iso_day, joined, table_of
from samples.ofac import Entity, ofac_entities, ofac_sites, read_ofac

HERE = Path(__file__).resolve().parent / "public"

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

# The EU extract does not say what an entry is. These were read and found to be organisations; all others are persons.
_EU_ORGANISATIONS = frozenset(
    {296, 528, 565, 750, 858, 1563, 1953, 2172, 3303, 3655, 3739, 3868, 4323}
    | {4405, 4415, 4435, 4672, 4878, 4939, 5149, 5395, 5438, 5446, 5700, 5727, 5855}
)

# Platforms that the polkadot-js list names as the place of a scam; they are not themselves hosts of one.
_PLATFORMS = frozenset({"twitter.com", "youtube.com", "telegra.ph"})

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?")


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


def uk_rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each individual and entity of the UK tables; ships are left out."""
    names = grouped((r["unique_id"], r) for r in table_of(folder / "subject_names.csv"))
    identifiers = grouped((r["unique_id"], r) for r in table_of(folder / "subject_identifiers.csv"))
    countries = grouped((r["unique_id"], r) for r in table_of(folder / "subject_countries.csv"))
    for subject in table_of(folder / "subjects.csv"):
        key = subject["unique_id"]
        if subject["subject_type"] == "ship":
            continue
        held = identifiers.get(key, [])
        primary = [r["full_name"] for r in names[key] if r["name_type"] == "primary"]
        others = [r["full_name"] for r in names[key] if r["name_type"] != "primary"]
        yield {
            "unique_id": key,
            "subject_type": subject["subject_type"],
            "name": joined(primary),
            "alias": joined(others),
            "birth_country": joined(r["raw_value"] for r in countries.get(key, []) if r["country_type"] == "birth"),
            "nationality": joined(r["iso"] for r in countries.get(key, []) if r["country_type"] == "nationality"),
            "address_country": joined(r["iso"] for r in countries.get(key, []) if r["country_type"] == "address"),
            "passport": _numbers(held, "passport"),
            "national_id": _numbers(held, "national"),
            "registration": _numbers(held, "business_registration_numbers"),
            "identifier_info": joined(r["additional_info"].strip() for r in held),
            "regime": key[:3],
            "un_reference": subject["un_reference_number"],
            "ofsi_group_id": subject["ofsi_group_id"],
            "designated": iso_day(subject["date_designated"]),
            "last_updated": iso_day(subject["last_updated"]) + "T00:00:00Z",
        }


def _numbers(identifiers: Iterable[Mapping[str, str]], kind: str) -> str:
    return joined(cell(r["raw_value"]) for r in identifiers if r["identifier_type"] == kind)


def uk_documents(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each passport and identity number of an individual, with its country where the list says it."""
    individuals = {r["unique_id"] for r in table_of(folder / "subjects.csv") if r["subject_type"] == "individual"}
    for row in table_of(folder / "subject_identifiers.csv"):
        info, number = row["additional_info"].strip(), cell(row["raw_value"])
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
            "aliases": joined(entry["aliases"]),
            "source": entry["source"],
        }


def polkadot_wallets(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each address and each scheme that the list names it under."""
    listed = json.loads((folder / "address.json").read_text(encoding="utf-8"))
    schemes = grouped((address, scheme) for scheme, addresses in listed.items() for address in addresses)
    for address, named in schemes.items():
        for scheme in dict.fromkeys(named):
            is_host = _HOST.fullmatch(scheme) is not None and scheme not in _PLATFORMS
            yield {
                "address": address,
                "schemes": joined(named),
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
