"""The things of the invented world, and the seeded mint that makes their numbers."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from samples.scenario import checksums
from samples.scenario.names import FullName

SEED = 20260318


def stream(name: str) -> random.Random:
    """Return a stream of random numbers of its own, so that a change in one part leaves the others as they are."""
    return random.Random(f"{SEED}-{name}")  # noqa: S311 - repeatable on purpose; nothing here is a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone number: country and national digits without the trunk zero."""

    thing: str
    country: str
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A bank account. `bank` is a Thai bank's number, or a BIC elsewhere."""

    thing: str
    country: str
    bank: str
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """An address on a public chain."""

    thing: str
    chain: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """An account on a platform."""

    thing: str
    platform: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person, and the part that they play for each agency that knows them.

    `roles` maps an agency to a subject role; an agency that is not in it does not know the person.
    """

    thing: str
    name: FullName
    sex: str
    born: date
    nationality: str
    passport: str
    roles: dict[str, str]
    national_id: str = ""
    aliases: tuple[str, ...] = ()
    thai: str = ""
    khmer: str = ""
    phones: tuple[Phone, ...] = ()
    accounts: tuple[Account, ...] = ()
    wallets: tuple[Wallet, ...] = ()
    handles: tuple[Handle, ...] = ()
    note: str = ""

    def known_to(self, agency: str) -> bool:
        """Return whether an agency has a record of the person."""
        return agency in self.roles


@dataclass(slots=True, kw_only=True)
class Mint:
    """Makes numbers, each once, with right check digits."""

    rng: random.Random
    used: set[str] = field(default_factory=set)

    def phone(self, country: str) -> Phone:
        """Return a mobile number in a range that the country's plan uses."""
        prefixes, length = _MOBILE[country]
        digits = self._fresh(lambda: self.rng.choice(prefixes) + self._digits(length))
        return Phone(thing=f"phone-{country.lower()}-{digits}", country=country, digits=digits)

    def account(self, country: str) -> Account:
        """Return an account at one of the country's banks."""
        bank = self.rng.choice(_BANKS[country])
        digits = self._fresh(lambda: str(self.rng.randint(1, 9)) + self._digits(9))
        return Account(thing=f"account-{country.lower()}-{bank}-{digits}", country=country, bank=bank, digits=digits)

    def wallet(self, chain: str) -> Wallet:
        """Return an address of a chain: `BTC`, `TRX` or `ETH`."""
        if chain == "BTC":
            size = self.rng.choice((20, 20, 32))
            address = checksums.bitcoin_segwit(self.rng.randbytes(size))
            if self.rng.random() < 0.3:
                address = checksums.bitcoin_p2pkh(self.rng.randbytes(20))
        else:
            make = checksums.tron if chain == "TRX" else checksums.evm
            address = make(self.rng.randbytes(20))
        return Wallet(thing=f"wallet-{address}", chain=chain, address=address)

    def handle(self, stem: str) -> Handle:
        """Return a Telegram account."""
        name = self._fresh(lambda: f"{stem}_{self._digits(3)}")
        return Handle(thing=f"handle-telegram-{name}", platform="Telegram", name=name)

    def passport(self, country: str) -> str:
        """Return a number in the form of a country's passports."""
        prefix, length, suffix = _PASSPORTS[country]
        return self._fresh(lambda: prefix + self._digits(length) + suffix)

    def thai_id(self) -> str:
        """Return a Thai identity number."""
        return self._fresh(lambda: checksums.thai_number(self.rng.choice("1358") + self._digits(11)))

    def _digits(self, count: int) -> str:
        return "".join(self.rng.choices("0123456789", k=count))

    def _fresh(self, make: Callable[[], str]) -> str:
        while (text := make()) in self.used:
            continue
        self.used.add(text)
        return text


_MOBILE = {
    "TH": (("81", "82", "86", "89", "91", "95", "63"), 7),
    "KH": (("12", "17", "92", "77"), 6),
    "MY": (("122", "133", "162", "193"), 6),
    "SG": (("812", "823", "911", "965"), 5),
    "PH": (("917", "918", "927", "995"), 7),
    "MM": (("925", "942", "979"), 7),
    "VN": (("90", "91", "97", "38"), 7),
    "LA": (("205", "209"), 7),
    "CN": (("138", "139", "186"), 8),
}

_BANKS = {
    "TH": ("002", "004", "006", "014", "025", "030"),
    "SG": ("DBSSSGSG", "OCBCSGSG", "UOVBSGSG"),
    "MY": ("MBBEMYKL", "CIBBMYKL"),
}

_PASSPORTS = {
    "TH": ("AC", 7, ""),
    "KH": ("N0", 7, ""),
    "MY": ("A5", 7, ""),
    "PH": ("P", 7, "B"),
    "MM": ("MH", 6, ""),
    "VN": ("C", 7, ""),
    "LA": ("PA0", 6, ""),
    "CN": ("EJ", 7, ""),
}
