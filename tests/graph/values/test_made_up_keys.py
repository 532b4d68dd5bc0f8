"""Numbers that no ship, device or wallet was given, and sites that every network has, have no key, nor a stored one."""

import pytest

from graph.values import ValueStatus, is_placeholder_key, normalise

EVM = "0123456789abcdef" * 3


@pytest.mark.parametrize(
    ("value_type", "written", "key"),
    [
        *(("plate", f"IMO {number}", f"imo:{number}") for number in ("0000000", "1234567")),
        *(("plate", f"MMSI {number}", f"mmsi:{number}") for number in ("222222222", "777777777", "200000000")),
        *(("device", number * 14, f"imei:{number * 14}") for number in "1238"),
        *(("device", mac, f"mac:{mac}") for mac in ("01:00:5e:00:00:01", "11:22:33:44:55:66", "00:11:22:33:44:55")),
        *(("wallet", f"0x{digits}", f"evm:0x{digits}") for digits in ("1" * 40, "f" * 40, "0" * 39 + "1", EVM[:40])),
        *(("wallet", f"0x{digits}", f"evm:0x{digits}") for digits in ("1234567890" * 4, "deadbeef" * 5)),
        *(("url", host, f"host:{host}") for host in ("192.168.1.1", "127.0.0.1:8080", "[fe80::1]", "router.local")),
        *(("url", f"http://{page}", f"url:{page}") for page in ("10.0.0.1/admin", "example.com/a?b=1", "nas.lan/x")),
    ],
)
def test_what_nobody_was_given_has_no_key_and_the_one_of_an_older_version_tells_nothing(
    value_type: str, written: str, key: str
) -> None:
    value = normalise(value_type, written)
    assert value.key is None
    assert value.reason
    assert is_placeholder_key(key)
    assert is_placeholder_key(f"Anything|{key}")


@pytest.mark.parametrize(
    ("value_type", "written"),
    [
        *(("plate", number) for number in ("IMO 9074729", "MMSI 563123456", "MMSI 563000001")),
        *(("device", number) for number in ("490154203237518", "00:1a:2b:3c:4d:5e", "00:11:22:33:44:56")),
        *(("wallet", f"0x{digits}") for digits in ("1" * 39 + "2", "12" * 20, "1234567890" * 3 + "1234567809")),
        *(("url", site) for site in ("8.8.8.8", "11.0.0.1/a", "[2606:4700::1111]", "172.32.0.1", "lotus.example")),
        *(("url", site) for site in ("local.com", "example.com.kh", "myexample.com", "lan.xyz")),
    ],
)
def test_what_stands_beside_these_is_somebodys(value_type: str, written: str) -> None:
    key = normalise(value_type, written).key
    assert key is not None
    assert not is_placeholder_key(key)


def test_a_bluetooth_devices_random_address_is_its_own() -> None:
    found = normalise("device", "D5:11:22:33:44:99")
    assert (found.status, found.key) == (ValueStatus.VALID, "mac:d5:11:22:33:44:99")
