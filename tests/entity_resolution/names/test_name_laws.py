"""Laws that hold for any text: nothing raises, comparison is symmetric, equal names are exact, titles do not matter."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entity_resolution.names import (
    NameForm,
    NameKind,
    NameLevel,
    compare_names,
    organisation_name,
    person_name,
    site_name,
)
from entity_resolution.names.keys.key_budget import MAX_KEYS
from tests.examples import examples

_READERS: dict[NameKind, Callable[[str], NameForm]] = {
    NameKind.PERSON: person_name,
    NameKind.ORGANISATION: organisation_name,
    NameKind.SITE: site_name,
}
_LETTERS = "abkz ñễđ กขงจฐณรวัิีุ์เแไ ກຂງຈັິູຽ កខងជ្ិុំ៉៊ ကခမင်္ွှျိုး 王陈志明 محمد Иван 1๑၁ .,-'()\u200b\u202e\x00😀"
names = st.text(alphabet=_LETTERS, max_size=30) | st.text(max_size=30)
kinds = st.sampled_from(list(NameKind))


@settings(max_examples=examples(300), deadline=None)
@given(names, names, kinds)
def test_any_two_texts_compare_the_same_both_ways(left: str, right: str, kind: NameKind) -> None:
    one, other = _READERS[kind](left), _READERS[kind](right)
    forth, back = compare_names(one, other, kind), compare_names(other, one, kind)
    assert forth.similarity == pytest.approx(back.similarity)
    assert forth.bits == pytest.approx(back.bits)
    assert forth.level is back.level
    assert 0.0 <= forth.similarity <= 1.0
    assert -10.0 <= forth.bits <= 14.0


@settings(max_examples=examples(200), deadline=None)
@given(names, kinds)
def test_a_name_is_exactly_itself(name: str, kind: NameKind) -> None:
    form = _READERS[kind](name)
    compared = compare_names(form, form, kind)
    assert compared.level is (NameLevel.EXACT_NATIVE if form.native else NameLevel.DIFFERENT)
    assert len(form.keys) <= MAX_KEYS
    assert len(form.latin) <= 6


@settings(max_examples=examples(100), deadline=None)
@given(
    st.sampled_from(["Mr ", "Dr. ", "Datuk Seri ", "Tan Sri ", "Lok Srey ", "Neak Oknha ", "Haji "]),
    st.sampled_from(["Somchai Jaidee", "Aung Kyaw Moe", "Lim Wee Chai", "Sok Dara", "Ahmad Zaki", "Nguyễn Văn Hùng"]),
)
def test_a_title_changes_nothing(title: str, name: str) -> None:
    with_title, without = person_name(title + name), person_name(name)
    assert compare_names(with_title, without, NameKind.PERSON).level is NameLevel.EXACT_NATIVE
    assert with_title.keys == without.keys


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Keep Python from looking for garbage: through all that a session keeps of names that takes a second or two."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("text", ["ก", "กิ", "្", "ကျွ", "王", "a ", "အောင် ", "ระ", "ណ្ណ", "😀", "\u0300"])
@pytest.mark.parametrize("kind", list(NameKind))
def test_ten_thousand_characters_take_bounded_time(text: str, kind: NameKind) -> None:
    raw = (text * 10_000)[:10_000]
    started = process_time()
    form = _READERS[kind](raw)
    compare_names(form, _READERS[kind](raw[1:] + "x"), kind)
    assert process_time() - started < 2.0
    assert len(form.keys) <= MAX_KEYS
