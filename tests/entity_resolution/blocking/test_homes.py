"""Keys of homes: the number of a house, however it is spelled; none of what is no home. All addresses are invented."""

import pytest

from entity_resolution.blocking import homes
from entity_resolution.blocking.homes import HomeKeys, home_keys
from entity_resolution.comparing.hubs import HubRegister
from tests.entity_resolution.evidence import stored


def keys(*texts: str) -> HomeKeys:
    return home_keys(stored("text", text) for text in texts)


@pytest.mark.parametrize(
    ("address", "numbers", "houses"),
    [
        ("57 Station Rd, Goiânia", ("57",), ("57grs",)),
        ("57 STATION ROAD, GOIANIA", ("57",), ("57grs",)),
        ("Goiânia, Station Road 057", ("57",), ("57grs",)),
        ("No. 12, Street 271, Phnom Penh", ("12",), ("12+271pps",)),
        ("Unit 5, 57-59 Station Rd, Goiânia 74000", ("57-59",), ("5+57-59grsu",)),
    ],
)
def test_a_home_has_the_number_of_its_house_however_it_is_spelled(
    address: str, numbers: tuple[str, ...], houses: tuple[str, ...]
) -> None:
    assert keys(address) == HomeKeys(numbers, houses)


def test_a_house_has_one_number_in_any_script() -> None:
    assert keys("99/1 หมู่ 3 ต.แม่ปะ อ.แม่สอด").numbers == keys("99/1 Moo 3, Mae Pa, Mae Sot").numbers == ("99/1",)
    assert keys("៥៧ ផ្លូវ ២៧១ ភ្នំពេញ").numbers == ("57",)


@pytest.mark.parametrize(
    "address",
    [
        "Poipet",
        "Villa Rosa, Jalan Ampang",  # a house by its name: which word of it that is no table knows
        "Cambodia",
        "unknown",
        "-",
        "Street 271, Phnom Penh",
        "Emergency Shelter, Mae Sot",
        "KK Park, Myawaddy",
        "Lotus Hotel, Poipet",
        "Embassy of Brazil, Bangkok",
    ],
)
def test_what_is_no_home_has_no_key(address: str) -> None:
    assert keys(address) == HomeKeys((), ())


def test_a_house_that_is_published_as_shared_by_many_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = "57 Station Road, Goiânia"
    register = HubRegister(version=1, keys=frozenset(), addresses={"57 station": (hub,)})
    monkeypatch.setattr(homes, "load_hubs", lambda: register)
    homes._houses_of_hubs.cache_clear()
    try:
        assert keys(hub) == keys("57 Station Rd, Goiânia") == HomeKeys((), ())
        assert keys("58 Station Rd, Goiânia").numbers == ("58",)
    finally:
        homes._houses_of_hubs.cache_clear()


def test_keys_of_several_homes_are_sorted_and_none_twice() -> None:
    assert keys("57 Station Rd", "12 Hill St", "57 Station Road") == HomeKeys(("12", "57"), ("12hs", "57rs"))
