"""The world that the kit works on: invented records of every party of the bundle, and what is hidden from whom in it.

What is hidden is read from the scope that the policies give, never from a list: another bundle makes another world.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random

from starlette.applications import Starlette

from api.authentication import issue_development_token
from api.bootstrap import Application, application_on
from api.http import build_http
from api.keys import load_development_key
from api.noninterference.caller import Caller
from api.noninterference.errors import KitError, ScratchStoreError
from api.settings import Settings
from graph import (
    JUDGEMENT_KIND,
    LINK_KIND,
    Compartment,
    CompartmentKey,
    PropertyClass,
    ReadScope,
    RecordId,
    SubjectRole,
)
from graph.store import StoreLease, connected, empty_scratch_store
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord, submit
from policies import Bundle, ScopeBuilder, ViewerContext

DATASET = "kit"
TOKEN_SECONDS = 12 * 3600
NAMES = (
    *("Wichit Busabasombat", "Kraisorn Pattanakit", "ไกรสร พัฒนกิจ", "Somchai Jaidee", "Unseen Qqxwv", "Zaw Hidden Oo"),
    *("Phonthip Saelim", "Manop Thongdee", "Anong Siriwattana", "Kraisorn Jaidee Pattanakit"),
)
PHONES = tuple(f"+6681234567{n}" for n in range(8))
EMAILS = ("k.one@mail.example", "unseen@mail.example", "zaw@mail.example")
SITES = ("Golden Mekong Park", "Unseen Palace Qqxwv", "Golden Mekong Lucky Park")
COMPANIES = ("Jinxin Baosheng Holdings Ltd", "Jinxin Baosheng Lucky Holdings", "Hidden Qqxwv Trading Ltd")
WALLETS = tuple(f"0x{n}111111111111111111111111111111111111111" for n in range(1, 4))
TEXTS = (
    "Customer service agents wanted in Poipet, 1500 USD, visa and accommodation included",
    "Customer service agents wanted in Poipet! 1800 USD, visa and accommodation included",
)
BIRTHS = ("1980-05-06", "1980", "1991-02-03")
WORDS = (
    *(
        "wichit",
        "kraisorn pattanakit",
        "ไกรสร",
        "qqxwv",
        "hidden",
        "golden mekong",
        "081 234 5671",
        EMAILS[0],
        WALLETS[0],
    ),
    *("jinxin", "poipet", "a"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What one party files at once, under one handling profile."""

    originator: str
    profile: str
    items: tuple[SubmittedItem, ...]

    def __str__(self) -> str:
        told = ", ".join(
            f"{i.kind} `{i.reference}`"
            if isinstance(i, SubmittedRecord)
            else f"{i.source_reference} {i.type} {i.target_reference}"
            for i in self.items
        )
        return f"{self.originator} files {told} under {self.profile}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """What one viewer may see and be told of, for every compartment that could be, before any is registered."""

    scope: ReadScope
    numbers: Mapping[CompartmentKey, int]

    @classmethod
    def of(cls, viewer: ViewerContext, bundle: Bundle, kinds: Iterable[str]) -> "Hiding":
        """Return what the bundle hides from a viewer now."""
        made = _possible(bundle, kinds)
        scope = ScopeBuilder(bundle).build_scope(viewer, made, now=datetime.now(UTC))
        return cls(scope=scope, numbers={c.key: c.id for c in made if c.key is not None})

    def is_seen(self, key: CompartmentKey) -> bool:
        """Return whether records under these terms exist for the viewer."""
        return self.numbers[key] in self.scope.visible

    def is_told(self, key: CompartmentKey) -> bool:
        """Return whether the viewer may be told of records under these terms, by a notice or a hit."""
        return self.numbers[key] in self.scope.notices | self.scope.hits

    def closed_classes(self, key: CompartmentKey) -> frozenset[PropertyClass]:
        """Return the classes that are closed to the viewer under these terms."""
        return frozenset(c for c in PropertyClass if not self.scope.may_read(c, self.numbers[key]))

    def hides(self, key: CompartmentKey) -> bool:
        """Return whether the viewer neither sees nor is ever told of records under these terms."""
        return not self.is_seen(key) and not self.is_told(key)


def _possible(bundle: Bundle, kinds: Iterable[str]) -> tuple[Compartment, ...]:
    """Return every base compartment that could be registered, numbered from 1."""
    keys = [
        CompartmentKey(originator=party, profile=profile, kind=kind, role=role)
        for party in bundle.registers.parties
        for profile in bundle.registers.profiles
        for kind in (*kinds, LINK_KIND, JUDGEMENT_KIND)
        for role in (SubjectRole.NONE, SubjectRole.SUSPECT, SubjectRole.PRESUMED_VICTIM)
    ]
    return tuple(Compartment(id=number, key=key) for number, key in enumerate(keys, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """A wired application on an emptied store, with short ways to fill it and to ask."""

    app: Application
    http: Starlette
    caller: Caller

    async def file(self, filing: Filing, *, settle: bool = True) -> None:
        """File items as their originator, and resolve.

        Raises:
            KitError: an item was not taken, so the world is not what it should be.
        """
        result = await submit(
            filing.items,
            originator=filing.originator,
            dataset=DATASET,
            known_profiles=self.app.bundle.registers.profiles,
            writer=self.app.writer,
            minter=self.app.minter,
            profile=filing.profile,
            country=None,
            ontology=self.app.ontology,
        )
        if any(outcome.problems for outcome in result.outcomes):
            raise KitError(f"an invented record was not taken: {filing}")
        if settle:
            await self.app.settle()

    def id(self, originator: str, reference: str) -> RecordId:
        """Return the id of a record of the world."""
        return self.app.minter.record_id(originator, DATASET, reference)

    def token(self, viewer: ViewerContext) -> str:
        """Return a token of this scratch deployment for a viewer."""
        key = load_development_key(self.app.settings.keys, self.app.settings.jwks)
        return issue_development_token(self.app.settings, key, viewer, ttl_seconds=TOKEN_SECONDS)


@asynccontextmanager
async def scratch_application(
    settings: Settings, lease: StoreLease, *, may_empty: bool = False
) -> AsyncIterator[Scratch]:
    """Wire an application on a store that is the kit's own.

    Args:
        settings: with folders of the kit's own.
        lease: the store.
        may_empty: empty a store that holds something; only for one that the kit made.

    Raises:
        ScratchStoreError: the store holds records and may not be emptied.
    """
    async with connected(
        uri=lease.uri, username=lease.username, password=lease.password, database=lease.database
    ) as store:
        if may_empty:
            await empty_scratch_store(store)
    async with application_on(settings, lease) as app:
        if (await app.overview.counts())["records"]:
            raise ScratchStoreError
        http = build_http(app, with_workers=False)
        yield Scratch(app=app, http=http, caller=Caller(http))


def viewers_of(
    bundle: Bundle, kinds: Sequence[str] = ("Person", "PhoneNumber", "Site", "Organization", "Report", "Wallet")
) -> list[ViewerContext]:
    """Return every kind of viewer that the bundle can tell apart by what it shows them, one of each."""
    scopes, made, now = ScopeBuilder(bundle), _possible(bundle, kinds), datetime.now(UTC)
    found: dict[str, ViewerContext] = {}
    for party in bundle.registers.parties.values():
        for role in bundle.registers.roles:
            for purpose in bundle.registers.purposes:
                viewer = ViewerContext(
                    agency=party.code,
                    subject=f"{role} of {party.code}",
                    roles=frozenset({role}),
                    purpose=purpose,
                    case_ref="K-1",
                )
                found.setdefault(scopes.build_scope(viewer, made, now=now).view_key, viewer)
    return list(found.values())


def record(
    kind: str, reference: str, *, role: SubjectRole = SubjectRole.NONE, profile: str | None = None, **values: str
) -> SubmittedRecord:
    """Return a record to file."""
    properties = {name: [text] for name, text in values.items() if text}
    return SubmittedRecord(
        kind=kind, reference=reference, properties=properties, subject_role=str(role), profile=profile
    )


def link(kind: str, source: str, target: str, *, profile: str | None = None) -> SubmittedLink:
    """Return a link between two references."""
    return SubmittedLink(type=kind, source_reference=source, target_reference=target, profile=profile)


def world_of(bundle: Bundle, viewers: Sequence[ViewerContext], *, seed: int = 1, parties: int = 6) -> list[Filing]:
    """Return the world: every chosen party files alike things, under its own mixture of handling profiles.

    Names and numbers are few, so that records of many parties are one, share a number, or are namesakes.

    Args:
        bundle: the parties and profiles.
        viewers: whose agencies must be among the parties.
        seed: of the choices.
        parties: how many parties file.
    """
    dice = Random(seed)  # noqa: S311 - invented data, no secret
    own = list(dict.fromkeys(v.agency for v in viewers))
    others = [code for code in bundle.registers.parties if code not in own]
    dice.shuffle(others)
    profiles = sorted(bundle.registers.profiles)
    found = []
    for number, code in enumerate([*own, *others][: max(parties, len(own) + 3)]):
        for turn, profile in enumerate(dict.fromkeys((_usual(bundle, code), dice.choice(profiles)))):
            found.append(Filing(originator=code, profile=profile, items=tuple(_things(dice, number, turn))))
    return found


def _usual(bundle: Bundle, code: str) -> str:
    """Return the profile that a party is likeliest to be read under: published where it publishes."""
    published = bundle.registers.parties[code].sector == "publisher"
    wanted = "open" if published else "law-enforcement"
    return wanted if wanted in bundle.registers.profiles else min(bundle.registers.profiles)


def _things(dice: Random, number: int, turn: int) -> Iterable[SubmittedItem]:
    """Yield what a party files: persons with numbers, a site, a company, a wallet, an advertisement, links."""
    p, q, n, s, c, w, v = (f"{letter}{turn}" for letter in "pqnscwv")
    born = {"birthDate": dice.choice(BIRTHS), "nationality": "TH"}
    email = {"email": dice.choice((*EMAILS, ""))}
    yield record(
        "Person", p, role=SubjectRole.SUSPECT, name=dice.choice(NAMES), notes="seen at the gate", **born, **email
    )
    yield record("Person", q, name=NAMES[number % len(NAMES)], birthDate=dice.choice(BIRTHS))
    yield record("Person", v, role=SubjectRole.PRESUMED_VICTIM, name=dice.choice(NAMES), **born)
    yield record("PhoneNumber", n, number=dice.choice(PHONES))
    yield record("Site", s, name=dice.choice(SITES), locality="Tachileik", country="MM", coordinates="20.45,99.88")
    yield record("Organization", c, name=dice.choice(COMPANIES), incorporationDate="2019-03-04", jurisdiction="KH")
    yield record("Wallet", w, address=dice.choice(WALLETS))
    yield record("JobAdvertisement", f"a{turn}", title="Customer service agents Poipet", text=dice.choice(TEXTS))
    yield link("USES", p, n)
    yield link("LOCATED_AT", p, s)
    yield link("OWNS", c, w)
    yield link("HELD_AT", v, s)
    yield link("RELATED_TO", q, p)


def key_of(filing: Filing, item: SubmittedRecord) -> CompartmentKey:
    """Return the terms that a record is filed under."""
    return CompartmentKey(
        originator=filing.originator,
        profile=item.profile or filing.profile,
        kind=item.kind,
        role=SubjectRole(item.subject_role),
    )


def seen_by(
    hiding: Hiding, filings: Sequence[Filing], classes: Mapping[str, Mapping[str, PropertyClass]]
) -> list[Filing]:
    """Return the world as it would be if all that a viewer neither sees nor is told of had never been filed.

    Args:
        hiding: what is hidden from the viewer.
        filings: the world.
        classes: the class of each property of each kind.
    """
    found = []
    for filing in filings:
        records = [i for i in filing.items if isinstance(i, SubmittedRecord) and not hiding.hides(key_of(filing, i))]
        kept: list[SubmittedItem] = [_opened(hiding, filing, item, classes[item.kind]) for item in records]
        ends = {item.reference for item in records}
        kept += [
            i
            for i in filing.items
            if isinstance(i, SubmittedLink)
            and {i.source_reference, i.target_reference} <= ends
            and _keeps(hiding, filing, i)
        ]
        if kept:
            found.append(replace(filing, items=tuple(kept)))
    return found


def _keeps(hiding: Hiding, filing: Filing, item: SubmittedLink) -> bool:
    key = CompartmentKey(originator=filing.originator, profile=item.profile or filing.profile, kind=LINK_KIND)
    return not hiding.hides(key)


def _opened(
    hiding: Hiding, filing: Filing, item: SubmittedRecord, classes: Mapping[str, PropertyClass]
) -> SubmittedRecord:
    key = key_of(filing, item)
    if hiding.is_told(key):
        return item  # what a notice or a hit rests on is released
    closed = hiding.closed_classes(key)
    properties = {name: texts for name, texts in item.properties.items() if classes[name] not in closed}
    return replace(item, properties=properties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Draws what happens unseen by one viewer: filings under terms that are hidden from it."""

    hiding: Hiding
    filings: Sequence[Filing]
    classes: Mapping[str, Mapping[str, PropertyClass]]
    agency: str
    _known_places: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def draw(self, dice: Random, number: str) -> Filing | None:
        """Return the next secret, `None` where a viewer of this kind has nothing hidden from it."""
        makers = [self._arrival, self._arrival, self._arrival, self._bridge, self._change, self._link]
        dice.shuffle(makers)
        return next((made for maker in makers if (made := maker(dice, number)) is not None), None)

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

    def _arrival(self, dice: Random, number: str) -> Filing | None:
        kind = dice.choice(("Person", "Person", "PhoneNumber", "Site", "Organization", "Wallet", "JobAdvertisement"))
        places = self.places(kind)
        if not places:
            return None
        originator, profile = dice.choice(places)
        reference = f"x{number}"
        items: list[SubmittedItem] = [_invented(kind, reference, dice)]
        if kind in {"Person", "Organization"}:
            items += [
                record("PhoneNumber", f"{reference}-n", number=dice.choice(PHONES)),
                link("USES", reference, f"{reference}-n"),
            ]
        return Filing(originator=originator, profile=profile, items=tuple(items))

    def _bridge(self, dice: Random, number: str) -> Filing | None:
        """File a person that could be any two of those in sight at once."""
        places = self.places("Person")
        if not places:
            return None
        originator, profile = dice.choice(places)
        name, other = dice.sample(NAMES, 2)
        one = SubmittedRecord(
            kind="Person",
            reference=f"x{number}",
            properties={
                "name": [name],
                "alias": [other],
                "email": list(EMAILS),
                "birthDate": [BIRTHS[0]],
                "nationality": ["TH"],
            },
        )
        return Filing(originator=originator, profile=profile, items=(one,))

    def _change(self, dice: Random, number: str) -> Filing | None:
        """File a record in sight again, with other values in the classes that are closed to the viewer."""
        del number
        found = [
            (filing, item)
            for filing in self.filings
            for item in filing.items
            if isinstance(item, SubmittedRecord)
            and filing.originator != self.agency
            and self.hiding.is_seen(key_of(filing, item))
            and not self.hiding.is_told(key_of(filing, item))
            and self._closed_names(filing, item)
        ]
        if not found:
            return None
        filing, item = dice.choice(found)
        closed = self._closed_names(filing, item)
        properties = dict(item.properties)
        for name in closed:
            texts = _OTHER.get(name)
            if texts and (name in properties or dice.random() < 0.5):
                properties[name] = [dice.choice(texts)]
        return Filing(
            originator=filing.originator, profile=filing.profile, items=(replace(item, properties=properties),)
        )

    def _closed_names(self, filing: Filing, item: SubmittedRecord) -> list[str]:
        closed = self.hiding.closed_classes(key_of(filing, item))
        return sorted(name for name, c in self.classes[item.kind].items() if c in closed and name in _OTHER)

    def _link(self, dice: Random, number: str) -> Filing | None:
        """File a hidden number, or a hidden link alone, at a record in sight."""
        hidden = set(self.places("PhoneNumber"))
        found = [
            (filing, item, profile)
            for filing in self.filings
            for item in filing.items
            for originator, profile in sorted(hidden)
            if isinstance(item, SubmittedRecord) and item.kind in {"Person", "Organization", "Site"}
            if filing.originator == originator and self.hiding.is_seen(key_of(filing, item))
        ]
        if not found:
            return None
        filing, item, profile = dice.choice(found)
        made = record("PhoneNumber", f"x{number}", number=dice.choice(PHONES))
        return Filing(
            originator=filing.originator, profile=profile, items=(made, link("USES", item.reference, f"x{number}"))
        )


_OTHER: Mapping[str, Sequence[str]] = {
    "name": NAMES,
    "alias": NAMES,
    "birthDate": BIRTHS,
    "email": EMAILS,
    "phone": PHONES,
    "number": PHONES,
    "address": ("12 Charoen Mueang Road Chiang Mai", "Qqxwv Road 7"),
    "locality": ("Tachileik", "Poipet"),
    "notes": ("the gate is closed and Kraisorn Pattanakit qqxwv was there", "nothing"),
    "text": TEXTS,
    "languages": ("th", "my"),
    "sourceDescription": ("a qqxwv source",),
}


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
    }
    properties = {name: [text] for name, text in values[kind].items() if text}
    return SubmittedRecord(kind=kind, reference=reference, properties=properties)
