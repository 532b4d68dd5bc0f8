"""One row becomes records and links, or problems and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import IdMinter, Record, SubjectRole, load_ontology
from graph.values import ValueStatus
from ingest import MappingError, UnknownColumnError, parse_mapping
from ingest.duplicate_references import DuplicateCheck, _kind_mark
from ingest.mapped_rows import MappedRow
from ingest.rules import Problem, Rule
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper, row_content
from ingest.values.property_reader import MOST_NAMES
from tests.examples import examples

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
evaluation: B2
records:
  suspect:
    kind: Person
    reference: "{case}-{no}"
    when: {column: type, in: [individual, ""]}
    profile: {column: handling, map: {LE: law-enforcement, OPEN: open}}
    evaluation: {column: eval}
    subject_role: {column: role, map: {V: presumed-victim, S: suspect}, default: none}
    asserted_at: {column: updated}
    properties:
      name: {template: "{first} {last}"}
      alias: {column: aliases, split: ";"}
      birthDate: born
      nationality: nationality
      offence: {column: crime, map: {ฉ้อโกง: fraud}, split: ","}
      sex: {column: sex, map: {ช: male, ญ: female}, default: other}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone}
links:
  - {type: USES, from: suspect, to: phone, since: {column: seen}, note: {column: remark}}
  - {type: MEMBER_OF, from: suspect, to: {kind: Organization, reference: "org-{org}", dataset: companies}}
"""
HEADER = (
    "case", "no", "type", "handling", "eval", "role", "updated", "first", "last", "aliases", "born", "nationality",
    "crime", "sex", "phone", "seen", "remark", "org",
)  # fmt: skip
GOOD = {
    "case": "A/7", "no": "1", "type": "individual", "handling": "OPEN", "eval": "A1", "role": "S",
    "updated": "2024-05-01T08:00:00+07:00", "first": "สมชาย", "last": "ใจดี", "aliases": "ชาย; Chai ;ชาย",
    "born": "๕ มีนาคม ๒๕๓๐", "nationality": "ไทย", "crime": "ฉ้อโกง,money laundering", "sex": "ช",
    "phone": "๐๘๑-๒๓๔-๕๖๗๘", "seen": "01/2567", "remark": "โทรคุย", "org": "9",
}  # fmt: skip


MakeSupply = Callable[..., Supply]


def _mapper(make_supply: MakeSupply, text: str = MAPPING, header: tuple[str, ...] = HEADER) -> RowMapper:
    mapping = parse_mapping(text, name="cases.yml")
    return RowMapper(mapping, make_supply(mapping), header, source="cases.csv")


def _map(make_supply: MakeSupply, **changes: str) -> MappedRow:
    cells = {**GOOD, **changes}
    return _mapper(make_supply).map_row(SourceRow(2, tuple(cells[name] for name in HEADER)))


def _texts(record: Record, name: str) -> list[tuple[str, str | None]]:
    return [(value.raw, value.value) for value in record.properties[name]]


def test_a_good_row_gives_its_records_and_links(make_supply: MakeSupply, minter: IdMinter) -> None:
    row = _map(make_supply)
    assert row.problems == ()
    person, phone = row.records
    assert person.id == minter.record_id("th-police", "cases", "A/7-1")
    assert (person.kind, person.subject_role) == ("Person", SubjectRole.SUSPECT)
    given_ = person.provenance
    assert (given_.originator, given_.dataset, given_.reference, given_.profile) == (
        "th-police",
        "cases",
        "A/7-1",
        "open",
    )
    assert str(given_.evaluation) == "A1"
    assert given_.asserted_at == datetime(2024, 5, 1, 1, tzinfo=UTC)
    assert _texts(person, "name") == [("สมชาย ใจดี", "สมชาย ใจดี")]
    assert _texts(person, "alias") == [("ชาย", "ชาย"), ("Chai", "Chai")]
    assert _texts(person, "birthDate") == [("๕ มีนาคม ๒๕๓๐", "1987-03-05")]
    assert _texts(person, "nationality") == [("ไทย", "TH")]
    assert _texts(person, "offence") == [("ฉ้อโกง", "fraud"), ("money laundering", "money-laundering")]
    assert _texts(person, "sex") == [("ช", "male")]
    assert phone.provenance.reference == "๐๘๑-๒๓๔-๕๖๗๘"
    assert phone.provenance.profile == "law-enforcement"
    assert str(phone.provenance.evaluation) == "B2"
    assert _texts(phone, "number") == [("๐๘๑-๒๓๔-๕๖๗๘", "+66812345678")]
    uses, member = row.links
    assert (uses.type, uses.source_id, uses.target_id) == ("USES", person.id, phone.id)
    assert (uses.since, uses.until, uses.note, uses.provenance.profile) == ("2024-01", None, "โทรคุย", "open")
    assert member.target_id == minter.record_id("th-police", "companies", "org-9")


def test_an_empty_part_of_a_reference_means_no_such_record_and_no_such_link(make_supply: MakeSupply) -> None:
    row = _map(make_supply, phone="", org="")
    assert [record.kind for record in row.records] == ["Person"]
    assert row.links == ()


def test_a_condition_that_fails_leaves_the_record_out(make_supply: MakeSupply) -> None:
    row = _map(make_supply, type="entity")
    assert ([record.kind for record in row.records], row.links, row.problems) == (["PhoneNumber"], (), ())


def test_defaults_stand_where_the_row_says_nothing(make_supply: MakeSupply) -> None:
    row = _map(make_supply, handling="", eval="", role="", updated="", sex="", crime="")
    person = row.records[0]
    assert person.provenance.profile == "law-enforcement"
    assert str(person.provenance.evaluation) == "B2"
    assert person.provenance.asserted_at is None
    assert person.subject_role is SubjectRole.NONE
    assert _texts(person, "sex") == [("other", "other")]
    assert "offence" not in person.properties


def test_an_invalid_value_is_kept_raw_with_its_status(make_supply: MakeSupply) -> None:
    row = _map(make_supply, phone="12")
    (value,) = row.records[1].properties["number"]
    assert row.problems == ()
    assert value.raw == "12"
    assert value.status is not ValueStatus.VALID


def test_a_day_stands_for_an_instant_that_the_source_does_not_know(make_supply: MakeSupply) -> None:
    assert _map(make_supply, updated="1/5/2567").records[0].provenance.asserted_at == datetime(2024, 5, 1, tzinfo=UTC)


def test_a_placeholder_for_an_unknown_date_is_kept(make_supply: MakeSupply) -> None:
    row = _map(make_supply, born="0000-00-00")
    assert row.problems == ()
    assert _texts(row.records[0], "birthDate") == [("0000-00-00", None)]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"born": "soon"}, Problem(rule=Rule.UNREADABLE_DATE, column="born", value="soon")),
        ({"born": "31/02/2567"}, Problem(rule=Rule.UNREADABLE_DATE, column="born", value="31/02/2567")),
        ({"crime": "fraud,jaywalking"}, Problem(rule=Rule.OUTSIDE_VOCABULARY, column="crime", value="jaywalking")),
        ({"handling": "SECRET"}, Problem(rule=Rule.UNKNOWN_PROFILE, column="handling", value="SECRET")),
        ({"eval": "E5"}, Problem(rule=Rule.UNREADABLE_EVALUATION, column="eval", value="E5")),
        ({"updated": "lately"}, Problem(rule=Rule.UNREADABLE_TIMESTAMP, column="updated", value="lately")),
        ({"seen": "then"}, Problem(rule=Rule.UNREADABLE_DATE, column="seen", value="then")),
        ({"case": "x" * 500}, Problem(rule=Rule.LONG_REFERENCE, value="x" * 500 + "-1")),
        ({"no": "", "phone": ""}, Problem(rule=Rule.MISSING_REFERENCE, column="no")),
    ],
)
def test_one_broken_rule_and_nothing_of_the_row_enters(
    make_supply: MakeSupply, changes: dict[str, str], problem: Problem
) -> None:
    assert _map(make_supply, **changes) == MappedRow(problems=(problem,))


def test_a_cell_that_is_split_into_more_values_than_a_record_holds_keeps_the_row_out(make_supply: MakeSupply) -> None:
    """The name in its own column counts with the aliases; a value that comes twice is one."""
    names = [f"Somchai {n}" for n in range(MOST_NAMES)]
    whole = _map(make_supply, aliases=";".join([*names[1:], names[1]]))
    assert len(whole.records[0].properties["alias"]) == MOST_NAMES - 1
    split = _map(make_supply, aliases=";".join(names))
    assert split.problems == (Problem(rule=Rule.TOO_MANY_VALUES, column="aliases", value=str(MOST_NAMES + 1)),)


def test_all_problems_of_a_row_are_told_at_once(make_supply: MakeSupply) -> None:
    row = _map(make_supply, born="soon", seen="then", eval="Z")
    assert [(p.rule, p.column) for p in row.problems] == [
        (Rule.UNREADABLE_EVALUATION, "eval"),
        (Rule.UNREADABLE_DATE, "born"),
        (Rule.UNREADABLE_DATE, "seen"),
    ]


def test_a_bad_row_leaves_no_trace_in_the_next(make_supply: MakeSupply) -> None:
    mapper = _mapper(make_supply)
    good = SourceRow(2, tuple(GOOD[name] for name in HEADER))
    bad = SourceRow(3, tuple({**GOOD, "born": "soon"}[name] for name in HEADER))
    first = mapper.map_row(good)
    assert mapper.map_row(bad).problems
    assert mapper.map_row(good) == first


ROLE = "dataset: d\nprofile: open\nrecords:\n  p: {kind: Person, reference: '{n}', subject_role: {column: r}}\n"
PROFILE = "dataset: d\nrecords:\n  p: {kind: Person, reference: '{n}', profile: {column: r}}\n"
KEY = """\
dataset: d
profile: open
records:
  p: {kind: Wallet, reference: "{n}", properties: {address: {column: r, split: " "}}}
"""


@pytest.mark.parametrize(
    ("text", "cell", "role"),
    [
        (ROLE, "none", SubjectRole.NONE),
        (ROLE, "suspect", SubjectRole.SUSPECT),
        (ROLE, "", None),
        (ROLE.replace(", subject_role: {column: r}", ""), "suspect", None),
    ],
)
def test_a_row_without_a_word_for_it_says_no_role(
    make_supply: MakeSupply, text: str, cell: str, role: SubjectRole | None
) -> None:
    """A record that stands keeps its role then: only a word takes one off."""
    [person] = _mapper(make_supply, text, ("n", "r")).map_row(SourceRow(2, ("1", cell))).records
    assert person.subject_role is role


@pytest.mark.parametrize(
    ("text", "cell", "problem"),
    [
        (ROLE, "boss", Problem(rule=Rule.UNKNOWN_ROLE, column="r", value="boss")),
        (PROFILE, "", Problem(rule=Rule.MISSING_PROFILE, column="r")),
        (KEY, "", Problem(rule=Rule.MISSING_KEY, column="r")),
        (KEY, "a b", Problem(rule=Rule.SEVERAL_KEYS, column="r", value="b")),
    ],
)
def test_what_a_record_must_have(make_supply: MakeSupply, text: str, cell: str, problem: Problem) -> None:
    mapper = _mapper(make_supply, text, ("n", "r"))
    assert mapper.map_row(SourceRow(2, ("1", cell))) == MappedRow(problems=(problem,))


SITES = """\
dataset: sites
profile: law-enforcement
records:
  p: {kind: WebResource, reference: "{r}", properties: {url: r}}
"""


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("192.168.1.1", "no row has to itself: an address within any network"),
        ("http://localhost:8080/login", "no row has to itself: an address within any network"),
        ("-", "a number that is none: a word, a dash"),
    ],
)
def test_a_row_that_says_nobodys_address_alone_waits_with_the_reason(
    make_supply: MakeSupply, cell: str, reason: str
) -> None:
    [problem] = _mapper(make_supply, SITES, ("n", "r")).map_row(SourceRow(2, ("1", cell))).problems
    assert (problem.rule, problem.column, problem.value) == (Rule.MISSING_KEY, "r", cell)
    assert reason in (problem.reason or "")


def test_an_unknown_column_names_the_line_and_the_nearest_column(make_supply: MakeSupply) -> None:
    header = tuple("date_seen" if name == "seen" else name for name in HEADER)
    with pytest.raises(UnknownColumnError) as caught:
        _mapper(make_supply, header=header)
    assert str(caught.value) == "`cases.yml`, line 27: `cases.csv` has no column `seen`, did you mean `date_seen`?"


def test_a_mapping_of_another_file_is_told_as_such(make_supply: MakeSupply) -> None:
    with pytest.raises(MappingError, match="has none of the mapping's columns: is it the mapping of another file"):
        _mapper(make_supply, header=("x", "y"))
    with pytest.raises(MappingError, match=r"has one column only: is its `delimiter` another one, as `;`\?"):
        _mapper(make_supply, header=("case;no;type",))


@pytest.mark.parametrize("header", [("Monthly list",), ("1", "Somchai")])
def test_a_workbook_without_the_columns_is_not_asked_for_a_delimiter(
    make_supply: MakeSupply, header: tuple[str, ...]
) -> None:
    mapping = parse_mapping(MAPPING, name="cases.yml")
    with pytest.raises(MappingError) as caught:
        RowMapper(mapping, make_supply(mapping), header, source="Cases.XLSX")
    assert caught.value.problem == (
        "`Cases.XLSX` has none of the mapping's columns: is it the mapping of another file, or does another row name "
        "them (`header`)?"
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(30), deadline=None)
@given(order=st.permutations(HEADER))
def test_the_order_of_columns_does_not_matter(make_supply: MakeSupply, order: list[str]) -> None:
    mapper = _mapper(make_supply, header=tuple(order))
    assert mapper.map_row(SourceRow(2, tuple(GOOD[name] for name in order))).items == _map(make_supply).items


_CELL = st.one_of(
    st.sampled_from(sorted({*GOOD.values(), "", "soon", "SECRET", "Z9"})), st.text(max_size=12).map(str.strip)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(200), deadline=None)
@given(cells=st.tuples(*[_CELL] * len(HEADER)))
def test_a_row_is_wholly_in_or_wholly_in_quarantine(make_supply: MakeSupply, cells: tuple[str, ...]) -> None:
    row = _mapper(make_supply).map_row(SourceRow(2, cells))
    assert bool(row.problems) != bool(row.items) or not any(cells)
    ids = {record.id for record in row.records}
    assert all(link.source_id in ids for link in row.links)


def test_content_holds_the_whole_row() -> None:
    content = row_content(("a", "ข"), SourceRow(2, ("1", "สอง", "3")))
    assert content == '{"a": "1", "ข": "สอง", "(column 3)": "3"}'


class TestDuplicates:
    """Two rows with one reference."""

    def test_the_same_content_stands_once(self, make_supply: MakeSupply) -> None:
        check = DuplicateCheck()
        assert check.admit(_map(make_supply)) == _map(make_supply)
        assert check.admit(_map(make_supply)) == MappedRow()

    def test_other_content_is_refused_and_the_first_stays(self, make_supply: MakeSupply) -> None:
        check = DuplicateCheck()
        check.admit(_map(make_supply))
        again = check.admit(_map(make_supply, first="สมหญิง"))
        assert again == MappedRow(problems=(Problem(rule=Rule.DUPLICATE_REFERENCE, value="A/7-1"),))

    def test_each_kind_has_a_mark_of_its_own(self) -> None:
        kinds = load_ontology().kinds
        assert len({_kind_mark(kind) for kind in kinds}) == len(kinds)

    def test_a_time_of_assertion_is_no_content(self, make_supply: MakeSupply) -> None:
        check = DuplicateCheck()
        check.admit(_map(make_supply))
        assert check.admit(_map(make_supply, updated="2025-01-01")) == MappedRow()

    def test_a_shared_selector_enters_once_and_both_links_enter(self, make_supply: MakeSupply) -> None:
        check = DuplicateCheck()
        check.admit(_map(make_supply))
        other = check.admit(_map(make_supply, no="2"))
        assert [record.kind for record in other.records] == ["Person"]
        assert [link.type for link in other.links] == ["USES", "MEMBER_OF"]

    def test_a_refused_row_reserves_nothing(self, make_supply: MakeSupply) -> None:
        check = DuplicateCheck()
        check.admit(_map(make_supply))
        check.admit(_map(make_supply, first="สมหญิง", phone="0899999999"))
        third = check.admit(_map(make_supply, no="3", phone="0899999999"))
        assert [record.kind for record in third.records] == ["Person", "PhoneNumber"]
