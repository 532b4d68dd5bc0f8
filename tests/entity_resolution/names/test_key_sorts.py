"""The sorts of blocking keys stand as the digests in a store were made of them, and each key of a name is of one."""

from __future__ import annotations

import pytest

from entity_resolution.blocking.keys import RecordKeySort
from entity_resolution.names import organisation_name, person_name, site_name
from entity_resolution.names.key_sorts import KeySort


def test_sorts_are_written_as_the_keys_in_a_store_were() -> None:
    assert {sort.name: sort.value for sort in KeySort} == {
        "WHOLE": "w:",
        "WRITTEN": "n:",
        "SURNAME": "c:",
        "BURMESE": "b:",
        "LETTERS": "a:",
        "WORD": "t:",
        "COMBINED": "x:",
        "SYLLABLE": "s:",
        "INITIALS": "i:",
        "BEFORE_TRADES": "j:",
        "BEGINNINGS": "p:",
        "ENGLISH": "g:",
        "CONSONANTS": "l:",
        "HEAD": "h:",
        "TAIL": "e:",
        "ONSETS": "o:",
    }
    assert {sort.name: sort.value for sort in RecordKeySort} == {
        "NAME": "n:",
        "KEY": "k:",
        "NUMBER": "v:",
        "WORD": "t:",
        "BAND": "s:",
    }


@pytest.mark.parametrize(
    ("keys", "sorts"),
    [
        (person_name("Tan Wei Ming").keys, "c s w x"),
        (person_name("ထွန်းထွန်းဦး").keys, "b n w x"),
        (person_name("محمد حسن").keys, "a e h n w x"),
        (organisation_name("LD Tech Solutions").keys, "g i j p w"),
        (organisation_name("Lotusneft").keys, "e h l p t w"),
        (site_name("Pabedan Township").keys, "b e h o t w x"),
    ],
)
def test_each_key_of_a_name_is_of_a_sort(keys: frozenset[str], sorts: str) -> None:
    assert {KeySort(key[:2]).value[0] for key in keys} == set(sorts.split())
