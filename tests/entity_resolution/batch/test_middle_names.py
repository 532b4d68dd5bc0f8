"""Middle names in a field of their own: in full, by initials, in part or left out. All names are invented."""

from pathlib import Path

import numpy as np
import pytest

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import UNKNOWN, Dictionary, FieldPairs
from entity_resolution.batch.middle_names import middle_name_levels
from entity_resolution.errors import BatchMappingError
from tests.entity_resolution.batch.test_record_driver import resolve

Name = tuple[str, str, str]
FIELDS = ("givenName", "middleName", "familyName", "birthDate", "phone", "email")
BORN = "1987-03-04"


def _level(left: Name, right: Name) -> str:
    """Return the level of two people's middle names; a name is given, middle and family name, empty where unknown."""
    values = sorted({*left, *right} - {""})
    dictionary = Dictionary(values)
    codes = [[np.array([values.index(n) if n else UNKNOWN], np.int32) for n in name] for name in (left, right)]
    given, middle, family = (
        FieldPairs(dictionary=dictionary, left=one, right=other) for one, other in zip(*codes, strict=True)
    )
    found = int(middle_name_levels((middle, family, given), 1)[0])
    return "unknown" if found == UNKNOWN else LEVELS[Comparator.MIDDLE_NAME][found]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("paul", "paul", "equal"),
        ("paul", "p", "part"),
        ("paul james", "p j", "part"),
        ("paul james", "james", "part"),
        ("paul james", "j", "part"),
        ("p j", "paul", "part"),
        ("p j", "j paul", "other-name"),
        ("rosalind", "rosalnid", "near"),
        ("p", "mark", "different"),
        ("p", "m", "different"),
        ("paul", "mark", "other-name"),
        ("văn", "thị", "other-name"),
        ("goh", "toh", "other-name"),  # the mothers' surnames of two
        ("ธนา", "thana", "near"),
        ("paul", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_a_middle_name_is_told_in_each_way_that_it_is_written(left: str, right: str, level: str) -> None:
    one, other = ("jonathan", left, "whitfield"), ("jonathan", right, "whitfield")
    assert _level(one, other) == _level(other, one) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        # She married, and her own surname is her middle name now.
        (("maria", "abella", "dimaano"), ("maria", "dimaano", "cortez"), "unknown"),
        (("jonathan paul", "", "whitfield"), ("jonathan", "mark", "whitfield"), "other-name"),
        (("jonathan paul", "", "whitfield"), ("jonathan", "paul", "whitfield"), "unknown"),
        (("jonathan paul", "", "whitfield"), ("jonathan", "p", "whitfield"), "unknown"),
        (("jonathan", "", "whitfield"), ("jonathan", "mark", "whitfield"), "unknown"),
        (("jon", "", "whitfield"), ("jonathan", "mark", "whitfield"), "unknown"),
    ],
)
def test_a_middle_name_is_held_against_the_names_beside_it(left: Name, right: Name, level: str) -> None:
    assert _level(left, right) == _level(right, left) == level


@pytest.mark.parametrize(
    ("left", "right", "born", "mail", "one"),
    [
        ("Paul", "Paul", BORN, "", True),
        ("Paul", "P.", BORN, "", True),
        ("Paul", "", BORN, "", True),
        ("Paul", "Mark", BORN, "", False),
        ("Paul", "Mark", BORN, "jw4417@mail.invalid", True),  # a mailbox is one person's own
        ("Paul", "Paul", "", "", False),  # a name joins nobody, however many parts of it agree
        ("Rosalind Paul", "Rosalind Paul", "", "", False),
    ],
)
def test_a_middle_name_tells_namesakes_apart_and_joins_nobody(
    tmp_path: Path, *, left: str, right: str, born: str, mail: str, one: bool
) -> None:
    rows = [("Jonathan", middle, "Whitfield", born, "", mail) for middle in (left, right)]
    _, labels = resolve(tmp_path, "Person", FIELDS, rows)
    assert (labels[0] == labels[1]) is one


def test_no_middle_name_does_not_bridge_two_of_other_middle_names(tmp_path: Path) -> None:
    rows = [("Jonathan", middle, "Whitfield", BORN, "", "") for middle in ("Paul", "", "Mark")]
    _, labels = resolve(tmp_path, "Person", FIELDS, rows)
    assert labels[0] != labels[2]


def test_a_middle_name_beside_a_whole_name_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BatchMappingError, match="line 5: `middleName` goes with names in fields of their own"):
        resolve(tmp_path, "Person", ("name", "middleName"), [("Jonathan Whitfield", "Paul")])
