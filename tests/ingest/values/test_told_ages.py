"""An age with the day on which it was told is two years of birth; without it it stays unread, and no seal waits."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph import SubjectRole
from graph.values import normalise, read_age, years_of_birth
from ingest import parse_mapping
from ingest.mapped_rows import MappedRow
from ingest.records import RecordDraft, RowAssembler
from ingest.rules import Rule
from ingest.submission import SubmissionMapper, SubmittedRecord
from ingest.supply import Supply
from ingest.values.source_text import SourceText

MakeSupply = Callable[..., Supply]
SAID = datetime(2026, 11, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("23岁", 23),
        ("23周岁", 23),
        ("约23岁", 23),
        ("23 ឆ្នាំ", 23),
        ("២៣ ឆ្នាំ", 23),
        ("អាយុ ២៣", 23),
        ("age 23", 23),
        ("Aged 23", 23),
        ("23 years old", 23),
        ("about 23 years old", 23),
        ("23 y/o", 23),
        ("อายุ 23 ปี", 23),
        ("๒๓ ปี", 23),
        ("အသက် ၂၃ နှစ်", 23),
        ("23 tuổi", 23),
        ("umur 23 tahun", 23),
        ("23살", 23),
        ("ອາຍຸ 23 ປີ", 23),
        ("0岁", 0),
        ("111岁", None),
        ("ឆ្នាំ២០០៣", None),
        ("23", None),
        ("2003年", None),
        ("ปี 23", None),
        ("page 23", None),
        ("23 years ago", None),
        ("23 or 24", None),
    ],
)
def test_an_age_is_read_where_it_says_that_it_is_one(text: str, age: int | None) -> None:
    assert read_age(text) == age


def test_an_age_is_of_two_years() -> None:
    assert years_of_birth(23, said_on=date(2026, 1, 1)) == (2002, 2003)
    assert years_of_birth(23, said_on=date(2026, 12, 31)) == (2002, 2003)


def file(
    make_supply: MakeSupply, given: dict[str, str], *, said: datetime | None = SAID, role: str | None = None
) -> MappedRow:
    assembler = RowAssembler(make_supply())
    texts = {name: (SourceText(text, text),) for name, text in {"name": "Example Person", **given}.items()}
    subject = SubjectRole(role) if role is not None else None
    assembler.add_record(RecordDraft(kind="Person", reference="p", texts=texts, subject_role=subject, asserted_at=said))
    return assembler.take()


@pytest.mark.parametrize(
    ("given", "raw"),
    [
        ({"birthDate": "23岁"}, "23岁"),
        ({"birthDate": "២៣ ឆ្នាំ"}, "២៣ ឆ្នាំ"),
        ({"age": "23"}, "age 23"),
        ({"age": "២៣"}, "age ២៣"),
        ({"age": "23 ឆ្នាំ"}, "23 ឆ្នាំ"),
    ],
)
def test_with_the_day_on_which_it_was_told_it_is_a_span(
    make_supply: MakeSupply, given: dict[str, str], raw: str
) -> None:
    row = file(make_supply, given)
    [value] = row.records[0].properties["birthDate"]
    assert (value.raw, value.value, str(value.status), value.type) == (raw, "2002/2003", "possible", "range")
    assert "age" not in row.records[0].properties
    assert row.unread == ()


def test_a_birth_date_beside_an_age_stays_and_a_date_is_never_an_age(make_supply: MakeSupply) -> None:
    row = file(make_supply, {"birthDate": "2003-05-01", "age": "23"})
    assert [v.value for v in row.records[0].properties["birthDate"]] == ["2003-05-01", "2002/2003"]
    [value] = file(make_supply, {"birthDate": "ឆ្នាំ២០០៣"}).records[0].properties["birthDate"]
    assert value.value == "2003"


@pytest.mark.parametrize("role", ["presumed-victim", "identified-victim"])
@pytest.mark.parametrize(
    ("given", "said", "property_name", "words"),
    [
        (
            {"birthDate": "23岁"},
            None,
            "birthDate",
            "give the record's `asserted_at` (`assertedAt`), or write",
        ),
        ({"age": "23"}, None, "birthDate", "an age, of which nothing says on which day it was told: give"),
        ({"age": "200"}, SAID, "birthDate", "write the years that it may be, as `2001-2003`"),
        ({"birthDate": "90后"}, SAID, "birthDate", ": write the years that it may be, as `2001-2003`"),
        ({"sex": "ladyboy"}, SAID, "sex", "none of the words male, female, other"),
    ],
)
def test_a_victims_record_is_filed_without_what_cannot_be_read(  # noqa: PLR0917 - the parts of one case
    make_supply: MakeSupply,
    role: str,
    given: dict[str, str],
    said: datetime | None,
    property_name: str,
    words: str,
) -> None:
    row = file(make_supply, given, said=said, role=role)
    assert row.problems == ()
    [value] = row.records[0].properties[property_name]
    assert (value.value, str(value.status)) == (None, "invalid")
    [unread] = row.unread
    assert unread.property == property_name
    assert words in unread.reason
    assert not any(text in unread.reason for text in given.values() if text not in {"23", "200"})


def test_the_row_of_anybody_else_waits_for_it_and_says_why(make_supply: MakeSupply) -> None:
    for given, rule in (({"birthDate": "90后"}, Rule.UNREADABLE_DATE), ({"sex": "ladyboy"}, Rule.OUTSIDE_VOCABULARY)):
        for role in (None, "suspect"):
            row = file(make_supply, given, role=role)
            assert ([p.rule for p in row.problems], row.records) == ([rule], ())
    [problem] = file(make_supply, {"birthDate": "23岁"}, said=None).problems
    assert problem.reason == "an age, of which nothing says on which day it was told"


@pytest.mark.parametrize("role", [None, "presumed-victim"])
@pytest.mark.parametrize("text", ["មិនដឹង", "不详", "ไม่ทราบ", "unknown", "không rõ"])
def test_words_for_none_are_no_sex(make_supply: MakeSupply, text: str, role: str | None) -> None:
    row = file(make_supply, {"sex": text}, role=role)
    assert (row.problems, row.unread) == ((), ())
    assert "sex" not in row.records[0].properties


NOT_KNOWN = [
    "ไม่ทราบ", "មិនដឹង", "không rõ", "tidak diketahui", "不详", "မသိ", "ບໍ່ຮູ້", "hindi alam", "모름", "Unknown", "N/A",
    "Khong ro",
]  # fmt: skip


@pytest.mark.parametrize("role", [None, "suspect", "presumed-victim"])
@pytest.mark.parametrize("text", NOT_KNOWN)
def test_what_is_not_known_is_no_birth_date_and_no_nationality(
    make_supply: MakeSupply, text: str, role: str | None
) -> None:
    row = file(make_supply, {"birthDate": text, "nationality": text, "sex": text}, role=role)
    assert (row.problems, row.unread) == ((), ())
    [record] = row.records
    assert [(v.raw, v.value) for v in record.properties["birthDate"]] == [(text, None)]
    assert [(v.raw, v.value) for v in record.properties["nationality"]] == [(text, None)]
    assert set(record.properties) == {"name", "birthDate", "nationality"}


@pytest.mark.parametrize("text", ["victim", "same", "ไม่มี", "?", "ok", "none"])
def test_what_may_be_of_another_column_waits_as_a_birth_date(make_supply: MakeSupply, text: str) -> None:
    assert [p.rule for p in file(make_supply, {"birthDate": text}).problems] == [Rule.UNREADABLE_DATE]


def test_a_passport_of_a_nationality_that_is_not_known_is_none_of_the_files_country(make_supply: MakeSupply) -> None:
    row = file(make_supply, {"nationality": "ไม่ทราบ", "passportNumber": "AB1234567"})
    [number] = row.records[0].properties["passportNumber"]
    assert "TH" not in (number.key or "")


@pytest.mark.parametrize(
    ("sex", "words"),
    [
        ("male", "ช ช. ผู้ชาย ប ភេទប្រុស ယောက်ျား ຜູ້ຊາຍ Nam đàn-ông laki-laki Lalake 男性 남 남자"),
        ("female", "ญ ญ. ผู้หญิง ស ភេទស្រី မိန်းမ ແມ່ຍິງ Nữ phụ-nữ Nu wanita Babae 女性 여 여자"),
    ],
)
def test_a_sex_is_read_in_everyday_words(make_supply: MakeSupply, sex: str, words: str) -> None:
    for word in words.split():
        text = word.replace("-", " ")
        [value] = file(make_supply, {"sex": text}).records[0].properties["sex"]
        assert (value.raw, value.value) == (text, sex)


@pytest.mark.parametrize("text", ["L", "P", "B", "1", "2", "ท", "ကမ"])
def test_a_letter_that_may_mean_either_sex_is_not_read(make_supply: MakeSupply, text: str) -> None:
    assert [p.rule for p in file(make_supply, {"sex": text}).problems] == [Rule.OUTSIDE_VOCABULARY]


def test_an_age_is_an_input_of_submissions_and_mappings_of_persons_alone(make_supply: MakeSupply) -> None:
    mapper = SubmissionMapper(make_supply(), {})
    item: dict[str, Any] = {"reference": "p", "asserted_at": "2026-11-30T10:00:00+07:00"}
    row = mapper.map_item(SubmittedRecord(kind="Person", properties={"name": ["A"], "age": ["23"]}, **item))
    assert [v.value for v in row.records[0].properties["birthDate"]] == ["2002/2003"]
    row = mapper.map_item(SubmittedRecord(kind="Site", properties={"name": ["A"], "age": ["23"]}, **item))
    assert [p.rule for p in row.problems] == [Rule.UNKNOWN_PROPERTY]
    text = """
    dataset: cases
    originator: th-police
    records:
      p: {kind: Person, reference: "{No}", asserted_at: Said, properties: {name: Name, age: Age}}
    """
    assert "age" in parse_mapping(text).records["p"].properties


def test_normalise_says_what_an_age_lacks() -> None:
    assert normalise("date", "23岁").reason == "an age, of which nothing says on which day it was told"
