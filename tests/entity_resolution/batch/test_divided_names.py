"""Names that two lists divide otherwise between given and family name. All names and numbers are invented."""

from pathlib import Path

import pytest

from tests.entity_resolution.batch.test_record_driver import resolve

FIELDS = ("givenName", "familyName", "birthDate", "phone")
Name = tuple[str, str]


def _are_one(folder: Path, left: Name, right: Name) -> bool:
    _, labels = resolve(folder, "Person", FIELDS, [(*name, "1991-11-21", "+66812340678") for name in (left, right)])
    return labels[0] == labels[1]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("Htet Myat Naing", ""), ("Htet Myat", "Naing")),
        (("", "Htet Myat Naing"), ("Htet Myat", "Naing")),
        (("Wahyu Purnomosidi", ""), ("Wahyu", "Purnomosidi")),
        (("ထက်မြက်နိုင်", ""), ("Htet Myat", "Naing")),
        (("", "邱国栋"), ("Guodong", "Qiu")),
        (("Fatima", "Zahra Begum"), ("Fatima Zahra", "Begum")),
        (("Hafiz", "bin Osman"), ("Mohamad Hafiz", "bin Osman")),
        (("Beatrice Achieng", "Awuor"), ("Achieng Beatrice", "Awuor")),
    ],
)
def test_a_name_divided_otherwise_is_one(tmp_path: Path, left: Name, right: Name) -> None:
    assert _are_one(tmp_path, left, right)
    assert _are_one(tmp_path, right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [(("Htet Myat Naing", ""), ("Htet Myat", "Noe")), (("Thị Thu", "Bùi"), ("Thị Thu Trang", "Bùi"))],
)
def test_another_name_is_none_of_it(tmp_path: Path, left: Name, right: Name) -> None:
    assert not _are_one(tmp_path, left, right)
