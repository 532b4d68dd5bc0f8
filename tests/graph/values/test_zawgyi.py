"""Burmese in Zawgyi is read as Unicode, and what is or may be Unicode is left alone. All names are invented."""

import csv
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ValueStatus, normalise, zawgyi_in_unicode
from graph.values.zawgyi import READ_FROM_ZAWGYI, is_zawgyi
from tests.environment_names import ROOT
from tests.graph.values.zawgyi_writing import in_zawgyi

CASES = Path(__file__).parent / "cases" / "zawgyi.tsv"
WRITTEN = [
    (zawgyi, unicodedata.normalize("NFC", text))
    for zawgyi, text in csv.reader(CASES.read_text(encoding="utf-8").splitlines(), "excel-tab")
]
UNICODE_WORDS = """
မောင်မောင်ကျော် သီရိအောင် ခင်မြင့်ဝင်း အေးအေးသန်း တင်မောင်ဦး ဇော်မင်းထွဋ် ဖြူဖြူသင်း စန်းစန်းမြင့် ကိုကိုလွင်
လှိုင်ဘွားအောင် ညွန့်ညွန့်ရွှေ နန်းမွေကျင် စိုင်းလောင်ခမ်း ဗိုလ်မှူးကောင်းဆက် ပြည့်ဖြိုးဟိန်း ဝဏ္ဏကျော် မေသူဇာလွင်
ထက်အောင်ရှိန် အောင်မြတ်သွင် ရဲရင့်နောင် ရွှေတြိဂံလမ်း မူဆယ်မြို့နယ် ကော့သောင်း ထားဝယ်မြို့ ပုသိမ်မြို့ ဘားအံမြို့နယ်
ကယားပြည်နယ် ရှမ်းပြည်နယ် ဧရာဝတီတိုင်းဒေသကြီး စစ်ကိုင်း တောင်ကြီးမြို့ ကျိုင်းတုံ မင်္ဂလာဈေး ကမ္ဘာအေးစေတီလမ်း
အင်းစိန် လှိုင်သာယာ ရွှေပြည်သာ တံတားကြီး ဆေးရုံကြီး စက်ရုံဝင်း ကုမ္ပဏီလီမိတက် ပွဲစားဝင်းဦး
"""
UNICODE = UNICODE_WORDS.split()
SENTENCES = [
    "ကုမ္ပဏီတွင် အလုပ်သမား အမြန်လိုအပ်နေပါသည်။",
    "လစာ ၁၅၀၀၀၀၀ ကျပ် နေစရာ စားစရိတ် ငြိမ်း",
    "ထိုင်းနိုင်ငံ မဲဆောက်မြို့သို့ လိုက်ပို့ပေးမည်။",
    "အင်္ဂလိပ်စကား ပြောနိုင်သူ ဦးစားပေးမည်",
    "သူ့ကို ခြံဝင်းထဲမှာ ပိတ်လှောင်ထားတယ်။",
    "ဆက်သွယ်ရန် ဖုန်းနံပါတ်များ",
    "ပတ်စပို့ စာအုပ်ကို သိမ်းထားလိုက်ကြတယ်",
    "ရွှေကုက္ကိုလ်မြို့သစ် စီမံကိန်း အပိုင်း (၂)",
    "မန္တလေးတွင် အရောင်းဝန်ထမ်း ၁၀ ဦး ခေါ်ယူသည်",
]
BOTH = [*WRITTEN, *((in_zawgyi(text), text) for text in UNICODE + SENTENCES)]
# Words that are written alike in both, or whose letters are of words in both: လွ is lwa or hla.
EITHER = ["စုစု", "မာမာ", "လွလွ", "ကေလး", "ကုမၸဏီ", "ရြာ", "မဂၤလာ", "ဝဏၰ", "ကန္သာ", "၁၂၃", "-ေ", "ေ"]
# Shan, Mon, Karen (Sgaw and Pwo), Pa'o, Kayah, Palaung, Khamti; Pali and Sanskrit in Burmese letters.
NEIGHBOURS = (
    """
ၸဝ်ႈၶမ်း|လိၵ်ႈတႆး|မိူင်းတႆး|ၵူၼ်းမိူင်း|ၼၢင်းၶမ်းဢုၼ်ႇ|ၸၢႆးလႅင်း|မႂ်ႇသုင်ၶႃႈ|ဝဵင်းတႃႈၶီႈလဵၵ်း|ႁဝ်းႁၵ်ႉတႆး|ပၢင်ႇလူင်း|သေၸေႈ
ဘာသာမန်|ဍုင်မန်|သၟိၚ်ရာဇာဓိရာတ်|ကၠောန်ဗဒှ်|မတ်မလီု|ဂကူမန်|ညးကျာ်|လိက်ပတ်|ပ္ဍဲဍုၚ်|ဍာ်ပၠဲ|ၜိုတ်|အာကာဲမန်
ကညီကျိာ်|ပှၤကညီဖိ|ကွၢ်ထံခီဖျိ|သးညၢ်ထီၣ်|နီၢ်မူ|စီၤသးဂ့ၤ|တၢ်မၤစၢၤ|ဖၠုံလိဂ်|ဖၠုံယှံဂ်|ခၠံဖၠုံ
ပအိုဝ်ႏ|တောင်ႏသူႏ|ခမ်းထီ|ကၺ|ကၸ|ပၺ|ကႃႁ|တႃႇဢၢင်း|ရူမၢႆႏ
ဗုဒ္ဓံ သရဏံ ဂစ္ဆာမိ|ဓမ္မော|သံဃော|ပညာ|ဥက္ကဋ္ဌ|သမ္မာသမ္ဗုဒ္ဓဿ|အဿသုနု|ၐာန္တိ|ဝိဇ္ဇာဓိုရ်
ကျွန်ုပ်|ယောက်ျား|လက်ျာ|ဪ|ဣန္ဒြေ|ဧည့်သည်|၎င်း|ဝယ်၏|နှင့်|အဖြစ်၌
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def _texts_of_the_tables() -> list[str]:
    """Return the Burmese words of all tables of names and places."""
    found: set[str] = set()
    for path in sorted((ROOT / "entity_resolution").rglob("*.tsv")):
        for text in re.findall("[\u1000-\u109f\uaa60-\uaa7f]+", path.read_text(encoding="utf-8")):
            found.add(unicodedata.normalize("NFC", text))
    # Parts of syllables, of which the tables of sounds are made, are no texts.
    return sorted(text for text in found if re.match("[\u1000-\u102a]", text) and "\u1039" not in (text[-1], text[0]))


TABLES = _texts_of_the_tables()


@pytest.mark.parametrize(("zawgyi", "text"), BOTH)
def test_a_text_in_zawgyi_is_read_as_its_unicode(zawgyi: str, text: str) -> None:
    assert zawgyi != text
    assert unicodedata.normalize("NFC", zawgyi_in_unicode(zawgyi)) == text
    assert zawgyi_in_unicode(text) == text


def test_the_labelled_set_has_more_than_a_hundred_texts() -> None:
    assert len({zawgyi for zawgyi, _ in BOTH}) == len(BOTH) > 100


@pytest.mark.parametrize("text", [*EITHER, *NEIGHBOURS])
def test_what_is_or_may_be_unicode_is_left_alone(text: str) -> None:
    assert zawgyi_in_unicode(text) == text


def test_no_word_of_the_tables_is_taken_for_zawgyi() -> None:
    assert len(TABLES) > 400
    assert [text for text in TABLES if zawgyi_in_unicode(text) != text] == []


def test_every_word_of_the_tables_is_read_from_zawgyi_or_left_as_it_is() -> None:
    left = wrong = 0
    for text in TABLES:
        written = in_zawgyi(text)
        read = unicodedata.normalize("NFC", zawgyi_in_unicode(written))
        left += read != text and zawgyi_in_unicode(written) == written
        wrong += read != text and zawgyi_in_unicode(written) != written
    assert wrong == 0
    assert left < 0.15 * len(TABLES)


@given(
    st.lists(st.sampled_from([text for _, text in BOTH] + NEIGHBOURS), min_size=1, max_size=6),
    st.sampled_from(["", " ", "၊ ", "\n", "\u200b"]),
)
def test_unicode_in_any_order_is_left_alone(texts: list[str], between: str) -> None:
    text = between.join(texts)
    assert zawgyi_in_unicode(text) == text


@given(
    st.lists(st.sampled_from(UNICODE + SENTENCES), min_size=1, max_size=6),
    st.lists(st.integers(0, 3), min_size=1, max_size=7).map(tuple),
)
def test_what_is_written_in_any_forms_of_zawgyi_is_read_or_left_as_it_is(
    texts: list[str], forms: tuple[int, ...]
) -> None:
    text = " ".join(texts)
    written = in_zawgyi(text, forms)
    assert unicodedata.normalize("NFC", zawgyi_in_unicode(written)) in (text, written)


@given(st.text(st.characters(min_codepoint=0x1000, max_codepoint=0x109F) | st.sampled_from(" \na\u200b"), max_size=30))
def test_a_text_that_was_read_is_no_zawgyi_any_more(text: str) -> None:
    once = zawgyi_in_unicode(text)
    assert zawgyi_in_unicode(once) == once


def test_a_text_of_both_is_told_line_by_line() -> None:
    zawgyi, text = WRITTEN[-2]
    assert zawgyi_in_unicode(f"{zawgyi}\n{text}\nTel. 09 420 123") == f"{text}\n{text}\nTel. 09 420 123"
    assert zawgyi_in_unicode(f"{zawgyi} {text}") == f"{zawgyi} {text}"


def test_zero_width_signs_hide_nothing() -> None:
    assert zawgyi_in_unicode("\u200bေအာင္\u200bဆန္း") == "အောင်ဆန်း"
    assert not is_zawgyi("က\u200bေလး")


@pytest.mark.parametrize("value_type", ["name", "text"])
def test_a_value_says_that_it_was_read_from_zawgyi_and_keeps_what_was_filed(value_type: str) -> None:
    zawgyi, text = WRITTEN[0]
    found = normalise(value_type, zawgyi)
    assert (found.raw, found.value, found.status) == (zawgyi, text, ValueStatus.POSSIBLE)
    assert found.reason == READ_FROM_ZAWGYI
    assert normalise(value_type, text).status is ValueStatus.VALID


def test_signs_of_zawgyi_are_no_digits() -> None:
    assert normalise("name", "ဝင္းမင္းသန္႔").value == unicodedata.normalize("NFC", "ဝင်းမင်းသန့်")
    assert normalise("text", "အမွတ္ ၁၂").value == "အမှတ် 12"


def test_a_text_of_any_length_is_read_in_time() -> None:
    started = time.perf_counter()
    for piece in ("ေ", "္", "ေက", "ျ", "ၤ", "ေအာင္", "က်", "ိ"):
        zawgyi_in_unicode("ေအာင္" + piece * 5_000)
    assert time.perf_counter() - started < 5
