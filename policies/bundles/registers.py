"""The registers of a bundle: parties, communities, profiles, agreements, instruments, inquiries, purposes and roles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph import MarkedYaml
from graph.values import country_hint, is_country_code
from policies.bundles.files import BundleFiles, bundle_yaml
from policies.bundles.operators import NOTHING_RUN, Operations, read_operations, refuse_two_operators
from policies.bundles.profiles import HandlingProfile, read_profile
from policies.bundles.vocabulary import Sector, Tlp

INQUIRIES_FILE = "inquiries.yml"
"""Optional: without it nobody may put an identifier to the party that runs it."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_COUNTRIES = frozenset({"EU", "UN", "ZZ"})
"""Whose law applies that is of no country: the European Union, the United Nations, nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From an instant, included, until another, excluded; `None` is without end."""

    start: datetime | None = None
    end: datetime | None = None

    def __contains__(self, instant: datetime) -> bool:
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)

    def __and__(self, other: "Period") -> "Period":
        """Return the time that lies in both; where they do not meet, no instant lies in it."""
        starts = [t for t in (self.start, other.start) if t is not None]
        ends = [t for t in (self.end, other.end) if t is not None]
        return Period(start=max(starts, default=None), end=min(ends, default=None))

    def __str__(self) -> str:
        """Return it in words, as `from 2026-01-01 until 2027-01-01`; without an end it is `from` alone."""
        ends = (("from", self.start), ("until", self.end))
        return " ".join(f"{word} {t.isoformat().removesuffix('T00:00:00+00:00')}" for word, t in ends if t is not None)

    @property
    def is_empty(self) -> bool:
        """Return whether no instant lies in it."""
        return self.start is not None and self.end is not None and self.end <= self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An agency, organisation or publisher. `contact` is where others ask it; `communities` are those of TLP:GREEN.

    `operates` is what it runs, and so can be asked about without having filed anything.
    """

    code: str
    name: str
    jurisdiction: str
    sector: Sector
    contact: str
    communities: frozenset[str] = frozenset()
    suspended: bool = False
    operates: Operations = NOTHING_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What parties agreed. It releases only the data of parties that adopted it, while it is in force.

    Attributes:
        id: what permits cite.
        title: what it is called.
        parties: who is or was a party to it.
        purposes: what its parties may ask for under it.
        legal_basis: the text that it rests on.
        force: when it is in force; where it stands under another instrument, no longer than that one.
        adopted_by: originator to the period in which its data is released under the agreement's own text.
        memberships: party to the period in which it is one; a party that withdraws neither gives nor receives any more.
        under: the instrument or agreement that it stands under, if any.
        review_by: when the parties meant to look at it again.
        claimants: protection bodies whose claim that a person is a victim seals the records of who adopted it.
    """

    id: str
    title: str
    parties: frozenset[str]
    purposes: frozenset[str]
    legal_basis: str
    force: Period
    adopted_by: Mapping[str, Period]
    memberships: Mapping[str, Period]
    under: str | None = None
    review_by: datetime | None = None
    claimants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A law, order or decision that a permit may cite as its basis."""

    id: str
    title: str
    jurisdiction: str | None
    force: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Which parties may put an identifier to a party that runs it: what the law of those who ask lets them tell it.

    `legal_basis` is an instrument of the askers' jurisdiction, or of none, or an agreement that all askers adopted and
    to which all operators are parties.
    """

    id: str
    title: str
    askers: frozenset[str]
    operators: frozenset[str]
    purposes: frozenset[str]
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """All registers of one bundle, each by code or name."""

    communities: Mapping[str, str]
    parties: Mapping[str, Party]
    purposes: Mapping[str, str]
    roles: Mapping[str, str]
    profiles: Mapping[str, HandlingProfile]
    agreements: Mapping[str, Agreement]
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    inquiries: Mapping[str, Inquiry] = field(default_factory=dict)

    @property
    def jurisdictions(self) -> frozenset[str]:
        """The jurisdictions that have a party."""
        return frozenset(p.jurisdiction for p in self.parties.values())

    @property
    def published_profiles(self) -> frozenset[str]:
        """The profiles of what its originator published: those that say `CLEAR`."""
        return frozenset(p.name for p in self.profiles.values() if p.tlp is Tlp.CLEAR)

    def basis(self, name: str) -> Period | None:
        """Return when a legal basis is in force, `None` where no instrument or agreement has this name."""
        if name in self.instruments:
            return self.instruments[name].force
        return self.agreements[name].force if name in self.agreements else None


def read_registers(files: BundleFiles) -> Registers:
    """Read all register files of a bundle.

    Raises:
        BundleError: a file has an unknown word or party, a missing or a repeated one, or an agreement that stands under
            itself.
    """
    purposes = _titles(bundle_yaml(files, "purposes.yml"))
    roles = _titles(bundle_yaml(files, "roles.yml"))
    sections = bundle_yaml(files, "parties.yml").fields(required=("communities", "parties"))
    communities = _titles(sections["communities"])
    parties = {c: _party(c, v, communities) for c, v in sections["parties"].entries().items()}
    _refuse_ambiguous_codes(sections["parties"].entries(), parties)
    refuse_two_operators({c: p.operates for c, p in parties.items()}, sections["parties"].entries())
    found = {name: bundle_yaml(files, f"{name}.yml") for name in ("profiles", "agreements", "instruments")}
    profiles, agreements = found["profiles"].entries(), found["agreements"].entries()
    jurisdictions = sorted({p.jurisdiction for p in parties.values()})
    instruments = {n: _instrument(n, v, jurisdictions) for n, v in found["instruments"].entries().items()}
    _check_ids(party=sections["parties"], instrument=found["instruments"], agreement=found["agreements"])
    _check_ids(profile=found["profiles"])
    known = [*instruments, *agreements]
    own = {n: _agreement(n, v, parties, purposes, known) for n, v in agreements.items()}
    standing = {n: _standing(n, own, instruments, agreements) for n in own}
    return Registers(
        communities=communities,
        parties=parties,
        purposes=purposes,
        roles=roles,
        profiles={n: read_profile(n, v, communities, parties, purposes) for n, v in profiles.items()},
        agreements=standing,
        instruments=instruments,
        inquiries=_inquiries(files, parties, purposes, instruments, standing),
    )


def _check_ids(**registers: MarkedYaml) -> None:
    """Return if the ids of registers of one name space are such, and differ by more than small and large letters.

    What a permit cites, a folder is named for or a token says then means one thing, on every file system.
    """
    taken: dict[str, tuple[str, MarkedYaml]] = {}
    for what, register in registers.items():
        for word in register.names():
            name, kind = word.text(), f"{'an' if what[0] in 'ai' else 'a'} {what}"
            if name.casefold() in taken:
                other, first = taken[name.casefold()]
                case = "" if name == first.text() else f" `{first.text()}`: ids differ by more than large letters"
                word.fail(f"`{name}` is also the id of {other}, at {first.file}:{first.line}{case}")
            if _ID.fullmatch(name) is None:
                word.fail(f"`{name}` is no id of {kind}: small letters, digits and hyphens make one")
            taken[name.casefold()] = (kind, word)


def _refuse_ambiguous_codes(values: Mapping[str, MarkedYaml], parties: Mapping[str, Party]) -> None:
    """Refuse a party whose code is also that of a jurisdiction: its pack's folder would mean two things."""
    for code in parties.keys() & {p.jurisdiction.lower() for p in parties.values()}:
        values[code].fail(f"`{code}` is also the code of a jurisdiction")


def _titles(value: MarkedYaml) -> dict[str, str]:
    return {name: v.text() for name, v in value.entries().items()}


def _party(code: str, value: MarkedYaml, communities: Mapping[str, str]) -> Party:
    optional = ("communities", "suspended", "operates")
    fields = value.fields(required=("name", "jurisdiction", "sector", "contact"), optional=optional)
    jurisdiction = fields["jurisdiction"].text()
    if not is_country_code(jurisdiction) and jurisdiction not in _NO_COUNTRIES:
        others = ", ".join(f"`{code}`" for code in sorted(_NO_COUNTRIES))
        problem = f"unknown jurisdiction `{jurisdiction}`{country_hint(jurisdiction)}"
        fields["jurisdiction"].fail(f"{problem} (known are countries by ISO 3166, {others})")
    return Party(
        code=code,
        name=fields["name"].text(),
        jurisdiction=jurisdiction,
        sector=Sector(fields["sector"].one_of(list(Sector), "sector")),
        contact=fields["contact"].text(),
        communities=fields["communities"].words(communities, "community") if "communities" in fields else frozenset(),
        suspended=fields["suspended"].flag() if "suspended" in fields else False,
        operates=read_operations(fields["operates"]) if "operates" in fields else NOTHING_RUN,
    )


def _agreement(
    name: str,
    value: MarkedYaml,
    parties: Mapping[str, Party],
    purposes: Mapping[str, str],
    known: list[str],
) -> Agreement:
    """Return an agreement by its own words alone; `_standing` adds what it stands under."""
    fields = value.fields(
        required=("title", "parties", "purposes", "legal_basis", "valid_from", "adopted_by"),
        optional=("valid_until", "no_expiry", "under", "withdrawals", "review_by", "claimants"),
    )
    if ("valid_until" in fields) == ("no_expiry" in fields):
        value.fail("needs either `valid_until` or `no_expiry` with its reason")
    members, force = fields["parties"].words(parties, "party"), _period(value, fields)
    left = _withdrawals(fields["withdrawals"], members, parties, force) if "withdrawals" in fields else {}
    memberships = {code: force & Period(end=left.get(code)) for code in members}
    return Agreement(
        id=name,
        title=fields["title"].text(),
        parties=members,
        purposes=fields["purposes"].words(purposes, "purpose"),
        legal_basis=fields["legal_basis"].text(),
        force=force,
        adopted_by=_adoptions(fields["adopted_by"], memberships, parties),
        memberships=memberships,
        under=fields["under"].one_of(known, "instrument") if "under" in fields else None,
        review_by=fields["review_by"].instant() if "review_by" in fields else None,
        claimants=_claimants(fields["claimants"], members, parties) if "claimants" in fields else frozenset(),
    )


def _member(value: MarkedYaml, members: frozenset[str], parties: Mapping[str, Party]) -> str:
    """Return the party of an agreement that is named here; of a registered one that is none it says that."""
    code = value.text()
    if code in parties and code not in members:
        value.fail(f"`{code}` is no party of the agreement: its `parties` do not name it")
    return value.one_of(members, "party of the agreement")


def _claimants(value: MarkedYaml, members: frozenset[str], parties: Mapping[str, Party]) -> frozenset[str]:
    for item in value.items():
        _member(item, members, parties)
    return value.words(members, "party of the agreement")


def _adoptions(value: MarkedYaml, memberships: Mapping[str, Period], parties: Mapping[str, Party]) -> dict[str, Period]:
    adopted: dict[str, Period] = {}
    for item in value.items():
        fields = item.fields(required=("party", "valid_from"), optional=("valid_until",))
        code = _member(fields["party"], frozenset(memberships), parties)
        if code in adopted:
            item.fail(f"`{code}` is given twice")
        adopted[code] = _period(item, fields)
        if (adopted[code] & memberships[code]).is_empty:
            item.fail(f"`{code}` would adopt the agreement at no time: it is a party to it {memberships[code]}")
    return adopted


def _withdrawals(
    value: MarkedYaml, members: frozenset[str], parties: Mapping[str, Party], force: Period
) -> dict[str, datetime]:
    left: dict[str, datetime] = {}
    for item in value.items():
        fields = item.fields(required=("party", "at"))
        code = _member(fields["party"], members, parties)
        if code in left:
            item.fail(f"`{code}` is given twice")
        left[code] = fields["at"].instant()
        if left[code] not in force:
            fields["at"].fail("lies outside the agreement's period")
    return left


def _standing(
    name: str,
    own: Mapping[str, Agreement],
    instruments: Mapping[str, Instrument],
    values: Mapping[str, MarkedYaml],
) -> Agreement:
    """Return an agreement narrowed by what it stands under: it lapses with that, and a party leaves it with that."""
    agreement, chain = own[name], [name]
    force, memberships = agreement.force, agreement.memberships
    above = agreement.under
    while above is not None and above in own:
        if above in chain:
            values[name].fail(f"stands under itself: {' > '.join([*chain, above])}")
        chain.append(above)
        force &= own[above].force
        memberships = {c: period & own[above].memberships.get(c, own[above].force) for c, period in memberships.items()}
        above = own[above].under
    if above is not None:
        force &= instruments[above].force
    memberships = {code: period & force for code, period in memberships.items()}
    adopted = {code: period & memberships[code] for code, period in agreement.adopted_by.items()}
    return replace(agreement, force=force, memberships=memberships, adopted_by=adopted)


def _instrument(name: str, value: MarkedYaml, jurisdictions: list[str]) -> Instrument:
    fields = value.fields(required=("title",), optional=("jurisdiction", "valid_from", "valid_until"))
    return Instrument(
        id=name,
        title=fields["title"].text(),
        jurisdiction=fields["jurisdiction"].one_of(jurisdictions, "jurisdiction") if "jurisdiction" in fields else None,
        force=_period(value, fields),
    )


def _inquiries(
    files: BundleFiles,
    parties: Mapping[str, Party],
    purposes: Mapping[str, str],
    instruments: Mapping[str, Instrument],
    agreements: Mapping[str, Agreement],
) -> dict[str, Inquiry]:
    """Return who may put an identifier to whom; a basis that does not bind the askers is an error."""
    if INQUIRIES_FILE not in files:
        return {}
    register, found = bundle_yaml(files, INQUIRIES_FILE), dict[str, Inquiry]()
    _check_ids(inquiry=register)
    for name, value in register.entries().items():
        fields = value.fields(required=("title", "askers", "operators", "purposes", "legal_basis"))
        inquiry = Inquiry(
            id=name,
            title=fields["title"].text(),
            askers=fields["askers"].words(parties, "party"),
            operators=fields["operators"].words(parties, "party"),
            purposes=fields["purposes"].words(purposes, "purpose"),
            legal_basis=fields["legal_basis"].one_of([*instruments, *agreements], "instrument or agreement"),
        )
        for code in sorted(c for c in inquiry.operators if not parties[c].operates):
            fields["operators"].fail(f"`{code}` operates nothing: `parties.yml` has no `operates` of it")
        if inquiry.legal_basis in instruments:
            _check_own_law(fields, inquiry, parties, instruments[inquiry.legal_basis])
        else:
            _check_agreed(fields, inquiry, agreements[inquiry.legal_basis])
        found[name] = inquiry
    return found


def _check_own_law(
    fields: Mapping[str, MarkedYaml], inquiry: Inquiry, parties: Mapping[str, Party], basis: Instrument
) -> None:
    """Refuse an asker of another jurisdiction than the instrument's: what an agency may tell is for its own law."""
    for code in sorted(inquiry.askers):
        if basis.jurisdiction not in {None, parties[code].jurisdiction}:
            fields["askers"].fail(f"`{code}` is not of `{basis.jurisdiction}`, whose law `{basis.id}` is")


def _check_agreed(fields: Mapping[str, MarkedYaml], inquiry: Inquiry, basis: Agreement) -> None:
    """Refuse a party or a purpose that the agreement is not about, and an asker that did not adopt it.

    What an asker tells is its own, and an agreement releases only what is of those who adopted it.
    """
    for name, codes in (("askers", inquiry.askers), ("operators", inquiry.operators)):
        for code in sorted(codes - basis.parties):
            fields[name].fail(f"`{code}` is no party of the agreement `{basis.id}`")
    for code in sorted(inquiry.askers - basis.adopted_by.keys()):
        fields["askers"].fail(f"`{code}` has not adopted the agreement `{basis.id}`: it asks by it once it has")
    for purpose in sorted(inquiry.purposes - basis.purposes):
        fields["purposes"].fail(f"`{purpose}` is no purpose of the agreement `{basis.id}`")


def _period(value: MarkedYaml, fields: Mapping[str, MarkedYaml]) -> Period:
    start = fields["valid_from"].instant() if "valid_from" in fields else None
    end = fields["valid_until"].instant() if "valid_until" in fields else None
    if start is not None and end is not None and end <= start:
        value.fail("`valid_until` is not after `valid_from`")
    return Period(start=start, end=end)
