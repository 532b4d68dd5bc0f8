"""Made-up people and sites with duplicates, several scripts and shared numbers, as several agencies would file them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ingest import SubmittedItem, SubmittedLink, SubmittedRecord
from tests.world import World, link, record

AGENCIES = ("th-police", "kh-police", "my-police", "sg-fiu")
# Invented persons: each line is one name in several scripts or spellings, with a slip, or one word of it.
NAMES = (
    ("Somchai Jaidee", "สมชาย ใจดี", "Somchay Chaidee", "Somchai"),
    ("Malee Thongdee", "มาลี ทองดี", "Mali Thongdi", "มาลี", "Mlaee Thogndee"),
    ("Nguyen Van Anh", "Nguyễn Văn Anh", "NGUYEN Van Anh"),
    ("Sok Chantha", "សុខ ចន្ថា", "Sok Chanthar"),
    ("Li Xiaoming", "李小明", "Li Xiao Ming"),
    ("Zaw Min Htet", "ဇော်မင်းထက်", "Zaw Minn Htet"),
)
FAMILY = ("Wongsa", "Rattana", "Boonmee", "Phommachan", "Dararith", "Keomany", "Tansiri", "Virak")


# Invented sites: each line is one name with slips in it.
HOUSES = (
    ("Bright Mountain Park 2", "Bright Mountain PPark 2", "Bright Mountain Park"),
    ("Andaman Sun Building", "Andaman Sun Buildiing", "Andaman Snu Building"),
    ("Asia River Hotel", "Asia RRiver Hotel", "Asia River Htel"),
    ("Huanya International Park", "Huanya Internatinal Park", "Hunaya International Park"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One item and the agency that files it."""

    originator: str
    item: SubmittedItem


def population(seed: int, size: int) -> list[list[Filed]]:
    """Return records with the links that must come with or after them: one list per person's record."""
    random = Random(seed)  # noqa: S311 - test data
    filed: list[list[Filed]] = []
    while len(filed) < size:
        truth = len(filed)
        forms = random.choice(NAMES)
        family = random.choice(FAMILY)
        born = f"19{random.randint(60, 99)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        number = f"+668{random.randint(10, 99)}{truth % 10}{random.randint(10000, 99999)}"
        for _ in range(min(random.choice((1, 2, 2, 3)), size - len(filed))):
            name = random.choice(forms)
            name = f"{name} {family}" if name.isascii() and random.random() < 0.3 else name
            filed.append(_person(random, len(filed), name, born, number))
    return filed


def _person(random: Random, number: int, name: str, born: str, phone: str) -> list[Filed]:
    agency = random.choice(AGENCIES)
    values = {"name": name}
    if random.random() < 0.6:
        values |= {"birthDate": random.choice((born, born[:4])), "nationality": "TH"}
    if random.random() < 0.2:
        values["sex"] = random.choice(("male", "female"))
    items: list[SubmittedItem] = [record("Person", f"p-{number}", **values)]
    if random.random() < 0.7:
        items.append(record("PhoneNumber", f"n-{number}", number=phone))
        items.append(link("USES", f"p-{number}", f"n-{number}"))
    return [Filed(originator=agency, item=item) for item in items]


def sites(seed: int, size: int) -> list[list[Filed]]:
    """Return records of sites of one town, each described up to three times some 60 to 400 m apart."""
    random = Random(seed)  # noqa: S311 - test data
    filed: list[list[Filed]] = []
    while len(filed) < size:
        forms = random.choice(HOUSES)
        place = [random.randint(-2_000, 2_000) for _ in range(2)]
        for _ in range(min(random.choice((2, 2, 3)), size - len(filed))):
            north, east = (degrees + random.randint(-150, 150) for degrees in place)
            values = {"name": random.choice(forms)}
            if random.random() < 0.9:
                values["coordinates"] = f"{10.62 + north / 100_000:.5f},{103.52 + east / 100_000:.5f}"
            values |= {"country": "KH"} if random.random() < 0.5 else {}
            values |= {"locality": "Sihanoukville"} if random.random() < 0.5 else {}
            item = record("Site", f"s-{len(filed)}", **values)
            filed.append([Filed(originator=random.choice(AGENCIES), item=item)])
    return filed


def records_of(filed: list[list[Filed]]) -> list[tuple[str, SubmittedRecord]]:
    """Return the records with their agencies."""
    return [(f.originator, f.item) for group in filed for f in group if isinstance(f.item, SubmittedRecord)]


def links_of(filed: list[list[Filed]]) -> list[tuple[str, SubmittedLink]]:
    """Return the links with their agencies."""
    return [(f.originator, f.item) for group in filed for f in group if isinstance(f.item, SubmittedLink)]


Population = Callable[[int, int], list[list[Filed]]]


def file_in_bulk(world: World, *, seed: int, size: int, made: Population = population) -> None:
    """File a population, an agency at a time, and resolve it as a whole."""
    filed = [f for group in made(seed, size) for f in group]
    for agency in AGENCIES:
        items = [f.item for f in filed if f.originator == agency]
        if items:
            world.file(agency, *items, settle=False)
    world.settle()


def file_one_by_one(world: World, *, seed: int, size: int, made: Population = population) -> None:
    """File a population in any order, item by item, and resolve it now and then."""
    filed = made(seed, size)
    random = Random(seed)  # noqa: S311 - test data
    records, links = records_of(filed), links_of(filed)
    random.shuffle(records)
    random.shuffle(links)
    # Some links come with the records, as soon as both ends are there; the rest trickle in behind.
    done: set[tuple[str, str]] = set()
    waiting = list(links)
    for agency, item in records:
        world.file(agency, item, settle=False)
        done.add((agency, item.reference))
        for one in [w for w in waiting if random.random() < 0.5]:
            if {(one[0], one[1].source_reference), (one[0], one[1].target_reference)} <= done:
                world.file(one[0], one[1], settle=False)
                waiting.remove(one)
        if random.random() < 0.5:
            world.settle()
    for agency, left in waiting:
        world.file(agency, left, settle=random.random() < 0.5)
    world.settle()
