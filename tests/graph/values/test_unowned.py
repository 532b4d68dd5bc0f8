"""What nobody has to himself has no key: contracts of tokens, addresses for burning, a default IMEI, BotFather."""

from importlib.resources import files

import pytest

from graph.values import ValueStatus, is_placeholder_key, normalise
from graph.values.unowned import UNOWNED, unowned_keys
from graph.values.wallets.wallet import to_eip55

ROWS = [
    line.split("\t")
    for line in (files("graph.values") / "data" / "unowned.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
TETHER = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
BESIDE = "0xdAC17F958D2ee523a2206206994597C13D831ec8"


def read(key: str, published: str) -> tuple[str, str | None]:
    """Return the family of a key and what its value is read as, which has no key."""
    family = key.partition(":")[0]
    if family == "handle":
        platform, _, name = published.partition(":")
        found = normalise("handle", name, hints={"platform": platform})
    else:
        found = normalise("device" if family == "imei" else "wallet", published)
    assert (found.key, found.status, found.reason) == (None, ValueStatus.POSSIBLE, UNOWNED)
    return found.type, found.value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_each_entry_is_read_by_its_own_checksum_has_no_key_and_names_its_source(row: list[str]) -> None:
    key, published, what, source = row
    value_type, value = read(key, published)
    assert f"{value_type.partition('-')[0]}:{value}" == {"imei": f"{key}{published[-1]}"}.get(
        value_type, key.removeprefix("handle:")
    )
    if key.startswith("evm:"):
        assert to_eip55(published) == published
    assert is_placeholder_key(key)
    assert is_placeholder_key(f"Wallet|{key}")
    assert what
    assert source


def test_no_entry_stands_twice() -> None:
    assert len(unowned_keys()) == len(ROWS)


def test_an_address_in_small_letters_or_with_a_memo_has_no_key_either() -> None:
    assert normalise("wallet", TETHER.lower()).key is None
    jetton = next(published for key, published, *_ in ROWS if key.startswith("ton:0:b113"))
    assert normalise("wallet", f"{jetton} memo 12345").key is None


def test_an_address_beside_one_is_somebodys() -> None:
    assert normalise("wallet", BESIDE.lower()).key == f"evm:{BESIDE.lower()}"
    assert normalise("device", "356938035643809").key == "imei:35693803564380"
    assert normalise("handle", "botfather_kh", hints={"platform": "telegram"}).key == "handle:telegram:botfather_kh"


def test_an_imei_of_copies_has_no_key_in_any_form() -> None:
    for form in ("004999010640000", "00499901064000", "0049990106400005", "IMEI: 00-499901-064000-0"):
        assert normalise("device", form).key is None


@pytest.mark.parametrize("name", ["wxid_xxxxxxxx", "wxid_00000000", "WXID_XXXXXXXX"])
def test_the_example_of_a_number_at_wechat_is_no_account(name: str) -> None:
    assert normalise("handle", name, hints={"platform": "wechat"}).status is ValueStatus.INVALID


def test_a_number_at_wechat_is_an_account() -> None:
    assert normalise("handle", "wxid_x7kq2mzp41", hints={"platform": "wechat"}).key == "handle:wechat:wxid_x7kq2mzp41"
