"""Where a property of FollowTheMoney goes for which the ontology has no place of its own: by what it tells.

Who somebody is, how to reach them and where they are stays closed with what has a place: notes are read by others than
names are, and a seal on a victim closes the one and not the other. Of a selector each of them tells of its users.

Source: the schemata of FollowTheMoney 4.11.2 that become records.
"""

from graph import KindSchema

NOTES = "notes"
_IDENTITY, _CONTACT, _LOCATION = "otherIdentity", "otherContact", "otherLocation"
# What describes and names nobody. A property that stands in no list is kept as what names somebody: so it is of those
# that an exporter made for itself.
_NARRATIVE_WORDS = """
accountType amount amountEur amountUsd area authority authorityId balance balanceDate bank bankAddress biography
buildDate capital classification closingDate contract createDate createdAt creationDate currency currencySymbol
custodyType date deadweightTonnage deregistrationDate description duration encumbrance endDate grossRegisteredTonnage
keywords landType legalForm listingDate maxBalance maxBalanceDate modifiedAt nameChangeDate notes openingDate pastTypes
position profession program programId programme programUrl project proof propertyType provisions publisher publisherUrl
purpose reason recordId registrationDate remarks retrievedAt riskSource sector sequenceNumber sourceUrl spokenLanguage
startDate status summary taxStatus tenure tonnage topics type
"""
_NARRATIVE = frozenset(_NARRATIVE_WORDS.split())
_OF_AUTHORITIES = frozenset({"country", "unscId"})
_CONTACTS = frozenset({"email", "ipAddress", "phone", "phoneCountry", "website"})
_LOCATIONS_WORDS = """
address addressEntity cadastralCode censusBlock city coatoCode country full googlePlaceId latitude longitude
navigationArea osmId postOfficeBox postalCode region registrationPort state street street2
"""
_LOCATIONS = frozenset(_LOCATIONS_WORDS.split())


def place_without_own(kind: KindSchema, name: str) -> str:
    """Return which property of a kind keeps one of the schema's that has no place of its own there.

    Args:
        kind: of the entity's record.
        name: of the property in FollowTheMoney, which stands before its value there.
    """
    if name in _NARRATIVE or (kind.name == "Measure" and name in _OF_AUTHORITIES):
        return NOTES
    told = _CONTACT if name in _CONTACTS else _LOCATION if name in _LOCATIONS else _IDENTITY
    return told if told in kind.properties else _IDENTITY
