"""Law: what a record says in one property class changes no byte of what is stored of it in another one."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph import KindSchema, PropertyClass, PropertySchema, load_ontology
from graph.parts import encode_parts
from graph.values import ValueType
from ingest import SubmittedRecord
from ingest.submission import SubmissionMapper
from ingest.supply import Supply
from tests.examples import examples

KINDS = load_ontology().kinds
Texts = dict[str, str]

# Texts that one country or another reads as something else, beside such as say themselves what they are.
TEXTS: Mapping[str, Sequence[str]] = {
    ValueType.ACCOUNT: ("1234567890", "123-4-56789-0 (SCB)", "K-Bank 123-4-56789-0", "+63 917 651 0404"),
    ValueType.AMOUNT: ("25.000", "1,200 THB", "K 5000", "元 300"),
    ValueType.CELL: ("520-03-4121-77012",),
    ValueType.COORDINATES: ("16.694, 98.5085",),
    ValueType.COUNTRY: ("TH", "KH", "MY", "SG", "PH", "VN", "US", "MM", "China"),
    ValueType.DATE: ("05/06/2568", "05/06/25", "05/13/1990", "13/05/2533", "1990-05-02T17:00:00Z", "2019"),
    ValueType.DEVICE: ("490154203237518", "520031234567890", "00:1A:2B:3C:4D:5E"),
    ValueType.DOCUMENT: ("AA1234567", "3-1491-91588-06-9", "900514-10-5123", "105536000313", "34567"),
    ValueType.EMAIL: ("k.one@mail.example",),
    ValueType.HANDLE: ("@kraisorn", "66812345678", "https://t.me/kraisorn", "telegram"),
    ValueType.NAME: ("Somchai Jaidee", "ไกรสร พัฒนกิจ", "Qiu Guo Dong", "Golden Mekong Park"),
    ValueType.PHONE: ("012 345 678", "0812345678", "0917-651-0404 / 012 345 678", "+66812345678", "6281219659239"),
    ValueType.PLATE: ("1A-1234", "YGN 1A-1234", "29A-123.45", "IMO 9074729"),
    ValueType.TEXT: ("TH", "KBANK", "Bangkok", "Telegram", "WhatsApp", "BTC", "unknown"),
    ValueType.TIMESTAMP: ("05/06/2025 10:00", "2026-11-01 21:35 CST", "2026-11-01T14:05:00Z"),
    ValueType.URL: ("https://t.me/kraisorn", "xyz.example"),
    ValueType.WALLET: ("0x1212121212121212121212121212121212121212", "EQ12 memo 77"),
}


def records(kind: KindSchema) -> st.SearchStrategy[Texts]:
    """Return what records of a kind may say: of each property one text, or none where it is not the key."""
    return st.fixed_dictionaries({name: st.sampled_from(texts_of(prop)) for name, prop in kind.properties.items()})


def texts_of(prop: PropertySchema) -> Sequence[str]:
    """Return what a record may say of a property."""
    texts = prop.vocabulary or TEXTS.get(prop.type, ("7",))
    return texts if prop.key else (*texts, "")


def parts(mapper: SubmissionMapper, kind: KindSchema, texts: Texts) -> dict[str, str | None]:
    """Return what would be stored of a record, each class under its name; a row that would wait is passed over."""
    row = mapper.map_item(SubmittedRecord(kind=kind.name, reference="1", properties={n: [t] for n, t in texts.items()}))
    assume(not row.problems)
    (record,) = row.records
    return encode_parts(record, kind)


@pytest.mark.parametrize("name", sorted(KINDS))
@settings(
    max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
)
@given(data=st.data(), country=st.sampled_from((None, "TH", "MY")))
def test_what_one_class_says_changes_nothing_of_another(
    make_supply: Callable[..., Supply], name: str, data: st.DataObject, country: str | None
) -> None:
    kind = KINDS[name]
    one, other = data.draw(records(kind)), data.draw(records(kind))
    mapper = SubmissionMapper(make_supply(country=country), {})
    before = parts(mapper, kind, one)
    for closed in kind.classes:
        exchanged = {n: other[n] if kind.properties[n].property_class is closed else text for n, text in one.items()}
        after = parts(mapper, kind, exchanged)
        still = [str(c) for c in PropertyClass if c is not closed]
        assert {c: after[c] for c in still} == {c: before[c] for c in still}
