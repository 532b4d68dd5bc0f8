"""The world that the kit works on: invented records of every party of the bundle, and what is hidden from whom in it.

What is hidden is read from the scope that the policies give, never from a list: another bundle makes another world.
"""

import secrets
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random

from starlette.applications import Starlette

from api.authentication import issue_development_token
from api.bootstrap import Application, application_on
from api.keys import load_development_key
from api.noninterference.caller import Caller, schema_validating_once
from api.noninterference.errors import KitError, ScratchStoreError
from api.settings import Settings
from api.web.http import build_http
from graph import (
    JUDGEMENT_KIND,
    LINK_KIND,
    Compartment,
    CompartmentKey,
    LinkId,
    PropertyClass,
    ReadScope,
    RecordId,
    SubjectRole,
)
from graph.store import StoreLease, connected, empty_scratch_store
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord, submit
from policies import POLICY_ROLE, Bundle, ScopeBuilder, ViewerContext

DATASET = "kit"
TOKEN_SECONDS = 12 * 3600
NAMES = (
    *("Wichit Busabasombat", "Kraisorn Pattanakit", "ไกรสร พัฒนกิจ", "Somchai Jaidee", "Unseen Qqxwv", "Zaw Hidden Oo"),
    *("Phonthip Saelim", "Manop Thongdee", "Anong Siriwattana", "Kraisorn Jaidee Pattanakit"),
)
PHONES = tuple(f"+6681234567{n}" for n in range(8))
# Numbers of Cambodia, of Malaysia ones that nobody has, and none of Singapore.
LOCAL_PHONES = tuple(f"012 345 67{n}" for n in range(4))
HOTLINE = "+66812345700"  # one at every party, and at whole crowds
EMAILS = ("k.one@mail.example", "unseen@mail.example", "zaw@mail.example")
SITES = ("Golden Mekong Park", "Unseen Palace Qqxwv", "Golden Mekong Lucky Park")
COMPANIES = ("East Side Jinxin Ltd", "Eastside Jinxin Ltd", "Hidden Qqxwv Trading Ltd")
# Of the two first as two agencies write one: alike enough to be one, and not so alike as to share a key.
_SEATS = dict(
    zip(
        COMPANIES,
        ("12 Harbour Road, Mittapheap, Sihanoukville", "12 Harbur Road, Sihanoukville", "7 Kiln Lane, Bavet"),
        strict=True,
    )
)
WALLETS = tuple(f"0x{n}111111111111111111111111111111111111111" for n in range(1, 4))
ACCOUNTS = ("0123456798", "0123456780", "0123456771")
PASSPORTS = ("AA1234567", "AA1234568", "AA1234569")
TEXTS = (
    "Customer service agents wanted in Poipet, 1500 USD, visa and accommodation included",
    "Customer service agents wanted in Poipet! 1800 USD, visa and accommodation included",
)
UNKNOWN_DAY = "1980-01-01"  # what lists of many people give who know the year alone
BIRTHS = ("1980-05-06", "1980", "1991-02-03", UNKNOWN_DAY)
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
        return next(cls.of_each([viewer], bundle, kinds))

    @classmethod
    def of_each(cls, viewers: Iterable[ViewerContext], bundle: Bundle, kinds: Iterable[str]) -> Iterator["Hiding"]:
        """Yield what the bundle hides from each viewer now."""
        made, scopes, now = possible_compartments(bundle, kinds), ScopeBuilder(bundle), datetime.now(UTC)
        numbers = {c.key: c.id for c in made if c.key is not None}
        for viewer in viewers:
            yield cls(scope=scopes.build_scope(viewer, made, now=now), numbers=numbers)

    def is_seen(self, key: CompartmentKey) -> bool:
        """Return whether records under these terms exist for the viewer."""
        return self.numbers[key] in self.scope.visible

    def is_told(self, key: CompartmentKey) -> bool:
        """Return whether the viewer may be told of records under these terms, by a notice or a hit."""
        return self.numbers[key] in self.scope.notices | self.scope.hits

    def closed_classes(self, key: CompartmentKey) -> frozenset[PropertyClass]:
        """Return the classes that are closed to the viewer under these terms."""
        return frozenset(c for c in PropertyClass if not self.scope.may_read(c, self.numbers[key]))

    def places(self, kind: str, *, but: str) -> list[tuple[str, str]]:
        """Return originators, but for one, with profiles under which things of a kind, of no role, are hidden."""
        return sorted(
            (key.originator, key.profile)
            for key in self.numbers
            if key.kind == kind and key.role is SubjectRole.NONE and key.originator != but and self.hides(key)
        )

    def hides(self, key: CompartmentKey) -> bool:
        """Return whether the viewer neither sees nor is ever told of records under these terms."""
        return not self.is_seen(key) and not self.is_told(key)


def possible_compartments(bundle: Bundle, kinds: Iterable[str]) -> tuple[Compartment, ...]:
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
    filed_by_viewers: set[str] = field(default_factory=set)  # ids of what viewers filed themselves, gone or not
    taken_back: set[str] = field(default_factory=set)  # ids of what was shown and closed, of which a notice tells
    granted: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # by grantee and purpose, live or not

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
            await self.app.settle(in_order=True)

    def granted_to(self, viewer: ViewerContext) -> frozenset[str]:
        """Return the ids that the list of received grants may name to a viewer."""
        everything = POLICY_ROLE in viewer.roles
        mine = (p for p in self.granted if p[0] == viewer.agency and (everything or p[1] == viewer.purpose))
        return frozenset().union(*(self.granted[place] for place in mine))

    def id(self, originator: str, reference: str) -> RecordId:
        """Return the id of a record of the world."""
        return self.app.minter.record_id(originator, DATASET, reference)

    def link_id(self, originator: str, item: SubmittedLink) -> LinkId:
        """Return the id of a link of the world, none of which says from when to when it holds."""
        reference = item.reference or f"{item.source_reference} {item.type} {item.target_reference}"
        return self.app.minter.link_id(originator, DATASET, f"{item.type}|{reference}")

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
    # A trail of its own for each world: records of two worlds have the same ids, and who was shown one is told.
    trail = replace(settings, audit=settings.audit / f"world-{secrets.token_hex(8)}")
    async with application_on(trail, lease) as app:
        if (await app.overview.counts())["records"]:
            raise ScratchStoreError
        http = build_http(app, with_workers=False, schema=schema_validating_once())
        yield Scratch(app=app, http=http, caller=Caller(http))


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


def world_of(bundle: Bundle, hidings: Sequence[Hiding], *, seed: int = 1, others: int = 6) -> list[Filing]:
    """Return the world: every chosen party files alike things, under its own mixture of handling profiles.

    Names and numbers are few, so that records of many parties are one, share a number, or are namesakes. Half of the
    others are parties of which a viewer sees something: where nothing is seen, little can tell of what is not.

    Args:
        bundle: the parties and profiles.
        hidings: the viewers, whose agencies are among the parties, by what is hidden from them.
        seed: of the choices.
        others: how many parties file besides the viewers' own.
    """
    own = list(dict.fromkeys(h.scope.agency for h in hidings))
    dice = Random(f"{seed} {own}")  # noqa: S311 - invented data, no secret
    shown = {code: _shown(bundle, hidings, code) for code in bundle.registers.parties if code not in own}
    showing, silent = ([code for code, found in shown.items() if bool(found) is seen] for seen in (True, False))
    dice.shuffle(showing)
    dice.shuffle(silent)
    half = max(others // 2, others - len(silent))
    chosen = [*own, *showing[:half], *silent[: others - len(showing[:half])]]
    profiles = sorted(bundle.registers.profiles)
    found = []
    for number, code in enumerate(chosen):
        first = dice.choice(shown.get(code) or [_usual(bundle, code)])
        for turn, profile in enumerate(dict.fromkeys((first, dice.choice(profiles)))):
            found.append(Filing(originator=code, profile=profile, items=tuple(_things(dice, number, turn))))
    return found


def _shown(bundle: Bundle, hidings: Sequence[Hiding], code: str) -> list[str]:
    """Return the profiles under which a viewer sees persons or numbers of a party."""
    return [
        profile
        for profile in sorted(bundle.registers.profiles)
        if any(
            hiding.is_seen(CompartmentKey(originator=code, profile=profile, kind=kind, role=role))
            for hiding in hidings
            for kind, role in (("Person", SubjectRole.SUSPECT), ("PhoneNumber", SubjectRole.NONE))
        )
    ]


def _usual(bundle: Bundle, code: str) -> str:
    """Return the profile that a party is likeliest to be read under: published where it publishes."""
    published = bundle.registers.parties[code].sector == "publisher"
    wanted = "open" if published else "law-enforcement"
    return wanted if wanted in bundle.registers.profiles else min(bundle.registers.profiles)


def _things(dice: Random, number: int, turn: int) -> Iterable[SubmittedItem]:
    """Yield what a party files: persons with numbers, a site, companies, a wallet, an advertisement, links."""
    p, q, n, s, c, w, v = (f"{letter}{turn}" for letter in "pqnscwv")
    born = {"birthDate": dice.choice(BIRTHS), "nationality": "TH"}
    email = {"email": dice.choice((*EMAILS, ""))}
    yield record(
        "Person", p, role=SubjectRole.SUSPECT, name=dice.choice(NAMES), notes="seen at the gate", **born, **email
    )
    yield record("Person", q, name=NAMES[number % len(NAMES)], birthDate=dice.choice(BIRTHS))
    yield record("Person", v, role=SubjectRole.PRESUMED_VICTIM, name=dice.choice(NAMES), **born)
    yield record("PhoneNumber", n, number=dice.choice(PHONES))
    if turn == 0:
        yield from _held_in_common(number, q)
    yield record("Site", s, name=dice.choice(SITES), locality="Tachileik", country="MM", coordinates="20.45,99.88")
    yield record("Organization", c, name=dice.choice(COMPANIES), incorporationDate="2019-03-04", jurisdiction="KH")
    yield _by_itself(f"d{turn}", COMPANIES[(number + turn) % len(COMPANIES)])
    yield record("Wallet", w, address=dice.choice(WALLETS))
    yield from _papers(dice, turn)
    yield record("JobAdvertisement", f"a{turn}", title="Customer service agents Poipet", text=dice.choice(TEXTS))
    yield link("USES", p, n)
    yield link("LOCATED_AT", p, s)
    yield link("OWNS", c, w)
    yield link("OWNS", p, f"e{turn}")
    yield link("USES", q, f"f{turn}")
    yield link("HELD_AT", v, s)
    yield link("RELATED_TO", q, p)
    if turn == 0:
        yield from _station()
        # One class says how the number of another would be read.
        yield record(
            "JobAdvertisement", "l", title="Drivers", phone=LOCAL_PHONES[number % len(LOCAL_PHONES)], country="KH"
        )


def _by_itself(reference: str, name: str) -> SubmittedRecord:
    """Return a company that only something hidden could make one with its near namesakes.

    It has no wallet or number in sight, and no country or day: a name that is run together has a key beside one.
    """
    return record("Organization", reference, name=name, address=_SEATS[name])


def apart() -> tuple[SubmittedRecord, SubmittedRecord]:
    """Return two records of the worlds that nothing in sight brings together, though they are one where they meet."""
    return _by_itself("one", COMPANIES[0]), _by_itself("other", COMPANIES[1])


def _held_in_common(number: int, whose: str) -> Iterable[SubmittedItem]:
    """Yield a person whom another party holds too, and a number that all hold, of one of the party's persons."""
    # Every two parties hold one person, whom only her name and a number that few use make one.
    yield record("Person", "k", role=SubjectRole.SUSPECT, name=NAMES[number // 2 % len(NAMES)])
    yield record("PhoneNumber", "m", number=PHONES[number // 2 % len(PHONES)])
    yield link("USES", "k", "m")
    # Every party knows somebody by a number that many use, and that tells little.
    yield record("PhoneNumber", "h", number=HOTLINE)
    yield link("USES", whose, "h")


def _papers(dice: Random, turn: int) -> Iterable[SubmittedItem]:
    """Yield an account, a passport and a report, with something in each class of theirs."""
    yield record(
        "BankAccount",
        f"e{turn}",
        number=dice.choice(ACCOUNTS),
        bank="KBANK",
        country="TH",
        holderName=dice.choice(NAMES),
        openedAt="05/06/2025",
        notes="opened at the border",
        sourceDescription="a teller",
    )
    yield record(
        "IdentityDocument",
        f"f{turn}",
        number=dice.choice(PASSPORTS),
        documentType="passport",
        country="TH",
        state="confiscated",
    )
    yield record(
        "Report",
        f"r{turn}",
        title="Kept at the gate",
        text=f"{dice.choice(NAMES)} cannot leave",
        reportType="complaint",
        reportedAt="2026-02-01T08:00:00Z",
        loss="1200 USD",
    )


def _station() -> Iterable[SubmittedItem]:
    """Yield a false base station, alike at every party, and two sightings of it."""
    yield record("FalseBaseStation", "b", cell="520-03-4121-77012", label="van 3", senderName="KBANK")
    for number, place in enumerate(("Mae Sot", "Tachileik")):
        yield record(
            "Sighting", f"o{number}", summary="seen", observedAt=f"2026-03-0{number + 1}T10:00:00Z", locality=place
        )
        yield link("OBSERVED_AT", "b", f"o{number}")


def key_of(filing: Filing, item: SubmittedRecord) -> CompartmentKey:
    """Return the terms that a record is filed under."""
    return CompartmentKey(
        originator=filing.originator,
        profile=item.profile or filing.profile,
        kind=item.kind,
        role=SubjectRole(item.subject_role or SubjectRole.NONE),
    )


def phone_numbers(item: SubmittedRecord) -> Sequence[str]:
    """Return the phone numbers that a record is, or that stand on it, as far as they are exact identifiers."""
    told = item.properties.get("number" if item.kind == "PhoneNumber" else "phone", ())
    return [text for text in told if text not in LOCAL_PHONES]


async def file_all(scratch: Scratch, filings: Sequence[Filing], *, only: Sequence[Filing] | None = None) -> None:
    """File a world, its terms registered first, so that two worlds number them alike."""
    for filing in filings:
        for item in filing.items:
            if isinstance(item, SubmittedRecord):
                await scratch.app.registry.base(key_of(filing, item))
    for filing in filings if only is None else only:
        await scratch.file(filing, settle=False)
    await scratch.app.settle(in_order=True)


def filed_records(scratch: Scratch, filings: Sequence[Filing]) -> dict[str, tuple[Filing, SubmittedRecord]]:
    """Return the records of a world by their ids, each with the filing that it is of."""
    return {
        scratch.id(filing.originator, item.reference): (filing, item)
        for filing in filings
        for item in filing.items
        if isinstance(item, SubmittedRecord)
    }
