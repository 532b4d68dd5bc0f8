"""Which waiting rows repeat what identifies a record that is erased, and which are of somebody else."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph import Record
from graph.parts import encode_parts
from graph.store.quarantine.repeated_values import RepeatedValues
from graph.store.quarantine.waiting_cells import WaitingCells, addresses, folded, machine_read_numbers, number_runs
from graph.values import ValueType, normalise
from tests.graph.building import record
from tests.graph.store.erasing import ONTOLOGY, OTHERS, PERSON

NOBODYS: tuple[str, ...] = ()


def repeats(*records: Record, cells: Any, names: Sequence[str] = (OTHERS,), dataset: str = "cases") -> bool:
    """Return whether a row with these cells goes with these records; it names another record, or with `names` none."""
    content = cells if isinstance(cells, str) else json.dumps(cells, ensure_ascii=False)
    row = WaitingCells(id="q-1", dataset=dataset, names=names, content=content, value=None)
    return values_of(*records).stand_in(row)


def values_of(*records: Record) -> RepeatedValues:
    rows = [{"rid": r.id, "kind": r.kind, **encode_parts(r, ONTOLOGY.kind(r.kind))} for r in records]
    return RepeatedValues.of(rows, ONTOLOGY)


@pytest.mark.parametrize(
    "cells",
    [
        {"sex": "female", "nationality": "Thai", "place": "Bangkok", "count": "7", "n": 7},
        {"name": "Lek", "born": "1991-01-01"},
        {"name": "Somchai", "surname": "Dee"},
        {"name": "Somchai Jaidee-Lopez"},
        {"born": "1990-05-06", "sex": "female"},
        {"mail": "a.som.chai@mail.test"},
        {"mail": "anna-som.chai@mail.test"},
        {"document": "AA12345678"},
        {"document": "AA123456M7"},
        {"document": "XAA1234567"},
        {"account": "99-081-234-5678-1"},
        {"notes": "seen at the white house on the third floor"},
        {"notes": "asked Somchai Jaidee in May"},
    ],
)
@pytest.mark.parametrize("names", [(OTHERS,), NOBODYS])
def test_a_row_of_somebody_else_stays(cells: dict[str, Any], names: Sequence[str]) -> None:
    assert not repeats(PERSON, cells=cells, names=names)


@pytest.mark.parametrize(
    "cells",
    [
        {"phone": "+66812345678"},
        {"phone": "0812345678"},
        {"phone": 66812345678.0},
        {"notes": "call 081-234-5678, evenings"},
        {"notes": "evenings\n081-234-5678"},
        {"notes": "๐๘๑-๒๓๔-๕๖๗๘"},
        {"notes": "Tel.081-234-5678"},
        {"notes": "Tel081-234-5678"},
        {"notes": "Tel.+66 81 234 5678/089-999-9999"},
        {"notes": "โทร.081-234-5678"},
        {"notes": "โทร0812345678ค่ะ"},
        {"document": "no. AA 1234567/TH"},
        {"notes": "passport no.AA1234567"},
        {"notes": "PP#AA1234567"},
        {"notes": "หนังสือเดินทางAA1234567"},
        {"notes": "PP=AA-1234567."},
        {"notes": "passport-AA1234567"},
        {"file": "passport_AA1234567_2.jpg"},
        {"document": "ID-AA1234567"},
        {"document": "no-AA1234567"},
        {"document": "KH-AA1234567"},
        {"document": "x-AA1234567"},
        {"document": "AA1234567M"},
        {"document": "AA1234567KHM"},
        {"notes": "P<KHMJAIDEE<<SOMCHAI<<<<<<<<<\nAA12345676KHM9005064F2601015<<<<<<<<<<<<<<04"},
        {"notes": "IDKHMAA12345676<<<<<<<<<<<<<<<"},
        {"phone": "0812345678x"},
        {"phone": "0812345678line"},
        {"notes": "0066812345678"},
        {"to": ["x", {"mail": "<Som.Chai@mail.test>"}]},
        {"notes": "E-mail:som.chai@mail.test."},
        {"notes": "write\nsom.chai@mail.test"},
        {"notes": "อีเมลsom.chai@mail.test"},
        {"notes": "e-mail-som.chai@mail.test"},
        {"notes": "som.chai@mail.test- asked"},
        {"notes": "som.chai @mail.test"},
        {"notes": "to som.chai @ mail.test, now"},
        '{"phone": "081-234-5678", "torn off',
    ],
)
@pytest.mark.parametrize("names", [(OTHERS,), NOBODYS])
def test_a_row_that_holds_a_number_document_or_address_of_hers_goes(cells: Any, names: Sequence[str]) -> None:
    assert repeats(PERSON, cells=cells, names=names)


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "somchai  jaidee"},
        {"name": "Malee Suksan; Somchai Jaidee"},
        {"name": "Lek", "born": "1990-05-06"},
        {"name": "Somchai Jaidee, Bangkok", "born": "1990-05-06"},
        {"notes": "asked (Somchai Jaidee's mother) in May", "nickname": "Lek"},
        {"notes": "Somchai Jaidee was born on 1990-05-06"},
    ],
)
def test_a_row_goes_by_a_name_where_it_names_no_record(cells: Any) -> None:
    assert repeats(PERSON, cells=cells, names=NOBODYS)
    # One that names another record has a reference and a time of its own, and namesakes are many.
    assert not repeats(PERSON, cells=cells)


def test_a_document_in_digits_is_not_the_end_of_another_in_letters_and_digits() -> None:
    short = record("Person", "1", passportNumber="1234567")
    long = record("Person", "2", nationalId="1101700203451")
    for cell in ("AA1234567", "AA-1234567", "1234567-K", "1234567X"):
        assert not repeats(short, cells={"document": cell})
    for cell in ("1234567KHM", "1234567abc"):
        assert not repeats(short, cells={"document": cell})
    assert repeats(short, cells={"notes": "passport1234567"})
    assert repeats(long, cells={"notes": "ID1101700203451"})


def test_a_short_document_is_read_behind_a_country_and_in_a_machine_readable_line() -> None:
    short = record("Person", "1", passportNumber="N1234567", country="KH")
    for cell in ("N1234567", "KH-N1234567", "N1234567<8KHM9005064F2601015", "IDKHMN1234567<8<<", "N1234567M"):
        assert repeats(short, cells={"document": cell})
    assert not repeats(short, cells={"document": "KN1234567"})
    # A car's plate with one letter more is another car's.
    car = record("Vehicle", "1", plate="SBA1234", country="SG")
    assert repeats(car, cells={"notes": "plate-SBA1234, white"})
    assert not repeats(car, cells={"notes": "SBA1234A"})


@pytest.mark.parametrize("length", [4_000, 65, 64])
def test_a_number_of_any_length_goes_as_a_cell_and_the_work_grows_with_the_text_alone(length: int) -> None:
    digits = "1 " * (length - 1)
    gone = record("Person", "1", passportNumber=f"A{digits}")
    assert repeats(gone, cells={"document": f"a{digits}"})
    text = "1 " * 5_000
    runs = sum(1 for _ in number_runs(text, values_of(gone)._longest))
    assert runs <= 64 * 5_000
    # 5,000 pieces begin as many runs, of which each is joined up to 64 characters.
    assert not repeats(gone, cells={"document": text})


def test_a_wallet_goes_within_a_sentence_however_long_it_is() -> None:
    for wallet in (
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
    ):
        gone = record("Wallet", "1", address=wallet)
        for cell in (wallet, f"sent to {wallet}, twice", f"wallet={wallet}", f"wallet:{wallet}."):
            assert repeats(gone, cells={"notes": cell})


@pytest.mark.parametrize(
    ("name", "longer"),
    [
        ("Min Htet", "Min Htet Aung"),
        ("Min Htet", "MIN HTET AUNG"),
        ("Min Htet", "min htet aung"),
        ("Min Htet", "Minh Tet"),
        ("สมชาย ใจดี", "สมชาย ใจดีมาก"),
        ("สมชาย ใจดี", "สมชาย ใจดี ณ อยุธยา"),
        ("သန်းထွန်းအောင်", "သန်းထွန်းအောင်မြင့်"),
        ("ចាន់ សុខា", "ចាន់ សុខារិទ្ធ"),
        ("王大明", "王大明亮"),
    ],
)
def test_a_name_is_not_the_beginning_of_a_longer_one(name: str, longer: str) -> None:
    gone = record("Person", "1", name=name, birthDate="1999-01-01")
    for beside in ("1999-01-02", "1999-01-01"):
        assert not repeats(gone, cells={"name": longer, "born": beside}, names=NOBODYS)
        assert not repeats(gone, cells={"name": longer, "born": beside})
    assert repeats(gone, cells={"name": name}, names=NOBODYS)
    assert repeats(gone, cells={"notes": f"{name} (1999-01-01)"}, names=NOBODYS)


def test_a_name_goes_in_writing_that_parts_no_words() -> None:
    thai = record("Person", "1", name="สมชาย ใจดี", alias="เล็ก", birthDate="1990-05-06")
    han = record("Person", "2", name="王大明", alias="明")
    assert repeats(thai, cells={"name": "สมชายใจดี"}, names=NOBODYS)
    assert repeats(thai, cells={"notes": "พบสมชาย ใจดี 1990-05-06"}, names=NOBODYS)
    assert repeats(han, cells={"notes": "他见到王大明。", "alias": "明"}, names=NOBODYS)
    assert not repeats(thai, han, cells={"notes": "คนตัวเล็ก", "name": "明"}, names=NOBODYS)


@pytest.mark.parametrize("link", ["https://t.me/lotus_hr", "https://site.test/offer?no=17&x=a#top", "www.site.test/a/"])
def test_a_link_goes_as_it_is_written(link: str) -> None:
    account = "t.me" in link
    gone = record("OnlineAccount", "1", handle=link) if account else record("WebResource", "1", url=link)
    for cell in (link, f"see {link}, now", f"link={link}", f"<{link}>", f"ลิงก์{link}"):
        assert repeats(gone, cells={"notes": cell})
    assert not repeats(gone, cells={"notes": link.replace("lotus", "lilac").replace("site", "cite")})


def test_words_that_anybody_may_write_take_no_row_with_them() -> None:
    shown = record(
        "OnlineAccount", "1", handle="@customer_service", platform="telegram", displayName="Customer Service"
    )
    payment = paid("Loan repayment")
    for names in ((OTHERS,), NOBODYS):
        for cells in (
            {"name": "Somsri Kittiwat", "notes": "promised a customer service job in Poipet, now held"},
            {"name": "Customer Service"},
            {"notes": "a customer-service job"},
            {"reference": "loan repayment", "amount": "5000 THB", "at": "2026-01-01"},
        ):
            assert not repeats(shown, payment, cells=cells, names=names)
        assert repeats(shown, cells={"notes": "wrote to https://t.me/customer_service?start=1"}, names=names)
        assert repeats(paid("INV-2026-017"), cells={"no": "ref.INV-2026-017"}, names=names)


def paid(words: str) -> Record:
    """Return a payment with a reference of the payment system, which is also what a record's own is called."""
    payment = record("Payment", "2", amount="5000 THB")
    return replace(payment, properties={**payment.properties, "reference": (normalise(ValueType.TEXT, words),)})


# Laws. A number is held by one; what stands beside it, in it and around it is how people write.
LABELS = ("", "Tel.", "Tel", "โทร.", "เบอร์", "no.", "PP#", "call (", "x=", "ទូរស័ព្ទ", "ဖုန်း", "1: ")
BEHIND = ("", ".", ", evenings", ") asked", "/089-111-2222", " ค่ะ", "ค่ะ", "។", "; 7")
JOINERS = ("", "-", ".", " ", " - ", "\u2011", "\u200b")
NATIVE = ("๐๑๒๓๔๕๖๗๘๙", "០១២៣៤៥៦៧៨៩", "၀၁၂၃၄၅၆၇၈၉", "０１２３４５６７８９", "0123456789")
COMMON = (
    "female", "Thai", "Bangkok", "white", "house", "7", "Lek", "Somchai", "Jaidee", "customer", "service", "loan",
    "repayment", "1990", "05", "2024", "082", "5678", "234", "AA", "AB7654321", "089-111-2222", "Min", "Htet", "ใจดี",
)  # fmt: skip


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Record, list[str]]:
    """Return a record, and its number in groups."""
    digits = draw(st.text("0123456789", min_size=7, max_size=7))
    if draw(st.booleans()):
        return record("Person", "1", phone=f"+6681{digits}", country="TH"), ["081", digits[:3], digits[3:]]
    letters = draw(st.text("ABCDEFGH", min_size=1, max_size=3))
    return record("Person", "1", passportNumber=f"{letters}{digits}"), [f"{letters}{digits[:3]}", digits[3:]]


@given(number=numbers(), joiner=st.sampled_from(JOINERS), native=st.sampled_from(NATIVE), data=st.data())
def test_a_row_that_holds_an_erased_number_in_any_notation_goes(
    number: tuple[Record, list[str]], joiner: str, native: str, data: st.DataObject
) -> None:
    gone, groups = number
    label, behind = data.draw(st.sampled_from(LABELS)), data.draw(st.sampled_from(BEHIND))
    # Latin letters right behind Latin letters are one word: nobody can say where a label would end.
    assume(not (label.isalpha() and label.isascii() and groups[0][0].isalpha()))
    written = joiner.join(groups).translate(str.maketrans("0123456789", native))
    cell = f"{label}{data.draw(st.sampled_from([written, written.lower()]))}{behind}"
    cells = {"a": data.draw(st.sampled_from(COMMON)), "b": [{"notes": cell}]}
    content = json.dumps(cells, ensure_ascii=data.draw(st.booleans()))
    for names in ((OTHERS,), NOBODYS):
        assert repeats(gone, cells=content, names=names)


@given(cells=st.lists(st.lists(st.sampled_from(COMMON), min_size=1, max_size=6).map(" ".join), max_size=5))
def test_a_row_of_others_that_shares_words_alone_stays(cells: list[str]) -> None:
    account = record("OnlineAccount", "8", handle="customer_service", displayName="Customer Service")
    assert not repeats(PERSON, account, paid("Loan repayment"), cells=cells)


@given(name=st.sampled_from(["Min Htet", "สมชาย ใจดี", "王大明"]), more=st.sampled_from(["Aung", "อยุธยา", "亮", "Htet"]))
def test_a_longer_name_takes_no_row_with_it(name: str, more: str) -> None:
    gone = record("Person", "1", name=name, birthDate="1990-05-06")
    assert not repeats(gone, cells={"name": f"{name} {more}", "born": "1990-05-06"}, names=NOBODYS)


@given(
    text=st.lists(st.sampled_from([*COMMON, *LABELS, *JOINERS, "AA1234567", "1234567", "som.chai@mail.test"])).map(
        "".join
    )
)
def test_looking_at_digits_and_words_first_misses_nothing(text: str) -> None:
    values, cell = values_of(PERSON), folded(text)
    row = WaitingCells(id="q-1", dataset="cases", names=(OTHERS,), content=json.dumps([text]), value=None)
    numbers = any(run in values._numbers or values._is_phone(run) for run in number_runs(cell, 100))
    numbers = numbers or not values._numbers.isdisjoint(machine_read_numbers(cell))
    assert values.stand_in(row) == (numbers or not values._addresses.isdisjoint(addresses(cell)))


def test_a_row_that_has_no_digits_of_hers_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly all rows of a large quarantine are such: a look at the text as a whole is enough."""
    row = WaitingCells(
        id="q-1", dataset="cases", names=(OTHERS,), content='{"name": "Malee", "phone": "089-111-2222"}', value="x"
    )
    monkeypatch.setattr(WaitingCells, "cells", None)
    assert not values_of(PERSON).stand_in(row)


def test_the_ontology_says_what_identifies() -> None:
    marked = {
        f"{kind.name}.{p.name}" for kind in ONTOLOGY.kinds.values() for p in kind.properties.values()
        if p.identifies and not p.key and p.selector is None
    }  # fmt: skip
    assert marked == {
        "BankAccount.holderName", "FalseBaseStation.cell", "OnlineAccount.displayName",
        "OnlineAccount.email", "Organization.email",
        "Organization.registrationNumber", "Organization.taxNumber", "Payment.reference", "Person.alias",
        "Person.email", "Person.name",
    }  # fmt: skip
    assert all(p.identifies for k in ONTOLOGY.kinds.values() for p in k.properties.values() if p.key or p.selector)
