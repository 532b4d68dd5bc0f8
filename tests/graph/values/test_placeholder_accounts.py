"""Words that stand where no account, number or sender is known have no key anywhere, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ValueStatus, normalise, platforms
from graph.values.nameless.placeholder_names import _WORDS as NAMES
from graph.values.placeholder_accounts import _WORDS, is_placeholder_account
from graph.values.word_lists import listed

OWN = sorted(listed(_WORDS))
WORDS = sorted({*OWN, *listed(NAMES)})
PLATFORMS = [*platforms(), "whatsapp", "zalo", "Some New App", ""]
CASES = [str.lower, str.upper, str.title]


@given(
    word=st.sampled_from(OWN) | st.sampled_from(WORDS),
    platform=st.sampled_from(PLATFORMS),
    case=st.sampled_from(CASES),
    before=st.sampled_from(["", "@", "ID: ", "(", " "]),
    between=st.sampled_from([" ", "_", ".", "-"]),
)
def test_a_word_for_none_is_nobodys_account(word: str, platform: str, case: object, before: str, between: str) -> None:
    assert callable(case)
    raw = before + (case(word).replace(" ", between) if word in OWN else case(word))
    result = normalise("handle", raw, country="TH", hints={"platform": platform} if platform else {})
    assert result.key is None
    assert result.status is not ValueStatus.VALID


@given(
    word=st.sampled_from(WORDS), case=st.sampled_from(CASES), country=st.sampled_from(["TH", "KH", "VN", "PH", None])
)
def test_a_word_for_none_is_neither_a_number_nor_a_senders_name(word: str, case: object, country: str | None) -> None:
    assert callable(case)
    result = normalise("phone", case(word), country=country)
    assert (result.value, result.key, result.status) == (None, None, ValueStatus.INVALID)


@pytest.mark.parametrize(
    "name",
    [
        *("nana", "nina", "tidar", "notsure88", "user1990", "girl88", "private_jet", "hidden_valley", "mr.none"),
        *("deletedscenes", "lineman", "jinbei_hr88", "boss", "admin_pp", "khong88", "phone_shop", "yesica", "linda"),
    ],
)
def test_a_name_that_holds_such_a_word_may_be_somebodys(name: str) -> None:
    assert not is_placeholder_account(name)
    assert normalise("handle", name, hints={"platform": "instagram"}).key == f"handle:instagram:{name}"


@pytest.mark.parametrize("platform", ["unknown", "Other", "N/A", "-", "อื่นๆ", "其他", "social media", "không rõ", "?"])
def test_a_word_for_no_platform_makes_no_key(platform: str) -> None:
    result = normalise("handle", "jinbei_hr88", hints={"platform": platform})
    assert (result.value, result.status, result.key) == ("jinbei_hr88", ValueStatus.POSSIBLE, None)
    of_link = normalise("handle", "https://t.me/jinbei_hr88", hints={"platform": platform})
    assert of_link.key == "handle:telegram:jinbei_hr88"
