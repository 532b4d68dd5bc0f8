"""What one thing has one of: whether two groups of records can be one person, organisation, site or advertisement.

Only what stands on the records, as far as the viewer may read it, counts. Values that agree somewhere, or nearly, as
lists differ by a letter or a digit, are no objection; of national numbers nothing but a slip is near (`national_ids`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from rapidfuzz.distance import OSA

from entity_resolution.comparing.birth_years import BirthYears, are_years_of_two, birth_years, tells_a_year
from entity_resolution.comparing.company_numbers import CompanyNumber, are_two_companies, company_numbers_of
from entity_resolution.comparing.comparisons import part_of
from entity_resolution.comparing.date_comparison import birth_date_level, stands_for_a_year
from entity_resolution.comparing.decision import Decision, Outcome
from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.comparing.name_comparison import forms_of, sex_by_title
from entity_resolution.comparing.national_ids import (
    NationalId,
    is_within,
    national_id_of,
    objects,
    without_doubtful_country,
)
from entity_resolution.comparing.site_types import are_two_sites
from entity_resolution.names import NameForm, NameKind, addressed_as, are_of_two_countries
from graph import PropertyClass
from graph.parts import Part, StoredValue
from graph.values import ValueStatus, is_placeholder_key, is_placeholder_number

_DAY = len("1990-05-05")
# In one country, in the years that an inquiry looks at.
_MOST_PASSPORTS = 3


class Objection(StrEnum):
    """Why two groups cannot be one."""

    BIRTH_DATES = "birth-dates"  # no two whole ones agree at any precision, or no two years are near
    SEXES = "sexes"
    DOCUMENTS = "documents"  # passports, or identity cards, of one country with different numbers
    COMPANY_NUMBERS = "company-numbers"  # of one register
    LEGAL_FORMS = "legal-forms"  # of two countries: Pte Ltd, Sdn Bhd
    SITE_TYPES = "site-types"  # of which one excludes the other: a shelter, a casino
    CONTACTS = "contacts"  # two advertisements with other phone numbers, or other accounts
    NAMES = "names"  # two names of which a record between them shows less
    FITS_TWO = "fits-two"  # it may be either of two who are not one, and hardly one rather than the other

    @property
    def words(self) -> str:
        """The same in words, for an explanation."""
        return _WORDS[self]


_WORDS = {
    Objection.BIRTH_DATES: "kept apart by two birth dates",
    Objection.SEXES: "kept apart by two sexes",
    Objection.DOCUMENTS: "kept apart by two passports or national numbers of one country",
    Objection.COMPANY_NUMBERS: "kept apart by two numbers of one company register",
    Objection.LEGAL_FORMS: "kept apart by legal forms of two countries",
    Objection.SITE_TYPES: "kept apart by two types of site, of which one excludes the other",
    Objection.CONTACTS: "kept apart by contacts, of which none is the other's",
    Objection.NAMES: "kept apart by two names, of which the record between them shows less",
    Objection.FITS_TWO: "kept apart as one of the two fits two who are not one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a group of records says of which there is one.

    Attributes:
        birth_dates: whole ones alone, whose day is known.
        birth_years: of those and of all others.
        sexes: as the records say.
        addressed_as: each a people and a sex, which a form of address tells beside the other one of the same people.
        passports: each a country and a number.
        national_ids: numbers that a country gives each person once.
        company_numbers: numbers that a register gives each company once.
        form_countries: by company name with a legal form that few countries have, those countries.
        site_types: what a site is.
        contacts: of an advertisement, each a sort (`phone`, or the platform of an account) and a number or name.
    """

    birth_dates: frozenset[str] = frozenset()
    birth_years: frozenset[BirthYears] = frozenset()
    sexes: frozenset[str] = frozenset()
    addressed_as: frozenset[tuple[str, str]] = frozenset()
    passports: frozenset[tuple[str, str]] = frozenset()
    national_ids: frozenset[NationalId] = frozenset()
    company_numbers: frozenset[CompanyNumber] = frozenset()
    form_countries: frozenset[frozenset[str]] = frozenset()
    site_types: frozenset[str] = frozenset()
    contacts: frozenset[tuple[str, str]] = frozenset()

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(
            birth_dates=self.birth_dates | other.birth_dates,
            birth_years=self.birth_years | other.birth_years,
            sexes=self.sexes | other.sexes,
            addressed_as=self.addressed_as | other.addressed_as,
            passports=self.passports | other.passports,
            national_ids=self.national_ids | other.national_ids,
            company_numbers=self.company_numbers | other.company_numbers,
            form_countries=self.form_countries | other.form_countries,
            site_types=self.site_types | other.site_types,
            contacts=self.contacts | other.contacts,
        )


_NOTHING = Facts()


def facts_of(kind: str, parts: Mapping[PropertyClass, Part]) -> Facts:
    """Return the facts of one record of a kind: all of the class of its names, but for an advertisement's contacts."""
    if kind == "JobAdvertisement":
        return Facts(contacts=frozenset(_contacts(part_of(parts, PropertyClass.CONTACT))))
    identity = part_of(parts, PropertyClass.IDENTITY)
    if kind == "Site":
        return Facts(site_types=frozenset(v.value for v in identity.get("siteType", ()) if v.value))
    return _facts_of_company(identity) if kind == "Organization" else _facts_of_person(identity)


def _facts_of_person(identity: Part) -> Facts:
    born = identity.get("birthDate", ())
    nationalities = frozenset(value.value for value in identity.get("nationality", ()) if value.value)
    return Facts(
        birth_dates=frozenset(_birth_dates(born)),
        birth_years=frozenset(birth_years(born, nationalities=nationalities)),
        sexes=frozenset(_sexes(identity)),
        addressed_as=frozenset(_addressed_as(identity)),
        passports=frozenset(_passports(identity.get("passportNumber", ()))),
        national_ids=frozenset(_national_ids(identity.get("nationalId", ()))),
    )


def _birth_dates(values: Iterable[StoredValue]) -> Iterator[str]:
    for value in values:
        is_day = value.value is not None and len(value.value) == _DAY and not stands_for_a_year(value.value)
        if value.value and is_day and tells_a_year(value):
            yield value.value


def _national_ids(values: Iterable[StoredValue]) -> Iterator[NationalId]:
    for found in filter(None, map(national_id_of, without_doubtful_country(tuple(values)))):
        if not is_placeholder_number(found.number):
            yield found


def _sexes(identity: Part) -> Iterator[str]:
    """Yield the sexes given, or where none is, the one that titles tell: of Ms. Kanok, male, the title is wrong."""
    given = [value for value in identity.get("sex", ()) if value.value]
    told = None if given else sex_by_title(_forms(identity, NameKind.PERSON))
    for value in [told] if told is not None else given:
        if value.value in {"male", "female"}:
            yield value.value


def _addressed_as(identity: Part) -> Iterator[tuple[str, str]]:
    """Yield how a people's forms of address call a record, but for what a given sex contradicts: Saw Yu, female."""
    given = {value.value for value in identity.get("sex", ()) if value.value}
    found = (addressed_as(form) for form in _forms(identity, NameKind.PERSON) if not form.noted)
    return (address for address in found if address is not None and (not given or address[1] in given))


def _facts_of_company(identity: Part) -> Facts:
    jurisdictions = {value.value for value in identity.get("jurisdiction", ()) if value.value}
    numbers = company_numbers_of(
        identity.get("registrationNumber", ()),
        identity.get("taxNumber", ()),
        jurisdiction=jurisdictions.pop() if len(jurisdictions) == 1 else None,
    )
    forms = _forms(identity, NameKind.ORGANISATION)
    return Facts(
        company_numbers=frozenset(numbers),
        form_countries=frozenset(form.form_countries for form in forms if form.form_countries),
    )


def _contacts(contact: Part) -> Iterator[tuple[str, str]]:
    """Yield phone numbers with a key and accounts with their platform; what many share, or stands for none, is none."""
    hubs = load_hubs()
    for sort, name in (("phone", "phone"), (None, "contactHandle")):
        for value in contact.get(name, ()):
            known = value.value is not None and value.status is not ValueStatus.INVALID
            if known and not (value.key and (is_placeholder_key(value.key) or hubs.holds_key(value.key))):
                yield sort or value.type, (value.value or "").casefold()


def _forms(identity: Part, kind: NameKind) -> list[NameForm]:
    return forms_of(kind, [value for name in ("name", "alias") for value in identity.get(name, ()) if value.value])


def objection(left: Facts, right: Facts) -> Objection | None:
    """Return by which facts two groups cannot be one, the first in the order of `Objection`; `None` where they can."""
    if _NOTHING in (left, right):
        return None
    if _were_born_at_two_times(left, right):
        return Objection.BIRTH_DATES
    if _are_of_two_sexes(left, right):
        return Objection.SEXES
    if _documents_conflict(left, right):
        return Objection.DOCUMENTS
    if are_two_companies(left.company_numbers, right.company_numbers):
        return Objection.COMPANY_NUMBERS
    if _forms_conflict(left, right):
        return Objection.LEGAL_FORMS
    if are_two_sites(left.site_types, right.site_types):
        return Objection.SITE_TYPES
    return Objection.CONTACTS if _contacts_differ(left, right) else None


def has_passports_of_both(between: Facts, left: Facts, right: Facts) -> bool:
    """Tell whether two groups are two by their passports alone, and a third has those of both: an old and a new one.

    It says by that that they are one person's. National numbers are for life, so that who has two of them is a slip.
    What says two birth dates or sexes of its own, or more passports than somebody renews, is a list of several people.
    """
    if objection(left, right) is not Objection.DOCUMENTS or objects(left.national_ids, right.national_ids):
        return False
    if not (between.passports & left.passports and between.passports & right.passports) or _is_of_several(between):
        return False
    if objects(between.national_ids, left.national_ids | right.national_ids):
        return False
    return objection(left | between, right) is None and objection(left, right | between) is None


def _is_of_several(facts: Facts) -> bool:
    """Tell whether what one record or group says of itself is rather of several people."""
    if len(facts.sexes) > 1 or len(facts.birth_dates) > 1 or len(facts.passports) > _MOST_PASSPORTS:
        return True
    return any(objects(frozenset({a}), frozenset({b})) for a, b in combinations(facts.national_ids, 2))


def _were_born_at_two_times(left: Facts, right: Facts) -> bool:
    dates = [(a, b) for a in left.birth_dates for b in right.birth_dates]
    if dates and all(birth_date_level(a, b) == "conflict" for a, b in dates):
        return True
    years = [(a, b) for a in left.birth_years for b in right.birth_years]
    return bool(years) and all(are_years_of_two(a, b) for a, b in years)


def _are_of_two_sexes(left: Facts, right: Facts) -> bool:
    if left.sexes and right.sexes and not left.sexes & right.sexes:
        return True
    peoples = {people for people, _ in left.addressed_as} & {people for people, _ in right.addressed_as}
    return any(
        {sex for named, sex in left.addressed_as if named == people}.isdisjoint(
            sex for named, sex in right.addressed_as if named == people
        )
        for people in peoples
    )


def _contacts_differ(left: Facts, right: Facts) -> bool:
    """Tell whether two advertisements name contacts of one sort of which none is the other's, nor nearly so.

    Whoever copies a text puts another number below it. Where any one contact is of both, they are one recruiter's.
    """
    if {name for _, name in left.contacts} & {name for _, name in right.contacts}:
        return False
    pairs = [(a, b) for sort, a in left.contacts for kind, b in right.contacts if sort == kind]
    return bool(pairs) and not any(OSA.distance(a, b, score_cutoff=1) <= 1 for a, b in pairs)


def settle(decision: Decision, left: Facts, right: Facts) -> tuple[Decision, Objection | None]:
    """Return what becomes of a pair by itself, and what keeps it apart though it weighs enough to be joined.

    Such a pair is left to a human: one of its values is wrong, or the two are not one.
    """
    found = objection(left, right) if decision.outcome is Outcome.MATCH else None
    return (replace(decision, outcome=Outcome.REVIEW) if found is not None else decision), found


def _forms_conflict(left: Facts, right: Facts) -> bool:
    pairs = [(one, other) for one in left.form_countries for other in right.form_countries]
    return bool(pairs) and all(are_of_two_countries(one, other) for one, other in pairs)


def _passports(values: Iterable[StoredValue]) -> Iterator[tuple[str, str]]:
    """Yield country and number of each passport whose key says of which country it is."""
    for value in values:
        scheme, _, rest = (value.key or "").partition(":")
        country, _, numbered = rest.partition(":")
        kind, _, number = numbered.partition(":")
        told = bool(number) and not is_placeholder_number(number)
        if scheme == "doc" and len(country) == 2 and kind == "passport" and told:
            yield country, number


def _documents_conflict(left: Facts, right: Facts) -> bool:
    cards = {card for card in left.national_ids if card.country}
    if left.passports & right.passports or cards & right.national_ids:
        return False
    if objects(left.national_ids, right.national_ids):
        return True
    lefts, rights = _of_one_country(left.passports), _of_one_country(right.passports)
    pairs = [(a[1], b[1]) for a in lefts for b in rights if a[0] == b[0]]
    return bool(pairs) and not any(OSA.distance(a, b, score_cutoff=1) <= 1 or is_within(a, b) for a, b in pairs)


def _of_one_country(passports: frozenset[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the passports but for numbers that are kept as ones of several countries, since nothing tells of which."""
    countries = Counter(number for _, number in passports)
    return [(country, number) for country, number in passports if countries[number] == 1]
