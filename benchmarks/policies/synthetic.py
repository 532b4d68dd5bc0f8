"""Write a policy bundle of any size: invented parties, one pack each, rules like those of the shipped sample."""

import shutil
from itertools import product
from pathlib import Path
from random import Random
from string import ascii_uppercase

from graph import CompartmentKey, SubjectRole
from graph.values import is_country_code
from policies import Bundle, Sector, load_bundle, shipped_bundle_folder

SECTORS = (Sector.POLICE, Sector.FIU, Sector.NGO, Sector.TELCO, Sector.EXCHANGE, Sector.PLATFORM)
CLASSES = ("identity", "contact", "financial", "location", "narrative", "source", "hit")
KINDS = ("Person", "Organization", "Site", "PhoneNumber", "Wallet", "BankAccount", "OnlineAccount", "Link")
PROFILES = ("law-enforcement", "hit-only", "victim-protection", "originator-controlled", "open")
PURPOSES = ("investigation", "financial-intelligence", "victim-protection", "border-control")


def synthetic_bundle(folder: Path, *, parties: int, rules: int, seed: int = 7) -> Bundle:
    """Write and load a bundle of about this many rules, the shipped floor and agreements included."""
    shutil.copytree(shipped_bundle_folder(), folder)
    random, codes = Random(seed), [f"x{number:02}-agency" for number in range(parties)]
    register = (folder / "parties.yml").read_text(encoding="utf-8")
    nations = _nations_without(register)
    for number, code in enumerate(codes):
        sector, nation = SECTORS[number % len(SECTORS)], nations[number]
        register += f"  {code}: {{name: Invented, jurisdiction: {nation}, sector: {sector}, contact: a@b.example}}\n"
    (folder / "parties.yml").write_text(register, encoding="utf-8")
    shipped = 104
    for number, code in enumerate(codes):
        count = (rules - shipped) // parties + (number < (rules - shipped) % parties)
        (folder / "packs" / code).mkdir()
        (folder / "packs" / code / "README.md").write_text("Invented.\n", encoding="utf-8")
        text = "\n".join(_rule(random, code, n, codes) for n in range(count))
        (folder / "packs" / code / "pack.cedar").write_text(text, encoding="utf-8")
    return load_bundle(folder)


def synthetic_keys(bundle: Bundle, count: int, seed: int = 7) -> list[CompartmentKey]:
    """Return different compartment keys over the bundle's originators, profiles, kinds and subject roles."""
    originators = [c for c in bundle.registers.parties if c.startswith("x")]
    every = [
        CompartmentKey(originator=o, profile=p, kind=k, role=r)
        for o in originators
        for p in PROFILES
        for k in KINDS
        for r in SubjectRole
    ]
    return Random(seed).sample(every, count)


def _nations_without(register: str) -> list[str]:
    """Return the countries that no party of the sample is of: a pack speaks for one originator alone."""
    codes = ("".join(pair) for pair in product(ascii_uppercase, repeat=2))
    return [code for code in codes if is_country_code(code) and f"jurisdiction: {code}," not in register]


def _rule(random: Random, code: str, number: int, codes: list[str]) -> str:
    actions = ", ".join(f'Action::"{c}"' for c in random.sample(CLASSES, random.randint(1, 5)))
    sector = random.choice(SECTORS)
    head = random.choice(
        ("principal", f'principal in Party::"{random.choice(codes)}"', f'principal in Sector::"{sector}"')
    )
    kinds = ", ".join(f'Kind::"{k}"' for k in random.sample(KINDS, random.randint(1, 4)))
    conditions = [
        f"resource.kind in [{kinds}]",
        f'context.purpose == Purpose::"{random.choice(PURPOSES)}"',
        f'principal.sector in [Sector::"{random.choice(SECTORS)}", Sector::"{random.choice(SECTORS)}"]',
        '[SubjectRole::"suspect", SubjectRole::"none"].contains(resource.subject)',
        f'context.now < datetime("{random.choice((2027, 2028, 2029))}-0{random.randint(1, 9)}-01")',
    ]
    chosen = " &&\n  ".join(["principal.clearance >= 0", *random.sample(conditions, random.randint(1, 4))])
    profile = random.choice(PROFILES)
    effect, basis = ("forbid", "") if random.random() < 0.1 else ("permit", '@basis("network-charter")\n')
    return (
        f'@id("{code}.{number}")\n{basis}@review_by("2027-06-30")\n'
        f'{effect} ({head}, action in [{actions}], resource in Profile::"{profile}")\nwhen {{\n  {chosen}\n}};\n'
    )
