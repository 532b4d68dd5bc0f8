"""Laws that hold for every value type and any text."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.values import VALUE_TYPES, NormalisedValue, UnknownValueTypeError, ValueStatus, ValueType, normalise
from tests.examples import examples
from tests.graph.values.encoders import ADDRESSES
from tests.graph.values.tables import Input, read_cases

TYPES = sorted(VALUE_TYPES)
SEEDS: dict[str, list[Input]] = {t: [] for t in TYPES}
SEEDS["wallet"] += [Input(raw=address, country=None, hints={}) for _, address, _ in ADDRESSES]
for _value_type, _case in read_cases():
    SEEDS[_value_type].append(_case.given)
COUNTRIES = st.sampled_from(
    [None, "TH", "KH", "LA", "MM", "VN", "MY", "SG", "ID", "PH", "CN", "HK", "US", "th", "ZZ", ""]
)
HINT_NAMES = ["bank", "chain", "type", "platform", "province", "currency"]
HINT_WORDS = [
    "KBANK",
    "004",
    "BTC",
    "passport",
    "national-id",
    "imsi",
    "telegram",
    "line",
    "whatsapp",
    "ตาก",
    "thb",
    "ก็",
]
HINTS = st.dictionaries(st.sampled_from(HINT_NAMES), st.sampled_from(HINT_WORDS) | st.text(max_size=8), max_size=3)

# Texts near to real values reach more than texts at random.
PIECES = """
0 1 2 5 7 66 081 1962 2505 12 31 + - / . , : ; @ # ( ) ' ° N E ๑ ๒ ០ ၁ １ T Z 0x 0X bc1 bc1q tb1p ltc1 r 1 3 L D
abcdef ABC a A e wa.me/ t.me/ tel: https:// hxxp:// [.] [at] .com .th ?a=1 &utm_x=2 %41 %zz %e0 มกราคม ม.ค. พ.ศ. jan
circa to กข กรุงเทพมหานคร ตาก mcc mnc lac ci THB ฿ $ ล้าน บาท GB82 WEST S1234567D ก ั ់ ် ß İ ŉ ΐ ǰ ﬀ Ⅷ ² ½ 国 中国 😀
"""
INVISIBLE = [" ", "\u200b", "\u202e", "\n", "\x00", "\ud800", "\u0345", "\u0300"]
PIECE = st.sampled_from(PIECES.split()) | st.sampled_from(INVISIBLE) | st.text(max_size=2)
SHAPED = st.lists(PIECE, max_size=14).map("".join)
TEXTS = SHAPED | st.text(max_size=40)


@st.composite
def near_cases(draw: st.DrawFn, value_type: str) -> Input:
    """Draw a case of the tables with none, one or two places of it changed."""
    seed = draw(st.sampled_from(SEEDS[value_type]))
    raw = seed.raw
    for _ in range(draw(st.sampled_from((0, 1, 1, 2)))):
        start = draw(st.integers(0, len(raw)))
        raw = raw[:start] + draw(PIECE | st.just("")) + raw[start + draw(st.integers(0, 2)) :]
    return Input(raw=raw, country=draw(st.just(seed.country) | COUNTRIES), hints=draw(st.just(seed.hints) | HINTS))


def inputs(value_type: str) -> st.SearchStrategy[Input]:
    anything = st.builds(Input, raw=TEXTS, country=COUNTRIES, hints=HINTS)
    return near_cases(value_type) | anything


@pytest.mark.parametrize("value_type", TYPES)
@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_any_text_gives_a_value_that_keeps_it_and_explains_itself(value_type: str, data: st.DataObject) -> None:
    given_input = data.draw(inputs(value_type))
    result = normalise(value_type, given_input.raw, country=given_input.country, hints=given_input.hints)
    assert result.raw == given_input.raw
    assert (result.reason is None) == (result.status is ValueStatus.VALID)
    assert result.type
    if result.status is ValueStatus.VALID:
        assert result.value
    if result.status not in (ValueStatus.VALID, ValueStatus.POSSIBLE):
        assert result.key is None


@pytest.mark.parametrize("value_type", TYPES)
@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_normalising_a_valid_value_again_changes_nothing(value_type: str, data: st.DataObject) -> None:
    given_input = data.draw(inputs(value_type))
    first = normalise(value_type, given_input.raw, country=given_input.country, hints=given_input.hints)
    if first.status is ValueStatus.VALID:
        # A link names its platform, and a label what 15 digits are; the name and the digits alone do not.
        told = {"handle": "platform", "device": "type"}.get(value_type)
        hints = given_input.hints | ({told: first.type} if told is not None else {})
        again = normalise(value_type, str(first.value), country=given_input.country, hints=hints)
        assert (again.value, again.status, again.key) == (first.value, first.status, first.key)


@settings(max_examples=examples(200), deadline=None)
@given(number=st.integers(0, 99_999_999), spaces=st.sampled_from(["", " ", "-", ".", "\u200b", "\u202c"]))
def test_every_way_to_write_a_thai_mobile_number_has_one_key(number: int, spaces: str) -> None:
    digits = f"8{number:08}"
    thai = digits.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    forms = [f"0{digits}", f"+66{digits}", f"0066{digits}", f"66{digits}", f"๐{thai}", f"+66 (0) {digits}"]
    forms.append(f"0{digits[:2]}{spaces}{digits[2:5]}{spaces}{digits[5:]}")
    results = [normalise("phone", f, country="TH") for f in forms]
    assert {(r.value, r.key) for r in results} == {(f"+66{digits}", f"tel:+66{digits}")}


IDENTIFIERS = ["phone", "account", "document", "device", "plate"]


@pytest.mark.parametrize("value_type", IDENTIFIERS)
@settings(max_examples=examples(100), deadline=None)
@given(number=st.integers(0, 10**15 - 1), point=st.sampled_from([".0", ".00", ",00"]), country=COUNTRIES, hints=HINTS)
def test_a_number_that_a_program_wrote_with_decimals_is_that_number(
    value_type: str, number: int, point: str, country: str | None, hints: dict[str, str]
) -> None:
    raws = (str(number), f"{number}{point}")
    whole, written = (normalise(value_type, raw, country=country, hints=hints) for raw in raws)
    assert replace(written, raw=whole.raw) == whole


@pytest.mark.parametrize("value_type", IDENTIFIERS)
@settings(max_examples=examples(100), deadline=None)
@given(number=st.integers(10**6, 10**19), cents=st.integers(1, 99), country=COUNTRIES, hints=HINTS)
def test_a_number_with_other_decimals_is_nobodys_identifier(
    value_type: str, number: int, cents: int, country: str | None, hints: dict[str, str]
) -> None:
    result = normalise(value_type, f"{number}.{cents:02}", country=country, hints=hints)
    assert (result.value, result.status, result.key) == (None, ValueStatus.INVALID, None)


@pytest.mark.parametrize("value_type", IDENTIFIERS)
@settings(max_examples=examples(100), deadline=None)
@given(number=st.integers(10**6, 10**18), digits=st.integers(0, 5), comma=st.booleans(), country=COUNTRIES, hints=HINTS)
def test_a_number_that_a_spreadsheet_shortened_is_nobodys_identifier(
    value_type: str, number: int, digits: int, *, comma: bool, country: str | None, hints: dict[str, str]
) -> None:
    raw = f"{number:.{digits}E}".replace(".", "," if comma else ".")
    result = normalise(value_type, raw, country=country, hints=hints)
    assert (result.value, result.status, result.key) == (None, ValueStatus.INVALID, None)
    assert str(result.reason).endswith("a spreadsheet shortened the number")


@pytest.mark.parametrize("value_type", TYPES)
@pytest.mark.parametrize(
    "raw",
    ["a" * 10_001, "1" * 10_001, "\x00", "x\x07", "\ud800", "\udc00a", "", " ", "\n\t", "\u200b\u200e"],
    ids=["letters", "digits", "null", "bell", "high", "low", "empty", "space", "breaks", "invisible"],
)
def test_damaged_empty_and_endless_texts_are_invalid_with_a_reason(value_type: str, raw: str) -> None:
    result = normalise(value_type, raw, country="TH")
    assert (result.raw, result.value, result.status, result.key) == (raw, None, ValueStatus.INVALID, None)
    assert result.reason
    assert result.reason == result.reason.strip(".")
    assert result.reason[:1].islower() or result.reason[:1].isdigit()


@pytest.mark.parametrize("value_type", TYPES)
@pytest.mark.parametrize(
    "unit", ["1", "a", "A", ",", ".", " 1", "-", "(", "0x", "%", "ก", "1a", "1,", "a.", "@", "/..", "&a", "[.]"]
)
def test_the_longest_texts_are_read_in_little_time(value_type: str, unit: str) -> None:
    for length in (300, 4_000, 10_000):
        raw = (unit * 10_000)[:length]
        start = time.process_time()
        normalise(value_type, raw, country="TH")
        assert time.process_time() - start < 1.0


def test_an_unknown_value_type_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownValueTypeError, match=r"unknown value type `phones`, did you mean `phone`\?") as caught:
        normalise("phones", "1193")
    assert caught.value.name == "phones"


def test_members_and_their_texts_mean_the_same() -> None:
    assert {str(t) for t in ValueType} == VALUE_TYPES
    for value_type in ValueType:
        assert normalise(value_type, "1193") == normalise(str(value_type), "1193")


def test_values_are_immutable_and_compare_by_content() -> None:
    one, other = normalise("phone", "081 234 5678", country="TH"), normalise("phone", "081 234 5678", country="TH")
    assert one == other
    assert isinstance(one, NormalisedValue)
    with pytest.raises(AttributeError):
        one.value = "x"  # type: ignore[misc]  # what is tested is that it cannot be set


@given(
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 2_900), st.integers(0, 14), st.integers(0, 33)),
    st.sampled_from([None, "TH", "TW", "JP", "IR", "NP", "ET", "US", "ir"]),
    st.sampled_from([{}, {"of": "event"}]),
)
def test_a_day_in_iso_form_is_what_it_is_with_spaces_around_it(
    text: str, country: str | None, hints: dict[str, str]
) -> None:
    """A day alone is read by a way of its own, what stands in spaces by the one of all dates."""
    spaced = normalise("date", f" {text} ", country=country, hints=hints)
    assert normalise("date", text, country=country, hints=hints) == replace(spaced, raw=text)
