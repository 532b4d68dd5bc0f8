"""Where a table of pairs holds what: slips in a header are told, and what is no property's passes."""

import pytest

from entity_resolution.errors import PairTableError
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import scored_kind
from graph import UnknownPropertyError


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (["right"], "there is no column `left`; the table has `right`"),
        (["left", "rihgt"], "there is no column `right`; the table has `left`, `rihgt`"),
        (["left", "right", "left"], "the column `left` stands twice"),
        (["left", "right", "why"], "the table has a column `why` already, which the scores would need"),
    ],
)
def test_a_wrong_header_is_named(header: list[str], problem: str) -> None:
    with pytest.raises(PairTableError) as caught:
        read_layout(scored_kind("Person"), header)
    assert str(caught.value) == problem


def test_a_slip_in_a_property_is_told_and_other_columns_pass() -> None:
    with pytest.raises(UnknownPropertyError, match="did you mean `birthDate`"):
        read_layout(scored_kind("Person"), ["left", "right", "left_birthdat"])
    with pytest.raises(UnknownPropertyError):
        read_layout(scored_kind("Person"), ["left", "right", "left_birth_date"])
    layout = read_layout(scored_kind("Person"), ["left", "right", "left_id", "right_source", "label", "left_sex"])
    assert layout.unread == {"left_id": "", "right_source": ""}
    assert dict(layout.properties) == {"sex": (5, None)}


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("LEFT_birthDate", "left_birthDate"),
        ("Right_birthDate", "right_birthDate"),
        ("left.birthDate", "left_birthDate"),
        ("left birth date", "left_birthDate"),
        ("left-phone", "left_phone"),
        ("rightPhone", "right_phone"),
        ("LEFT_brthDate", "left_birthDate"),
    ],
)
def test_a_property_that_says_its_side_in_another_way_is_a_slip(column: str, meant: str) -> None:
    with pytest.raises(PairTableError) as caught:
        read_layout(scored_kind("Person"), ["left", "right", column])
    assert str(caught.value) == f"the column `{column}` would not be read, did you mean `{meant}`?"


@pytest.mark.parametrize(
    ("column", "unread"),
    [
        ("birthDate_l", {"birthDate_l": "left_birthDate"}),
        ("birth_date_right", {"birth_date_right": "right_birthDate"}),
        ("phone_y", {"phone_y": "right_phone"}),
        ("LEFT", {"LEFT": "left"}),
        ("Left_id", {"Left_id": ""}),
        *((column, {}) for column in ("leftover", "rightHand", "birthDate", "note_r", "phone_old", "x", "", "label")),
    ],
)
def test_other_columns_pass_and_what_looks_like_a_property_is_told(column: str, unread: dict[str, str]) -> None:
    assert read_layout(scored_kind("Person"), ["left", "right", column]).unread == unread


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["Left", "Right"], "the table has `Left`, `Right`, did you mean `Left`?"),
        (["name_l", "name_r"], "the table has `name_l`, `name_r`, did you mean `name_l`?"),
        (["left;right"], "the table has `left;right`: its cells are parted by `;`, and not by commas"),
        (["left\tright"], "its cells are parted by tabs, and not by commas"),
    ],
)
def test_what_may_be_the_column_of_names_is_told(header: list[str], said: str) -> None:
    with pytest.raises(PairTableError) as caught:
        read_layout(scored_kind("Person"), header)
    assert str(caught.value).endswith(said)
