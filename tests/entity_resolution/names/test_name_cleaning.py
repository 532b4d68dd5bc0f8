"""Cleaning keeps what tells names apart and drops what does not."""

from __future__ import annotations

import pytest

from entity_resolution.names.scripts.cleaning import MAX_CHARACTERS, clean
from entity_resolution.names.scripts.script import Script, detect_script, script_runs


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Somchai \t Jaidee\n", "Somchai Jaidee"),
        ("Som\u200bchai\u202c", "Somchai"),
        ("\u202aMin Aung\u202c", "Min Aung"),
        ("ＡＢＣ　Ｌｔｄ", "ABC Ltd"),
        ("๑๒๓ ၄၅ ៦៧ ໘໙", "123 45 67 89"),
        ("e\u0301", "é"),
        ("เเสง", "แสง"),
        ("จํากัด", "จำกัด"),
        ("D\u2019Angelo\u2013Smith", "D'Angelo-Smith"),
        ("L\u00ea \u00d0\u00ecnh-\u00d0\u1ea1t", "L\u00ea \u0110\u00ecnh-\u0110\u1ea1t"),  # eths for the D of Vietnam
        ("\u00f0\u1ed7 m\u1ea1nh", "\u0111\u1ed7 m\u1ea1nh"),
        ("Gu\u00f0mundur GU\u00d0MUNDUR", "Gu\u00f0mundur GU\u00d0MUNDUR"),  # those of Iceland
        ("\x00\x07", ""),
        ("", ""),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize("name", ["ปี", "ปู", "กิตติ", "กัตติ", "ប៉ុង", "បឹង", "လှိုင်", "ບໍ່ແກ້ວ", "Hòa"])
def test_marks_of_a_script_stay(name: str) -> None:
    assert clean(name) == name


def test_a_very_long_name_is_cut() -> None:
    assert len(clean("ก" * 10_000)) == MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Somchai", Script.LATIN),
        ("Nguyễn", Script.LATIN),
        ("สมชาย ใจดี", Script.THAI),
        ("ທອງລຸນ", Script.LAO),
        ("ហ៊ុន សែន", Script.KHMER),
        ("မင်းအောင်", Script.MYANMAR),
        ("佘智江", Script.HAN),
        ("김정은", Script.HANGUL),
        ("محمد", Script.ARABIC),
        ("Иванов", Script.CYRILLIC),
        ("राम", Script.OTHER),
        ("KK园区", Script.MIXED),
        ("12 34", Script.OTHER),
        ("", Script.OTHER),
        ("😀", Script.OTHER),
    ],
)
def test_script(text: str, script: Script) -> None:
    assert detect_script(text) is script


def test_runs_keep_every_character_in_order() -> None:
    assert script_runs("KK园区 5") == [(Script.LATIN, "KK"), (Script.HAN, "园区 5")]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("\U0001f600 Somchai Jaidee", "Somchai Jaidee"),
        ("Somchai Jaidee \u2705", "Somchai Jaidee"),
        ("Somchai\u2764\ufe0fMalee", "Somchai Malee"),
        ("\U0001f44d\U0001f3fd", ""),
        ("\u0405\u043emchai Jaid\u0435\u0435", "Somchai Jaidee"),
        ("\u039caria \u039aallas", "Maria Kallas"),
        # A word of one alphabet stays in it, and so does one with a letter that looks like none.
        ("\u041c\u0430\u0440\u0438\u044f Jaidee", "\u041c\u0430\u0440\u0438\u044f Jaidee"),
        ("Jai\u0434ee", "Jai\u0434ee"),
        ("Acme\u00ae Ltd", "Acme\u00ae Ltd"),
    ],
)
def test_pictures_go_and_letters_that_look_latin_are_latin(raw: str, meant: str) -> None:
    assert clean(raw) == meant
