"""The truth of the scenario: people, numbers, money, companies and places, and which agency knows which of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from samples.scenario import checksums
from samples.scenario.cast import cast_of_the_story, crowd, hard_negatives
from samples.scenario.mint import Account, Mint, Person, Phone, Wallet, stream


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that the agencies write about."""

    people: tuple[Person, ...]
    sims: tuple[tuple[str, str, tuple[Phone, ...]], ...]
    shared_handset: Phone
    modems: tuple[str, ...]
    chain: tuple[Wallet, ...]
    shell_accounts: tuple[Account, ...]

    def known_to(self, agency: str) -> list[Person]:
        """Return the people whom an agency has records of, in one order."""
        return [p for p in self.people if p.known_to(agency)]

    def modem(self, batch: str, place: int) -> str:
        """Return the IMEI of the SIM box or handset in which a card of a batch is used: eight cards share one."""
        number = [b for b, _, _ in self.sims].index(batch)
        return self.modems[(number * 3 + place // 8) % len(self.modems)]

    def person(self, thing: str) -> Person:
        """Return the person with a truth id.

        Raises:
            KeyError: there is none.
        """
        found = next((p for p in self.people if p.thing == thing), None)
        if found is None:
            raise KeyError(thing)
        return found


def build_world() -> World:
    """Return the world: the cast by hand, everyone else drawn from the seed."""
    mint = Mint(rng=stream("numbers"))
    shared = mint.phone("KH")
    people = [*cast_of_the_story(mint), *crowd(mint), *hard_negatives(mint)]
    return World(
        people=tuple(people),
        sims=tuple(_sim_batches(mint, people, shared)),
        shared_handset=shared,
        modems=tuple(checksums.imei("35" + str(900_176_148_200 + 7 * n)) for n in range(27)),
        chain=tuple(mint.wallet(c) for c in ("TRX", "TRX", "TRX", "ETH", "BTC")),
        shell_accounts=(mint.account("TH"), mint.account("SG")),
    )


def _sim_batches(mint: Mint, people: Sequence[Person], shared: Phone) -> list[tuple[str, str, tuple[Phone, ...]]]:
    """Return batches of SIM cards as (number of the batch, country of issue, numbers)."""
    rng = stream("sims")
    known = {c: [p for q in people for p in q.phones if p.country == c] for c in ("TH", "MY")}
    rng.shuffle(known["TH"])
    batches = []
    for number in range(8):
        country = "MY" if number % 2 else "TH"
        share = [known[country].pop() for _ in range(min(9, len(known[country])))]
        fresh = [mint.phone(country) for _ in range(22 - len(share))]
        batches.append((f"{country}-26{number:02d}", country, (*share, *fresh)))
    batches.append(("KH-2600", "KH", (shared, *(mint.phone("KH") for _ in range(5)))))
    return batches
