"""What happens unseen by one viewer: filings of others under terms that are hidden from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random

from api.noninterference.worlds import (
    ACCOUNTS,
    BIRTHS,
    COMPANIES,
    EMAILS,
    HOTLINE,
    NAMES,
    PASSPORTS,
    PHONES,
    SITES,
    TEXTS,
    UNKNOWN_DAY,
    WALLETS,
    Filing,
    Hiding,
    key_of,
    link,
    phone_numbers,
    record,
)
from graph import LINK_KIND, PropertyClass, SubjectRole
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord

_CROWD = (6, 12)  # how many people are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Draws what happens unseen by one viewer: filings under terms that are hidden from it."""

    hiding: Hiding
    filings: Sequence[Filing]
    classes: Mapping[str, Mapping[str, PropertyClass]]
    agency: str
    _known_places: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def draw(self, dice: Random, number: str) -> list[Filing]:
        """Return what is filed as the next secret, nothing where a viewer of this kind has nothing hidden from it."""
        makers = [
            self._arrival,
            self._arrival,
            self._arrival,
            self._bridge,
            self._crowd,
            self._change,
            self._link,
            self._join,
            self._between,
            self._tie,
        ]
        dice.shuffle(makers)
        return next((made for maker in makers if (made := maker(dice, number))), [])

    def places(self, kind: str) -> list[tuple[str, str]]:
        """Return the originators and profiles under which a record of a kind, its number and links are hidden."""
        if kind not in self._known_places:
            self._known_places[kind] = self._find_places(kind)
        return self._known_places[kind]

    def _find_places(self, kind: str) -> list[tuple[str, str]]:
        return sorted(
            (key.originator, key.profile)
            for key in self.hiding.numbers
            if key.kind == kind
            and key.role is SubjectRole.NONE
            and key.originator != self.agency
            and self.hiding.hides(key)
            and self.hiding.hides(replace(key, kind="PhoneNumber"))
        )

    def _arrival(self, dice: Random, number: str) -> list[Filing]:
        kind = dice.choice(("Person", "Person", *_KINDS))
        places = self.places(kind)
        if not places:
            return []
        originator, profile = dice.choice(places)
        reference = f"x{number}"
        items: list[SubmittedItem] = [_invented(kind, reference, dice)]
        if kind in {"Person", "Organization"}:
            items += [
                record("PhoneNumber", f"{reference}-n", number=dice.choice(PHONES)),
                link("USES", reference, f"{reference}-n"),
            ]
        return [Filing(originator=originator, profile=profile, items=tuple(items))]

    def _bridge(self, dice: Random, number: str) -> list[Filing]:
        """File a person who is like each of two in sight that share part of a name, by all that either has."""
        places = self.places("Person")
        couples = [pair for pair in combinations(self._people(), 2) if _could_be_one(*(item for _, item in pair))]
        if not places or not couples:
            return []
        originator, profile = dice.choice(places)
        ends = dice.choice(couples)
        reference = f"x{number}"
        items_in_sight = [item for _, item in ends]
        taken = {name: _united(name, items_in_sight) for name in ("name", "email", "birthDate", "nationality")}
        numbers = sorted({text for filing, item in ends for text in _numbers_of(filing, item)})
        items: list[SubmittedItem] = [
            SubmittedRecord(
                kind="Person", reference=reference, properties={name: texts for name, texts in taken.items() if texts}
            )
        ]
        for at, text in enumerate(numbers):
            items += [
                record("PhoneNumber", f"{reference}-{at}", number=text),
                link("USES", reference, f"{reference}-{at}"),
            ]
        return [Filing(originator=originator, profile=profile, items=tuple(items))]

    def _crowd(self, dice: Random, number: str) -> list[Filing]:
        """File many persons at once who share with one in sight what many share, as real lists have them.

        Namesakes of whom the year of birth is known alone, or whoever called one number.
        """
        places, people = self.places("Person"), self._people()
        if not places or not people:
            return []
        originator, profile = dice.choice(places)
        filing, one = dice.choice(people)
        references = [f"x{number}-{at}" for at in range(dice.randint(*_CROWD))]
        if dice.random() < 0.5:
            name = dice.choice(one.properties["name"])
            items: list[SubmittedItem] = [
                record("Person", reference, name=name, birthDate=UNKNOWN_DAY) for reference in references
            ]
        else:
            called = f"x{number}-n"
            items = [record("PhoneNumber", called, number=dice.choice((HOTLINE, *_numbers_of(filing, one))))]
            items += [
                record("Person", reference, name=dice.choice(NAMES), birthDate=UNKNOWN_DAY) for reference in references
            ]
            items += [link("USES", reference, called) for reference in references]
        return [Filing(originator=originator, profile=profile, items=tuple(items))]

    def _people(self) -> list[tuple[Filing, SubmittedRecord]]:
        """Return the persons in sight, with their filings."""
        return [(f, item) for f in self.filings for item in self._in_sight(f) if item.kind == "Person"]

    def _change(self, dice: Random, number: str) -> list[Filing]:
        del number
        return self.change(dice, told=False)

    def change(self, dice: Random, *, told: bool) -> list[Filing]:
        """File a record in sight again, with other values in the classes that are closed to the viewer.

        Args:
            dice: chooses.
            told: one of those that the viewer may be told of besides: a match with its own may then raise a notice.
        """
        found = [
            (filing, item)
            for filing in self.filings
            for item in filing.items
            if isinstance(item, SubmittedRecord)
            and filing.originator != self.agency
            and self.hiding.is_seen(key_of(filing, item))
            and self.hiding.is_told(key_of(filing, item)) is told
            and self._closed_names(filing, item)
        ]
        if not found:
            return []
        filing, item = dice.choice(found)
        closed = self._closed_names(filing, item)
        properties = dict(item.properties)
        for name in closed:
            if name in properties and name in _SPARED and dice.random() < 0.5:
                del properties[name]
            elif name in properties or dice.random() < 0.5:
                properties[name] = [dice.choice(_OTHER[name])]
        changed = replace(item, properties=properties)
        return [Filing(originator=filing.originator, profile=filing.profile, items=(changed,))]

    def told_number(self, dice: Random, number: str) -> list[Filing]:
        """File a number of the world under terms of which the viewer may be told, and which it does not see."""
        told = sorted(
            (key.originator, key.profile)
            for key in self.hiding.numbers
            if key.kind == "PhoneNumber"
            and key.originator != self.agency
            and not self.hiding.is_seen(key)
            and self.hiding.is_told(key)
        )
        if not told:
            return []
        originator, profile = dice.choice(told)
        records = [i for f in self.filings for i in f.items if isinstance(i, SubmittedRecord)]
        held = dice.choice([text for item in records for text in phone_numbers(item)])
        made = record("PhoneNumber", f"told-{number}", number=held)
        return [Filing(originator=originator, profile=profile, items=(made,))]

    def _closed_names(self, filing: Filing, item: SubmittedRecord) -> list[str]:
        closed = self.hiding.closed_classes(key_of(filing, item))
        return sorted(name for name, c in self.classes[item.kind].items() if c in closed and name in _OTHER)

    def _link(self, dice: Random, number: str) -> list[Filing]:
        """File a hidden number at a record in sight."""
        found = self._users()
        return [self._number(dice, *dice.choice(found), f"x{number}", dice.choice(PHONES))] if found else []

    def passing_link(self, dice: Random, number: str) -> tuple[Filing, SubmittedLink] | None:
        """Return a hidden link between two records in sight, with its filing, which its originator is to withdraw.

        Of no presumed victim: her links are withdrawn by those alone who protect her.
        """
        found = [joined for joined in self._joinable() if not any(_is_victims(end) for end in joined[2:])]
        if not found:
            return None
        filing, profile, one, other = dice.choice(found)
        made = replace(link("RELATED_TO", one.reference, other.reference), reference=f"x{number}-passing")
        return Filing(originator=filing.originator, profile=profile, items=(made,)), made

    def _join(self, dice: Random, number: str) -> list[Filing]:
        """File a hidden link alone, between two records in sight: nothing but its own terms hides it."""
        del number  # a link is told by its ends
        found = self._joinable()
        if not found:
            return []
        filing, profile, one, other = dice.choice(found)
        made = link("RELATED_TO", one.reference, other.reference)
        return [Filing(originator=filing.originator, profile=profile, items=(made,))]

    def _joinable(self) -> list[tuple[Filing, str, SubmittedRecord, SubmittedRecord]]:
        """Return each two records in sight of one filing, with every profile under which a link of them is hidden."""
        return [
            (filing, profile, one, other)
            for filing in self.filings
            for profile in self._profiles_of_hidden_links(filing.originator)
            for one, other in combinations(self._in_sight(filing), 2)
        ]

    def _between(self, dice: Random, number: str) -> list[Filing]:
        """File a link under terms that are in sight between two records that are not."""
        found = [
            (originator, profile, key.profile)
            for originator, profile in self.places("Person")
            for key in self.hiding.numbers
            if (key.originator, key.kind) == (originator, LINK_KIND) and key.role is SubjectRole.NONE
            if self.hiding.is_seen(key)
        ]
        if not found:
            return []
        originator, profile, open_profile = dice.choice(found)
        ends = [_invented("Person", f"x{number}-{end}", dice) for end in range(2)]
        made = link("RELATED_TO", ends[0].reference, ends[1].reference, profile=open_profile)
        return [Filing(originator=originator, profile=profile, items=(*ends, made))]

    def _profiles_of_hidden_links(self, originator: str) -> list[str]:
        places = self.hiding.places(LINK_KIND, but=self.agency)
        return [profile for found, profile in places if found == originator]

    def _in_sight(self, filing: Filing) -> list[SubmittedRecord]:
        """Return what of a filing exists for the viewer and can be linked to a number or to another such thing."""
        return [
            item
            for item in filing.items
            if isinstance(item, SubmittedRecord)
            and item.kind in {"Person", "Organization", "Site"}
            and self.hiding.is_seen(key_of(filing, item))
        ]

    def _tie(self, dice: Random, number: str) -> list[Filing]:
        """File one hidden number at two things that could be one, with names in sight that are not the same."""
        pairs = [
            pair
            for pair in combinations(self._users(), 2)
            if pair[0][1].kind == pair[1][1].kind and _is_near(*(item.properties["name"][0] for _, item in pair))
            if all(PropertyClass.IDENTITY not in self.hiding.closed_classes(key_of(*end)) for end in pair)
        ]
        if not pairs:
            return []
        shared = dice.choice(PHONES)
        ends = enumerate(dice.choice(pairs))
        return [self._number(dice, filing, item, f"x{number}-{end}", shared) for end, (filing, item) in ends]

    def _users(self) -> list[tuple[Filing, SubmittedRecord]]:
        """Return what in sight can use a number, of originators that can hide one."""
        hiding = {originator for originator, _ in self.places("PhoneNumber")}
        return [(f, item) for f in self.filings if f.originator in hiding for item in self._in_sight(f)]

    def _number(self, dice: Random, filing: Filing, user: SubmittedRecord, reference: str, number: str) -> Filing:
        profiles = [profile for originator, profile in self.places("PhoneNumber") if originator == filing.originator]
        return Filing(
            originator=filing.originator,
            profile=dice.choice(profiles),
            items=(record("PhoneNumber", reference, number=number), link("USES", user.reference, reference)),
        )


def _is_victims(item: SubmittedRecord) -> bool:
    return item.subject_role is not None and SubjectRole(item.subject_role).is_victim


def _is_near(one: str, other: str) -> bool:
    """Return whether two names share a word and are not the same."""
    return one != other and not set(one.split()).isdisjoint(other.split())


def _could_be_one(one: SubmittedRecord, other: SubmittedRecord) -> bool:
    """Return whether two persons share a word of their names and were not born on two days."""
    names = [set(item.properties["name"][0].split()) for item in (one, other)]
    births = {text for item in (one, other) for text in item.properties.get("birthDate", ())}
    return not names[0].isdisjoint(names[1]) and len(births) < 2


def _united(name: str, items: Iterable[SubmittedRecord]) -> list[str]:
    """Return all texts of a property, each once."""
    return list(dict.fromkeys(text for item in items for text in item.properties.get(name, ())))


def _numbers_of(filing: Filing, user: SubmittedRecord) -> list[str]:
    """Return the phone numbers that a filing says somebody uses."""
    used = {
        i.target_reference
        for i in filing.items
        if isinstance(i, SubmittedLink) and i.source_reference == user.reference
    }
    records = [i for i in filing.items if isinstance(i, SubmittedRecord) and i.reference in used]
    return [text for item in records for text in phone_numbers(item)]


_OTHER: Mapping[str, Sequence[str]] = {
    "name": NAMES,
    "alias": NAMES,
    "birthDate": BIRTHS,
    "email": EMAILS,
    "phone": PHONES,
    "number": PHONES,
    "address": ("12 Charoen Mueang Road Chiang Mai", "Qqxwv Road 7"),
    "locality": ("Tachileik", "Poipet"),
    "country": ("KH", "MY", "SG", "US"),
    "notes": ("the gate is closed and Kraisorn Pattanakit qqxwv was there", "nothing"),
    "text": TEXTS,
    "languages": ("th", "my"),
    "sourceDescription": ("a qqxwv source",),
    "holderName": NAMES,
}


# What a record can do without, so that a class can become empty.
_SPARED = frozenset({"alias", "email", "notes", "languages", "sourceDescription", "holderName"})

_KINDS = ("PhoneNumber", "Site", "Organization", "Wallet", "JobAdvertisement", "BankAccount", "IdentityDocument")


def _invented(kind: str, reference: str, dice: Random) -> SubmittedRecord:
    born = dice.choice(({}, {"birthDate": BIRTHS[0], "nationality": "TH"}))
    values: Mapping[str, Mapping[str, str]] = {
        "Person": {"name": dice.choice(NAMES), "notes": "unseen qqxwv", "email": dice.choice((*EMAILS, "")), **born},
        "PhoneNumber": {"number": dice.choice(PHONES)},
        "Site": {"name": dice.choice(SITES), "locality": "Tachileik", "country": "MM", "coordinates": "20.45,99.88"},
        "Organization": {"name": dice.choice(COMPANIES), "incorporationDate": "2019-03-04", "jurisdiction": "KH"},
        "Wallet": {"address": dice.choice(WALLETS)},
        "JobAdvertisement": {
            "title": "Customer service agents Poipet",
            "text": dice.choice(TEXTS),
            "phone": dice.choice(PHONES),
        },
        "BankAccount": {"number": dice.choice(ACCOUNTS), "bank": "KBANK", "country": "TH"},
        "IdentityDocument": {"number": dice.choice(PASSPORTS), "documentType": "passport", "country": "TH"},
    }
    properties = {name: [text] for name, text in values[kind].items() if text}
    return SubmittedRecord(kind=kind, reference=reference, properties=properties)
