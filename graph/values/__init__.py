"""Values: what a source wrote, its canonical form, how far it can be trusted, and the key by which equal values meet.

Every function here is pure, never raises on any text, and keeps the raw value. This package does not decide whether two
records are one (`entity_resolution`). Start reading at `graph.values.value`, then at the module of a value type.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from graph.values.accounts.account import NO_BANK, NO_COUNTRY, normalise_account
from graph.values.accounts.account_line import normalise_named_account
from graph.values.accounts.banks import (
    UNKNOWN_BANK,
    bank_codes,
    bank_name,
    is_bank_code,
    is_placeholder_bank,
    known_bank_code,
)
from graph.values.cell import is_default_cell, normalise_cell
from graph.values.dates.ages import read_age, years_of_birth
from graph.values.dates.day_beside import normalise_day_beside
from graph.values.dates.days import (
    AGE_WITHOUT_DAY,
    DAY_COUNT,
    OTHER_ORDER,
    is_approximate_date,
    is_one_end_of_a_span,
    normalise_date,
)
from graph.values.dates.time_zones import NO_ZONE, outermost_offsets
from graph.values.dates.timestamp import (
    day_of_timestamp,
    is_day_certain,
    normalise_day_of_event,
    normalise_timestamp,
)
from graph.values.device import normalise_device
from graph.values.documents.document import document_type, issuing_countries, normalise_document
from graph.values.documents.document_beside import numbers_within
from graph.values.documents.document_rules import has_check_digit, looks_national
from graph.values.documents.document_text import documents_in
from graph.values.documents.machine_readable import MachineReadable, is_machine_readable, read_machine_readable
from graph.values.documents.renumbered_documents import NATIONAL_ID
from graph.values.errors import UnknownValueTypeError
from graph.values.geography.coordinates import normalise_coordinates
from graph.values.geography.country import country_hint, is_country_code, normalise_country
from graph.values.geography.provinces import province_codes, province_names
from graph.values.geography.vehicle import normalise_plate
from graph.values.name import letters_of_name, normalise_name
from graph.values.nameless.callings import (
    NATIONALITIES,
    addressed_by_calling,
    is_calling,
    is_of_another,
    is_part_of_calling,
    may_be_of_another,
    perhaps_of_another,
)
from graph.values.nameless.described_people import describes_a_person, is_part_of_description
from graph.values.nameless.placeholder_names import (
    MAY_BE_PLACEHOLDER,
    PART_NOT_KNOWN,
    hides_a_name,
    is_made_up_name,
    is_part_of_placeholder,
    is_placeholder_name,
)
from graph.values.nameless.roles_for_names import is_part_of_role, is_perhaps_a_role
from graph.values.native import NativeValue, Position, currency_of, native
from graph.values.no_number import is_nobodys_own, is_word_for_none, names_nothing
from graph.values.not_known import NOT_KNOWN, says_not_known
from graph.values.numbers.amount import normalise_amount, normalise_number
from graph.values.online.email import normalise_email
from graph.values.online.handle import NO_PLATFORM, normalise_handle, platform_code, platforms
from graph.values.online.office_mailboxes import MAY_BE_OFFICE_MAILBOX, is_office_mailbox
from graph.values.online.platform_pages import page_of_account
from graph.values.online.platforms import UNKNOWN_PLATFORM, find_platform
from graph.values.online.url import host_key, normalise_url
from graph.values.phones.example_phones import is_example_phone
from graph.values.phones.number_ranges import range_problem
from graph.values.phones.phone import (
    FAULTS_OF_PHONE_COUNTRY,
    MAY_BE_SEVERAL_PHONES,
    NO_PHONE_COUNTRY,
    bare_number,
    is_placeholder_phone,
    may_be_number,
    national_digits,
    normalise_phone,
    numbers_in,
)
from graph.values.placeholder_keys import is_placeholder_key
from graph.values.placeholder_values import (
    MAY_BE_PLACEHOLDER_EMAIL,
    MAY_BE_PLACEHOLDER_PHONE,
    is_everybodys_host,
    is_placeholder_day,
    is_placeholder_email,
    is_placeholder_number,
    is_placeholder_position,
)
from graph.values.report import describe
from graph.values.script import code_range_of, script_of_text
from graph.values.serial_parts import SerialPart, serial_part
from graph.values.text import (
    SEVERAL_NUMBERS,
    SHORTENED,
    bare_text,
    fold_identifier,
    fold_reference,
    fold_text,
    normalise_code,
    normalise_text,
    unguarded,
    unmarked,
)
from graph.values.value import NormalisedValue, ValueStatus, invalid
from graph.values.vietnamese_fonts import vietnamese_in_unicode
from graph.values.wallets.wallet import normalise_wallet, to_eip55
from graph.values.wallets.wallet_text import SEVERAL_ADDRESSES
from graph.values.word_lists import listed
from graph.values.zawgyi import zawgyi_in_unicode

__all__ = [
    "AGE_WITHOUT_DAY",
    "DAY_COUNT",
    "FAULTS_OF_PHONE_COUNTRY",
    "MAY_BE_OFFICE_MAILBOX",
    "MAY_BE_PLACEHOLDER",
    "MAY_BE_PLACEHOLDER_EMAIL",
    "MAY_BE_PLACEHOLDER_PHONE",
    "MAY_BE_SEVERAL_PHONES",
    "NATIONALITIES",
    "NATIONAL_ID",
    "NOT_KNOWN",
    "NO_BANK",
    "NO_COUNTRY",
    "NO_PHONE_COUNTRY",
    "NO_PLATFORM",
    "NO_ZONE",
    "OTHER_ORDER",
    "PART_NOT_KNOWN",
    "SEVERAL_ADDRESSES",
    "SEVERAL_NUMBERS",
    "SHORTENED",
    "UNKNOWN_BANK",
    "UNKNOWN_PLATFORM",
    "VALUE_TYPES",
    "MachineReadable",
    "NativeValue",
    "NormalisedValue",
    "Position",
    "SerialPart",
    "UnknownValueTypeError",
    "ValueStatus",
    "ValueType",
    "addressed_by_calling",
    "bank_codes",
    "bank_name",
    "bare_number",
    "bare_text",
    "code_range_of",
    "country_hint",
    "currency_of",
    "day_of_timestamp",
    "describe",
    "describes_a_person",
    "document_type",
    "documents_in",
    "find_platform",
    "fold_identifier",
    "fold_reference",
    "fold_text",
    "has_check_digit",
    "hides_a_name",
    "host_key",
    "invalid",
    "is_approximate_date",
    "is_bank_code",
    "is_calling",
    "is_country_code",
    "is_day_certain",
    "is_default_cell",
    "is_everybodys_host",
    "is_example_phone",
    "is_machine_readable",
    "is_made_up_name",
    "is_nobodys_own",
    "is_of_another",
    "is_office_mailbox",
    "is_one_end_of_a_span",
    "is_part_of_calling",
    "is_part_of_description",
    "is_part_of_placeholder",
    "is_part_of_role",
    "is_perhaps_a_role",
    "is_placeholder_day",
    "is_placeholder_email",
    "is_placeholder_key",
    "is_placeholder_name",
    "is_placeholder_number",
    "is_placeholder_phone",
    "is_placeholder_position",
    "is_word_for_none",
    "issuing_countries",
    "known_bank_code",
    "letters_of_name",
    "listed",
    "looks_national",
    "may_be_number",
    "may_be_of_another",
    "names_nothing",
    "national_digits",
    "native",
    "normalise",
    "normalise_account",
    "normalise_amount",
    "normalise_cell",
    "normalise_code",
    "normalise_coordinates",
    "normalise_country",
    "normalise_date",
    "normalise_device",
    "normalise_document",
    "normalise_email",
    "normalise_handle",
    "normalise_name",
    "normalise_number",
    "normalise_phone",
    "normalise_plate",
    "normalise_text",
    "normalise_timestamp",
    "normalise_url",
    "normalise_wallet",
    "numbers_in",
    "numbers_within",
    "outermost_offsets",
    "page_of_account",
    "perhaps_of_another",
    "platform_code",
    "platforms",
    "province_codes",
    "province_names",
    "range_problem",
    "read_age",
    "read_machine_readable",
    "says_not_known",
    "script_of_text",
    "serial_part",
    "to_eip55",
    "unguarded",
    "unmarked",
    "vietnamese_in_unicode",
    "years_of_birth",
    "zawgyi_in_unicode",
]


class ValueType(StrEnum):
    """What a property's values are; the ontology names one for each property."""

    NAME = "name"
    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"
    COUNTRY = "country"
    PHONE = "phone"
    WALLET = "wallet"
    ACCOUNT = "account"
    DOCUMENT = "document"
    DEVICE = "device"
    PLATE = "plate"
    URL = "url"
    HANDLE = "handle"
    EMAIL = "email"
    COORDINATES = "coordinates"
    CELL = "cell"
    NUMBER = "number"
    AMOUNT = "amount"
    CODE = "code"


VALUE_TYPES = frozenset(str(t) for t in ValueType)

_IN_WORDS = frozenset({ValueType.NAME, ValueType.TEXT})
_NO_HINTS: Mapping[str, str] = MappingProxyType({})
_Normaliser = Callable[[str, str | None, Mapping[str, str]], NormalisedValue]

_NORMALISERS: Mapping[str, _Normaliser] = {
    ValueType.NAME: lambda raw, country, hints: normalise_name(raw),
    ValueType.TEXT: lambda raw, country, hints: normalise_text(raw),
    ValueType.DATE: lambda raw, country, hints: (
        normalise_day_of_event(raw, country=country)
        if hints.get("of") == "event"
        else normalise_day_beside(raw, country=country)
    ),
    ValueType.TIMESTAMP: lambda raw, country, hints: normalise_timestamp(raw, country=country),
    ValueType.COUNTRY: lambda raw, country, hints: normalise_country(raw),
    ValueType.PHONE: lambda raw, country, hints: normalise_phone(raw, country=country),
    ValueType.WALLET: lambda raw, country, hints: normalise_wallet(raw, chain=hints.get("chain")),
    ValueType.ACCOUNT: lambda raw, country, hints: normalise_named_account(raw, country=country, bank=_bank(hints)),
    ValueType.DOCUMENT: lambda raw, country, hints: normalise_document(raw, country=country, kind=hints.get("type")),
    ValueType.DEVICE: lambda raw, country, hints: normalise_device(raw, device_type=hints.get("type")),
    ValueType.PLATE: lambda raw, country, hints: normalise_plate(raw, country=country, province=hints.get("province")),
    ValueType.URL: lambda raw, country, hints: normalise_url(raw),
    ValueType.HANDLE: lambda raw, country, hints: normalise_handle(
        raw, platform=hints.get("platform"), country=country
    ),
    ValueType.EMAIL: lambda raw, country, hints: normalise_email(raw),
    ValueType.COORDINATES: lambda raw, country, hints: normalise_coordinates(raw),
    ValueType.CELL: lambda raw, country, hints: normalise_cell(raw),
    ValueType.NUMBER: lambda raw, country, hints: normalise_number(raw),
    ValueType.AMOUNT: lambda raw, country, hints: normalise_amount(
        raw, currency=hints.get("currency"), country=country
    ),
    ValueType.CODE: lambda raw, country, hints: normalise_code(raw),
}


def _bank(hints: Mapping[str, str]) -> str | None:
    """Return what tells the bank of an account: its code or else its name."""
    told = (hints[name] for name in ("bank", "bankName") if name in hints)
    return next((text for text in told if not is_placeholder_bank(text)), None)


def normalise(
    value_type: str, raw: str, *, country: str | None = None, hints: Mapping[str, str] = _NO_HINTS
) -> NormalisedValue:
    """Return a value in its canonical form with status, type, reason and key.

    Args:
        value_type: a member of `ValueType` or its text.
        raw: the value as its source gave it; what keeps it a text in a spreadsheet (`="0812345678"`, `'0812345678`) is
            no part of it, but for names and free text an apostrophe is.
        country: ISO 3166 alpha-2 code of the country that the value is read with.
        hints: what else the record tells: `bank`, or else `bankName`, for an account, `chain` for a wallet, `type` for
            a document or a device, `platform` for a handle, `province` for a plate, `currency` for an amount, `of` for
            a date (`event`). Others are ignored.

    Raises:
        UnknownValueTypeError: there is no such value type. No text raises: a bad one is `invalid` with its reason.
    """
    normaliser = _NORMALISERS.get(value_type)
    if normaliser is None:
        raise UnknownValueTypeError(value_type, VALUE_TYPES)
    plain = unguarded(raw) if value_type in _IN_WORDS else unmarked(raw)
    if hints:
        hints = {name: unmarked(text) for name, text in hints.items()}
    found = normaliser(plain, country, hints)
    return found if plain is raw else replace(found, raw=raw)
