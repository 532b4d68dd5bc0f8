"""YAML with lines: what each reader takes, what it refuses, and that the caller's error says where."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import graph.marked_yaml
from graph import MarkedYaml, parse_marked_yaml, plain_yaml, read_marked_yaml, written_parts

Read = Callable[[MarkedYaml], object]


class WrongError(Exception):
    """The caller's own error."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with libyaml, and as where it is missing."""
    monkeypatch.setattr(graph.marked_yaml, "_LOADER", getattr(yaml, request.param))


def document(text: str) -> MarkedYaml:
    return parse_marked_yaml(text, "a.yml", WrongError)


def test_every_part_knows_its_line_and_what_it_is() -> None:
    parts = document("# first\none: yes\nmany:\n  - NO\n  - 1.50\n").entries()
    assert [(name, p.line, p.is_text, p.is_list) for name, p in parts.items()] == [
        ("one", 2, True, False),
        ("many", 4, False, True),
    ]
    assert parts["one"].file == "a.yml"
    assert [item.text() for item in parts["many"].items()] == ["NO", "1.50"]


@pytest.mark.parametrize(
    ("text", "read", "found"),
    [
        ("  word ", MarkedYaml.text, "word"),
        ("'  '", MarkedYaml.possibly_empty_text, "  "),
        ('""', MarkedYaml.possibly_empty_text, ""),
        ("true", MarkedYaml.flag, True),
        ("false", MarkedYaml.flag, False),
        ("-1.5e3", MarkedYaml.number, -1500.0),
        ("007", MarkedYaml.whole_number, 7),
        ("0" * 5_000 + "7", MarkedYaml.whole_number, 7),
        ("2026-11-25", MarkedYaml.instant, datetime(2026, 11, 25, tzinfo=UTC)),
        ("2026-11-25T08:00:00+07:00", MarkedYaml.instant, datetime(2026, 11, 25, 1, tzinfo=UTC)),
        ("2026-11-25T01:00:00Z", MarkedYaml.instant, datetime(2026, 11, 25, 1, tzinfo=UTC)),
        ("20261125", MarkedYaml.instant, datetime(2026, 11, 25, tzinfo=UTC)),
        ("2399-12-31", MarkedYaml.instant, datetime(2399, 12, 31, tzinfo=UTC)),
        ("[b, a]", lambda part: part.words(("a", "b", "c"), "letter"), frozenset({"a", "b"})),
        ("b", lambda part: part.one_of(("a", "b"), "letter"), "b"),
        ("{a: 1, b: 2}", lambda part: list(part.fields(required=("a",), optional=("b", "c"))), ["a", "b"]),
    ],
)
def test_what_is_right_is_read(text: str, read: Read, found: object) -> None:
    assert read(document(text)) == found


@pytest.mark.parametrize(
    ("text", "read", "problem"),
    [
        ("\n[a]", MarkedYaml.text, "2: one word is expected here"),
        ("' '", MarkedYaml.text, "1: a word is missing here"),
        ("a:\nb: 1", lambda part: part.entries()["a"].text(), "1: a word is missing here"),
        ("a:", lambda part: part.entries()["a"].possibly_empty_text(), "1: a word is missing here"),
        ("yes", MarkedYaml.flag, "1: unknown flag `yes`: known are `false`, `true`"),
        ("\n'true'", MarkedYaml.flag, "2: `true` stands in quotes, which make a text of it: write it without"),
        ('"false"', MarkedYaml.flag, "1: `false` stands in quotes, which make a text of it: write it without"),
        ("'yes'", MarkedYaml.flag, "1: unknown flag `yes`: known are `false`, `true`"),
        ("five", MarkedYaml.number, "1: a number is expected here"),
        ("-5", MarkedYaml.whole_number, "1: a whole number is expected here"),
        ("5.0", MarkedYaml.whole_number, "1: a whole number is expected here"),
        ("soon", MarkedYaml.instant, "1: a date or time in ISO 8601 is expected here"),
        ("0001-01-01T00:00:00+14:00", MarkedYaml.instant, "1: a date or time in ISO 8601 is expected here"),
        (
            "2026-01-01T08:00:00",
            MarkedYaml.instant,
            "1: `2026-01-01T08:00:00` needs the zone of its time of day, as `Z` or `+07:00`",
        ),
        (
            "2026-01-01 08:00",
            MarkedYaml.instant,
            "1: `2026-01-01 08:00` needs the zone of its time of day, as `Z` or `+07:00`",
        ),
        (
            "\n2569-01-01",
            MarkedYaml.instant,
            "2: `2569-01-01`: the year 2569 looks like the Buddhist era: write 2026, of the common era",
        ),
        (
            "2400-01-01T00:00:00+07:00",
            MarkedYaml.instant,
            "1: `2400-01-01T00:00:00+07:00`: the year 2400 looks like the Buddhist era: write 1857, of the common era",
        ),
        (
            "9999-12-31",
            MarkedYaml.instant,
            "1: `9999-12-31`: the year 9999 lies too far ahead: years before 2400 are taken",
        ),
        ("9" * 5_000, MarkedYaml.whole_number, "1: must be from 0 to 2147483647"),
        ("2147483648", MarkedYaml.whole_number, "1: must be from 0 to 2147483647"),
        ("a", MarkedYaml.items, "1: a list is expected here"),
        ("- a", MarkedYaml.entries, "1: words with values are expected here"),
        ("a: 1\na: 2", MarkedYaml.entries, "2: `a` stands here twice"),
        ("[x]: 1", MarkedYaml.entries, "1: one word is expected here"),
        ("a: 1\nnmae: 2", lambda part: part.entries(("a", "name")), "2: unknown word `nmae`, did you mean `name`?"),
        (
            "opem",
            lambda part: part.one_of(("open", "closed"), "profile", guess=False),
            "1: unknown profile `opem`: known are `closed`, `open`",
        ),
        ("a: 1", lambda part: part.fields(required=("a", "b")), "1: `b` is missing"),
        ("a: 1", lambda part: part.fields(required=("c", "a", "b"), optional=("d",)), "1: `c`, `b` are missing"),
        ("b: 1", lambda part: part.fields(required=("a",)), "1: unknown word `b`"),
        ("- a\n- a", lambda part: part.words(("a",), "letter"), "2: `a` stands here twice"),
        ("- a\n- alfa", lambda part: part.words(("alpha",), "letter"), "1: unknown letter `a`"),
        ("x", lambda part: part.fail("is odd"), "1: is odd"),
    ],
)
def test_what_is_wrong_is_the_callers_error_at_its_line(text: str, read: Read, problem: str) -> None:
    with pytest.raises(WrongError) as caught:
        read(document(text))
    assert str(caught.value) == f"a.yml:{problem}"


@pytest.mark.usefixtures("loader")
def test_a_blank_word_is_known_and_a_plain_one_where_it_ends() -> None:
    text = 'a:\nb: ""\nc: [x]\nd: ជួន  # remark\ne: "x"\nf: |\n  x'
    assert [name for name, part in document(text).entries().items() if part.is_blank] == ["a", "b"]
    found = [(part.line, part.plain_end) for part in written_parts(text)]
    assert found[:7] == [(1, None), (1, (1, 1)), (1, (1, 2)), (2, (2, 1)), (2, None), (3, (3, 1)), (3, None)]
    assert found[7:] == [(3, (3, 5)), (4, (4, 1)), (4, (4, 6)), (5, (5, 1)), (5, None), (6, (6, 1)), (6, None)]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("a: !third floor\nb: !12\nc: ! x\nd: !!str 12", ["!"] * 4),
        ("a: &her Min\nb: *her\nc: &d [x]", ["&", "*", "&"]),
        ("!x a: [!y Ko]\nb: !m {c: d}", ["!"] * 3),
        ('a: "!x"\nb: Tom & Co!\nc: |\n  !x &y *z\nd: 5*4', []),
    ],
)
def test_signs_in_front_of_a_part_are_told(text: str, signs: list[str]) -> None:
    assert [part.sign for part in written_parts(text) if part.sign is not None] == signs


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: is empty"),
        ("# nothing", "1: is empty"),
        ("a: 1\nb: c: d", "2: is not YAML: mapping values are not allowed"),
        ("a: [1\nb: 2", "2: is not YAML: "),
        ("a: *b", "1: is not YAML: found undefined alias"),
        ("a: 1\n---\nb: 1", "2: is not YAML: but found another document"),
        ("a: \x01", "1: is not YAML"),
        ("a:\n\tb: 1", "2: is not YAML: a tab stands where YAML takes spaces"),
        ("a:\r\n  b: 1\r\n\tc: 2", "3: is not YAML: a tab stands where YAML takes spaces"),
        ("[" * 5_000, "1: is "),
        ("a: 1\nb: &b\n  - *b", "2: an alias stands within what it repeats"),
        ("&a {b: {c: *a}}", "1: an alias stands within what it repeats"),
        ("a: &a [1, 2, 3, 4, 5]\nb: [" + "*a, " * 2_000 + "]", "2: aliases repeat more than 10000 parts here"),
    ],
)
def test_what_is_no_document_is_the_callers_error(text: str, problem: str) -> None:
    with pytest.raises(WrongError) as caught:
        document(text)
    assert str(caught.value).startswith(f"a.yml:{problem}")


def test_aliases_are_read_where_they_stand() -> None:
    parts = document("a: &a {x: [1]}\nb: *a\nc: [*a, *a]").entries()
    assert [p.entries()["x"].items()[0].text() for p in (parts["b"], *parts["c"].items())] == ["1", "1", "1"]


def test_aliases_of_aliases_are_refused_before_they_are_read() -> None:
    """Thirty lines, each of which repeats the one above ten times: read part by part they take longer than there is."""
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30))]
    started = process_time()
    with pytest.raises(WrongError, match=r"^a\.yml:5: aliases repeat more than 10000 parts here$"):
        document("\n".join(lines))
    assert process_time() - started < 1


def test_a_file_is_read_with_or_without_its_mark_of_utf_8(tmp_path: Path) -> None:
    for name, content in (("with.yml", b"\xef\xbb\xbfa: 1"), ("without.yml", b"a: 1")):
        (tmp_path / name).write_bytes(content)
        assert read_marked_yaml(tmp_path / name, WrongError).entries()["a"].text() == "1"


def test_a_file_that_cannot_be_read_is_the_callers_error(tmp_path: Path) -> None:
    (tmp_path / "thai.yml").write_bytes(b"a: 1\nb: " + "ไทย".encode("cp874"))
    with pytest.raises(WrongError, match=r"^thai\.yml:2: is not UTF-8$"):
        read_marked_yaml(tmp_path / "thai.yml", WrongError)
    with pytest.raises(WrongError, match=r"^none\.yml:0: cannot be read: no such file or directory$"):
        read_marked_yaml(tmp_path / "none.yml", WrongError)


def test_plain_values_are_those_of_yaml_and_make_no_objects() -> None:
    assert plain_yaml("a: [1, 2.5, true, null, x]") == {"a": [1, 2.5, True, None, "x"]}
    with pytest.raises(yaml.YAMLError):
        plain_yaml("!!python/object/apply:os.getcwd []")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@pytest.mark.usefixtures("loader")
def test_words_and_order_come_back_as_they_were_written() -> None:
    @given(st.dictionaries(WORDS, st.lists(WORDS, max_size=3), max_size=4))
    def law(data: dict[str, list[str]]) -> None:
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_style='"')
        found = {name: [item.text() for item in part.items()] for name, part in document(text).entries().items()}
        assert found == data
        assert list(found) == list(data)

    law()
