"""Other spellings of Latin names: asked for only where a word has a sign, they are those that asking always finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names import Script
from entity_resolution.names.keys.other_spellings import other_spellings
from entity_resolution.names.scripts.latin import ascii_fold, tokenise

# One word of each has a sign, and no other one has that sign.
OF_TRADITIONS = [
    "tadlc mota",  # an I read as an L
    "lyu mota",  # a Chinese surname with a spelt-out Ü
    "choi young",
    "mota chowdhury",
    "mota soetanto",
    "h mota",  # a title or a name by its letter
    "mota quluzade",
    "mota cabdi",
    "mota dadurian",
    "mota yauhen",
    "mota rajabu",
    "gianluca mota",
    "gian paolo mota",
    "mota pugatschow",
    "mota kalogeropoulos",
    "tanaka satoh",
]
PLAIN = ["somchai mota", "maria mota", "mota", "kanya thongdee"]
WORDS = sorted({word for name in (*OF_TRADITIONS, *PLAIN) for word in name.split()})
LETTERS = st.text("abcdeghiklnoprstuvxyz", min_size=1, max_size=9)


def spellings(tokens: tuple[str, ...], native: str, *, elsewhere: bool) -> list[tuple[str, ...]]:
    return list(other_spellings(tokens, native, Script.LATIN, elsewhere=elsewhere))


def always(tokens: tuple[str, ...], native: str, *, elsewhere: bool) -> list[tuple[str, ...]]:
    """Return the same where every word is taken to have a sign."""
    with pytest.MonkeyPatch.context() as asked:
        asked.setattr("entity_resolution.names.keys.other_spellings._has_sign", lambda _: True)
        return spellings(tokens, native, elsewhere=elsewhere)


@pytest.mark.parametrize("name", OF_TRADITIONS)
def test_a_name_of_which_a_word_has_a_sign_is_spelt_otherwise_as_well(name: str) -> None:
    tokens = tuple(name.split())
    found = spellings(tokens, name, elsewhere=True)
    assert found
    assert found == always(tokens, name, elsewhere=True)


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_without_a_sign_is_spelt_as_it_is(name: str) -> None:
    tokens = tuple(name.split())
    assert spellings(tokens, name, elsewhere=True) == always(tokens, name, elsewhere=True) == []


@given(st.lists(st.sampled_from(WORDS) | LETTERS, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_whether_a_word_has_a_sign_changes_no_spelling(words: list[str], elsewhere: bool, turned: bool) -> None:
    tokens = tuple(words)
    native = " ".join(reversed(words) if turned else words)
    assert spellings(tokens, native, elsewhere=elsewhere) == always(tokens, native, elsewhere=elsewhere)


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=20))
def test_letters_beyond_ascii_change_no_word_of_a_text(text: str) -> None:
    """Texts in ASCII are split by a table, others by a pattern."""
    folded = ascii_fold(text)
    behind = tokenise(f"{folded} é")
    assert behind == (*tokenise(folded), "é")
