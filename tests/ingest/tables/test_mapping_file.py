"""A mapping is read strictly: each mistake names its line and the nearest known word."""

from pathlib import Path

import pytest

from graph import InformationValidity, SourceReliability
from ingest import MappingError, load_mapping, parse_mapping
from ingest.mapping import Column, FileKind, RemoteEnd

WHOLE = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
evaluation: B2
file: {format: csv, delimiter: ";", encoding: windows-874, header: 2, empty: ["-0-", ""]}
records:
  suspect:
    kind: Person
    reference: "{case_no}-{suspect_no}"
    when: {column: type, in: [individual]}
    profile: {column: handling, map: {LE: law-enforcement, OPEN: open}}
    evaluation: {column: eval}
    subject_role: suspect
    asserted_at: {column: updated}
    properties:
      name: {template: "{first} {last}"}
      alias: [{column: alias1}, {column: aliases, split: ";"}]
      nationality: {constant: NO}
      offence: {column: crime, map: {ฉ้อโกง: fraud}, split: ","}
      birthDate: dob
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone}
links:
  - {type: USES, from: suspect, to: phone, since: {column: seen_from}, note: {column: remark}}
  - {type: MEMBER_OF, from: suspect, to: {kind: Organization, reference: "org-{org_no}", dataset: companies}}
"""
SMALL = """\
dataset: cases
records:
  suspect:
    kind: Person
    reference: "{no}"
    properties: {name: name}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone}
links:
  - {type: USES, from: suspect, to: phone}
"""


def test_reads_every_word_of_a_mapping() -> None:
    mapping = parse_mapping(WHOLE, name="cases.yml")
    assert (mapping.dataset, mapping.originator, mapping.profile, mapping.country) == (
        "cases", "th-police", "law-enforcement", "TH",
    )  # fmt: skip
    assert mapping.evaluation.source is SourceReliability.B
    assert mapping.evaluation.information is InformationValidity.TWO
    assert mapping.file.kind is FileKind.CSV
    assert (mapping.file.delimiter, mapping.file.encoding, mapping.file.header) == (";", "cp874", 2)
    assert mapping.file.empty == frozenset({"-0-", ""})
    suspect = mapping.records["suspect"]
    assert suspect.reference.columns == (Column(name="case_no", line=10), Column(name="suspect_no", line=10))
    assert suspect.reference.literals == ("", "-", "")
    assert suspect.when is not None and suspect.when.values == frozenset({"individual"})
    assert [len(rules) for rules in suspect.properties.values()] == [1, 2, 1, 1, 1]
    assert suspect.properties["offence"][0].translate == {"ฉ้อโกง": "fraud"}
    assert mapping.links[0].source == "suspect"
    assert isinstance(mapping.links[1].target, RemoteEnd)
    assert mapping.links[1].target.dataset == "companies"


def test_scalars_stay_text_where_yaml_would_make_other_things_of_them() -> None:
    # In YAML 1.1 `NO` is false, which has cost Norway its records elsewhere.
    assert parse_mapping(WHOLE).records["suspect"].properties["nationality"][0].constant == "NO"


def test_names_every_column_with_its_line() -> None:
    named = {(c.name, c.line) for c in parse_mapping(WHOLE).columns()}
    assert ("handling", 12) in named
    assert ("dob", 21) in named
    assert ("remark", 27) in named
    assert ("org_no", 28) in named


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("dataset: cases", "dataset: Cases!", 1,
         "`Cases!` is no code: small letters and digits, joined by `-`, `_` or `.`"),
        ("dataset: cases", "datset: cases", 1, "unknown word `datset`, did you mean `dataset`?"),
        ("dataset: cases\n", "", 1, "`dataset` is missing"),
        ("dataset: cases", "dataset: cases\nprofile:", 2, "a word is missing here"),
        ("dataset: cases", "dataset: cases\ncountry: Thailand", 2,
         "`Thailand` is no country code, did you mean `TH`?"),
        ("dataset: cases", "dataset: cases\ncountry: XX", 2,
         "`XX` is no country code; a code is two capital letters, such as `TH`"),
        ("dataset: cases", "dataset: cases\nevaluation: D9", 2,
         "`D9` is no evaluation: a letter A, B, C or X and a digit 1 to 4"),
        ("kind: Person", "kind: Persn", 4, "unknown kind `Persn`, did you mean `Person`?"),
        ("    kind: Person\n", "", 4, "`kind` is missing in record `suspect`"),
        ("{name: name}", "{nmae: name}", 6,
         "unknown property `nmae`: known are `address`, `age`, `alias`, `birthDate`, `birthPlace`, `country`, `email`, "
         "`languages`, `name`, `nationalId`, `nationality`, `notes`, `offence`, `otherContact`, "
         "`otherIdentity`, `otherLocation`, `passportNumber`, `phone`, `phoneCountry`, `position`, `program`, `sex`, "
         "`sourceDescription`, `sourceUrl`"),
        ("dataset: cases", "dataset: cases\nqqqq: x", 2, "unknown word `qqqq`; known are country, dataset, evaluation, "
         "file, links, originator, profile, records"),
        ("from: suspect", "from: xyz", 12, "unknown record `xyz`; known are phone, suspect"),
        ("{name: name}", "{name: {colum: name}}", 6, "unknown word `colum`, did you mean `column`?"),
        ("{name: name}", "{name: {split: \",\"}}", 6, "exactly one of `column`, `template` and `constant` is needed"),
        ("{name: name}", "{name: a, name: b}", 6, "`name` stands here twice"),
        ("{name: name}", "{sex: {column: s, map: {m: masculine}}}", 6,
         "`masculine` is not in the vocabulary of `sex`, did you mean `male`?"),
        ("{number: phone}", "{number: phone, imei: phone}", 10,
         "unknown property `imei`: known are `activatedAt`, `batch`, `carrier`, `country`, `notes`, `number`, "
         "`sourceDescription`, `status`"),
        ("{name: name}", "{sex: {constant: trafficking}}", 6,
         "`trafficking` is not in the vocabulary of `sex`; known are female, male, other"),
        ("{name: name}", "{offence: {constant: frud}}", 6,
         "`frud` is not in the vocabulary of `offence`, did you mean `fraud`?"),
        ('"{no}"', '"suspect"', 5, "a reference needs a column, such as `{case_no}`"),
        ('"{no}"', '"{no"', 5, "a brace without its partner"),
        ("{number: phone}", "{carrier: phone}", 8, "`PhoneNumber` needs `number`, which tells which one it is"),
        ("    properties: {number: phone}", "    subject_role: suspect\n    properties: {number: phone}", 10,
         "`PhoneNumber` has no subject, so no subject role"),
        ("    properties: {name: name}", "    subject_role: presumed\n    properties: {name: name}", 6,
         "unknown subject role `presumed`, did you mean `presumed-victim`?"),
        ("    properties: {name: name}", "    when: {column: x}\n    properties: {name: name}", 6,
         "`when` needs a `column`, and either `in` or `not_empty: true`"),
        ("type: USES", "type: USE", 12, "unknown link type `USE`, did you mean `USES`?; from `Person` to `PhoneNumber` "
         "there are COMMUNICATED_WITH, CONTROLS, OWNS, RELATED_TO, USES"),
        ("type: USES", "type: PHONED", 12, "unknown link type `PHONED`; from `Person` to `PhoneNumber` "
         "there are COMMUNICATED_WITH, CONTROLS, OWNS, RELATED_TO, USES"),
        ("from: suspect, to: phone", "from: phone, to: suspect", 12, "`USES` does not join `PhoneNumber` to `Person`; "
         "`COMMUNICATED_WITH`, `RELATED_TO` do"),
        ("from: suspect", "from: suspekt", 12, "unknown record `suspekt`, did you mean `suspect`?"),
        ("from: suspect", "from: {kind: Person}", 12, "`reference` is missing in this end of a link"),
        ("dataset: cases", "dataset: cases\nfile: {encoding: utf-9}", 2, "unknown encoding `utf-9`"),
        (
            "dataset: cases",
            "dataset: cases\nfile: {encoding: Zawgyi}",
            2,
            "`Zawgyi` is a way to write Burmese within UTF-8, and is read as Unicode: leave `encoding` out",
        ),
        ("dataset: cases", "dataset: cases\nfile: {format: ods}", 2, "unknown format `ods`; known are csv, xlsx"),
        ("dataset: cases", "dataset: cases\nfile: {delimiter: ab}", 2,
         'a delimiter is one character; a tab is written "\\t" in quotes'),
        ("dataset: cases", "dataset: cases\nfile: {header: first}", 2,
         "`header` is the number of the row that names the columns, or 0"),
        ("dataset: cases", "dataset: cases\nfile: {header: 0}", 2,
         "`columns` names the columns of a file without a header row: `header: 0`"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_the_nearest_word(old: str, new: str, line: int, problem: str) -> None:
    assert old in SMALL
    with pytest.raises(MappingError) as caught:
        parse_mapping(SMALL.replace(old, new, 1), name="cases.yml")
    error = caught.value
    assert (error.line, error.problem) == (line, problem)
    assert str(error) == f"`cases.yml`, line {line}: {problem}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "is empty"), ("- a", "words with values are expected here"), ("dataset: [", "is not YAML")],
)
def test_refuses_what_is_no_mapping(text: str, problem: str) -> None:
    with pytest.raises(MappingError, match=problem):
        parse_mapping(text)


def test_refuses_a_file_that_is_missing_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"`none.yml`: cannot be read: no such file or directory"):
        load_mapping(tmp_path / "none.yml")
    path = tmp_path / "thai.yml"
    path.write_bytes(b"dataset: cases\noriginator: " + "ไทย".encode("cp874"))
    with pytest.raises(MappingError, match=r"`thai.yml`, line 2: is not UTF-8"):
        load_mapping(path)


def test_the_digest_follows_the_text() -> None:
    assert parse_mapping(SMALL).digest == parse_mapping(SMALL, name="other.yml").digest
    assert parse_mapping(SMALL).digest != parse_mapping(SMALL + "# again\n").digest


@pytest.mark.parametrize(
    ("named", "read"),
    [("TIS-620", "cp874"), ("windows-874", "cp874"), ("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "big5")],
)
def test_an_older_name_of_an_encoding_reads_what_came_later(named: str, read: str) -> None:
    mapping = parse_mapping(WHOLE.replace("encoding: windows-874", f"encoding: {named}"), name="m.yml")
    assert mapping.file.encoding == read
