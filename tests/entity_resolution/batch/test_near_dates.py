"""A date a slip apart is a reason to join two unless their contacts and homes are others. All names are invented."""

from pathlib import Path

import pytest

from tests.entity_resolution.batch.test_record_driver import resolve

FIELDS = (
    *("givenName", "familyName", "birthDate", "phone", "email", "houseNumber", "street", "locality", "nationality"),
    "passportNumber",
)
ONE = {"givenName": "Mengthai", "familyName": "Souphanna", "birthDate": "1988-08-12", "nationality": "KH"}
PHONE, MAIL, HOME = (
    {"phone": "+66812340678"},
    {"email": "thai.kh@mail.example"},
    {"houseNumber": "12", "street": "Soi Lang Wat", "locality": "Poipet"},
)
OTHER_PHONE, OTHER_MAIL, OTHER_HOME = (
    {"phone": "+66997531864"},
    {"email": "sph.work@post.example"},
    {"houseNumber": "304", "street": "Thanon Rim Nam", "locality": "Bavet"},
)
SLIPS = ("1988-08-13", "1988-09-12", "1987-08-12")


def _clusters(folder: Path, *rows: dict[str, str]) -> int:
    """Return how many people rows are, each of one name."""
    _, labels = resolve(folder, "Person", FIELDS, [tuple({**ONE, **row}.get(f, "") for f in FIELDS) for row in rows])
    return len(set(labels))


@pytest.mark.parametrize("date", SLIPS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (PHONE | HOME, OTHER_PHONE | OTHER_HOME),
        (MAIL | HOME, OTHER_MAIL | OTHER_HOME),
        (PHONE | MAIL | HOME, OTHER_PHONE | OTHER_HOME),
        # A number of the next SIM card and a house elsewhere in one town say no more.
        (PHONE | HOME, {"phone": "+66812345679"} | OTHER_HOME | {"locality": "Poipet"}),
    ],
)
def test_dates_a_slip_apart_do_not_join_who_is_reached_and_lives_elsewhere(
    tmp_path: Path, date: str, left: dict[str, str], right: dict[str, str]
) -> None:
    assert _clusters(tmp_path, left, right | {"birthDate": date}) == 2
    assert _clusters(tmp_path, right | {"birthDate": date}, left) == 2


@pytest.mark.parametrize("date", SLIPS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (PHONE | HOME, PHONE | OTHER_HOME),
        (PHONE | HOME, OTHER_PHONE | HOME),
        (PHONE | MAIL | HOME, OTHER_PHONE | MAIL | OTHER_HOME),
        (HOME, PHONE),
    ],
)
def test_they_do_where_one_of_both_agrees_or_none_is_known_of_both(
    tmp_path: Path, date: str, left: dict[str, str], right: dict[str, str]
) -> None:
    assert _clusters(tmp_path, left, right | {"birthDate": date}) == 1


@pytest.mark.parametrize("date", SLIPS)
def test_a_row_without_a_phone_does_not_bridge_two(tmp_path: Path, date: str) -> None:
    rows = [PHONE | HOME, HOME, OTHER_PHONE | OTHER_HOME | {"birthDate": date}]
    assert _clusters(tmp_path, *rows) == 2


@pytest.mark.parametrize("date", SLIPS)
def test_one_document_tells_that_a_date_is_mistyped(tmp_path: Path, date: str) -> None:
    document = {"passportNumber": "N1288340"}
    assert _clusters(tmp_path, PHONE | HOME | document, OTHER_PHONE | OTHER_HOME | document | {"birthDate": date}) == 1


def test_a_month_without_a_day_is_no_other_date_and_no_reason(tmp_path: Path) -> None:
    month = OTHER_PHONE | OTHER_HOME | {"birthDate": "1988-08"}
    assert _clusters(tmp_path, PHONE | HOME, month) == 2
    # Who says both brings the two together.
    assert _clusters(tmp_path, PHONE | HOME, month, OTHER_PHONE | OTHER_HOME) == 1


def test_one_birth_date_joins_them_wherever_they_live(tmp_path: Path) -> None:
    assert _clusters(tmp_path, PHONE | HOME, OTHER_PHONE | OTHER_HOME) == 1
