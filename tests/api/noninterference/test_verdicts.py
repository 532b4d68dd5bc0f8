"""Findings: the first byte that differs, hidden told from absent, and runs compared without times and ids."""

from api.noninterference import Finding, Report, TimingVerdict, differences, without_ids
from api.noninterference.verdicts import Check, unlike


def test_a_difference_is_told_by_the_first_byte_that_differs() -> None:
    before = {"{ a }": b"x" * 100 + b'"one"' + b"y" * 100, "{ b }": b"same"}
    after = {"{ a }": b"x" * 100 + b'"two"' + b"y" * 100, "{ b }": b"same"}
    [found] = differences(Check.WRITE_FORM, "sg-fiu", before, after, ["kh-police files something"])
    assert found.question == "{ a }"
    assert found.before == "x" * 69 + '"' + 'one"' + "y" * 66
    assert found.after == "x" * 69 + '"' + 'two"' + "y" * 66
    assert found.done == ("kh-police files something",)
    assert str(found).startswith("write form: sg-fiu after kh-police files something: { a }")


def test_an_answer_that_ends_earlier_differs() -> None:
    [found] = differences(Check.EXPORT, "v", {"q": b"abc"}, {"q": b"ab"})
    assert (found.before, found.after) == ("abc", "ab")


def test_hidden_and_absent_are_alike_but_for_their_names() -> None:
    hidden, absent = "r-" + "a" * 32, "r-" + "b" * 32
    names = (hidden, absent)
    one = f'{{"errors":[{{"message":"no `{hidden}`"}}]}}'.encode()
    other = f'{{"errors":[{{"message":"no `{absent}`"}}]}}'.encode()
    assert unlike("v", "q", one, other, names) == []
    [found] = unlike("v", "q", b'{"data":{"judge":{"code":"FORBIDDEN"}}}', b'{"data":{"judge":null}}', names)
    assert found.check is Check.PROBE


def test_two_runs_are_compared_by_the_order_of_their_ids() -> None:
    def answer(one: str, other: str, at: str) -> bytes:
        return f'{{"id":"r-{one * 32}","other":"r-{other * 32}","again":"r-{one * 32}","at":"{at}"}}'.encode()

    first, second = "2026-11-25T10:00:00+00:00", "2026-11-25T11:11:11.123456+00:00"
    assert without_ids(answer("a", "b", first)) == without_ids(answer("c", "d", second))
    assert without_ids(answer("a", "b", first)) != without_ids(answer("a", "a", first))


def test_the_timing_law_allows_five_percent_or_a_fifth_of_a_millisecond() -> None:
    def verdict(hidden: float, absent: float) -> bool:
        return TimingVerdict(hidden_seconds=hidden, absent_seconds=absent, requests=1).is_within_bounds

    assert verdict(0.0011, 0.0010)  # 0.1 ms
    assert verdict(0.0104, 0.0100)  # 4 %
    assert not verdict(0.0107, 0.0100)
    assert not verdict(0.0010, 0.0013)


def test_a_report_names_what_was_asked_and_never_answered() -> None:
    report = Report(asked_fields={"record", "grants"}, answered_fields={"record"}, checks={Check.PROBE})
    assert report.passed
    assert report.as_json()["operationsNeverAnswered"] == ["grants"]
    report.findings.append(Finding(check=Check.PROBE, viewer="v", question="q", before="a", after="b"))
    assert not report.passed
