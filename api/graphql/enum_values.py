"""What the values of enums mean, for the schema: of kinds and link types what the ontology says."""

from graphql import GraphQLEnumType, GraphQLSchema

from api.graphql.vocabulary import enum_name
from graph import Ontology

_MEANINGS = {
    "AlertReason": {
        "LINKAGE": "a record of another agency is linked to one of yours",
        "HIT": "another agency cross-checked what a record of yours holds",
        "REQUEST": "another agency asks about a record of yours, or about an identifier that yours runs",
        "ANSWER": "another agency answered, or openly refused, what yours had asked",
    },
    "JudgementValue": {
        "POSITIVE": "the two are one",
        "NEGATIVE": "the two are not one",
        "UNSURE": "somebody looked, and it cannot be told",
        "NO_JUDGEMENT": "nothing is said any more: an earlier judgement is taken back",
    },
    "Outcome": {
        "MATCH": "the two are one, unless a judgement or other records keep them apart",
        "REVIEW": "it is left to a human",
        "NONE": "the two are not one, as far as the machine can tell",
    },
    "CheckState": {
        "ANSWERED": "it was answered",
        "HELD": "it waits for a supervisor",
        "RELEASED": "a supervisor released it: it may be asked once more",
        "USED": "it was asked once more, and answered",
    },
    "GrantStanding": {
        "PROPOSED": "it waits for a second person's approval and opens nothing",
        "WAITING": "it opens nothing before its time begins",
        "ACTIVE": "it opens what it names",
        "EXPIRED": "its time is over",
        "REVOKED": "it was taken back",
    },
    "RequestUrgency": {
        "EIGHT_HOURS": "an answer is due within 8 hours",
        "THREE_DAYS": "an answer is due within 3 days",
        "SEVEN_DAYS": "an answer is due within 7 days",
    },
    "AlertOrder": {"OLDEST_FIRST": "what came first stands first", "NEWEST_FIRST": "what came last stands first"},
    "Condition": {
        "H0": "nothing besides",
        "H1": "it is not used in judicial proceedings without permission",
        "H2": "it is not passed on without permission",
        "H3": "other restrictions, in words",
    },
    "SubjectRole": {
        "SUSPECT": "held to have committed an offence, and not convicted",
        "CONVICTED": "convicted of an offence",
        "PRESUMED_VICTIM": "taken for a victim, and not formally identified as one",
        "IDENTIFIED_VICTIM": "formally identified as a victim",
        "WITNESS": "may tell of an offence",
        "ASSOCIATE": "a contact or associate of somebody who is held to have committed one",
        "NONE": "none of these",
    },
    "PropertyClass": {
        "IDENTITY": "who or what it is: names, dates of birth, numbers of documents",
        "CONTACT": "how to reach it: phones, mail addresses, handles",
        "FINANCIAL": "accounts, wallets, amounts",
        "LOCATION": "where it is",
        "NARRATIVE": "what is told of it: texts, offences, dates of events",
        "SOURCE": "where the originator has it from",
    },
    "ValueStatus": {
        "VALID": "it passes all of them",
        "CASE_LOST": "an address whose capitals are gone, so that its checksum cannot be tested",
        "POSSIBLE": "it is well formed, but the text alone does not settle what it is",
        "SHORT": "a short code, which means something within one country alone",
        "ALPHANUMERIC": "the name of a sender in place of a phone number",
        "INVALID": "it breaks one; it is kept as it was written",
    },
    "Obstacle": {
        "NEGATIVE_JUDGEMENT": "a judgement that counts says that they are not one",
        "BIRTH_DATES": "two birth dates",
        "SEXES": "two sexes",
        "DOCUMENTS": "two passports or national numbers of one country",
        "COMPANY_NUMBERS": "two numbers of one company register",
        "LEGAL_FORMS": "legal forms of two countries",
        "SITE_TYPES": "two types of site, of which one excludes the other",
        "CONTACTS": "contacts, of which none is the other's",
        "NAMES": "two names, of which the record between them shows less",
        "FITS_TWO": "one of the two fits two who are not one",
        "PROPOSED": "an agency that wrote neither record alone says that they are one",
    },
    "UserErrorCode": {
        "ALERT_MOVED": "the alert was told again since you read it: read it anew",
        "BUDGET_EXHAUSTED": "your agency has asked all that it may ask for now",
        "EFFECT_UNREAD": "the judgement stands, and what it changes could not be read",
        "GRANT_MOVED": "what the grant is to open changed while it was looked at: ask again",
        "GRANT_STATE": "the grant is past this step",
        "IDEMPOTENCY_KEY": "you gave this key to another act",
        "JUDGEMENT_UNKNOWN": "the store failed as this pair of several was judged: that may stand",
        "LEGAL_HOLD": "a hold or a presumed victim's protection keeps what was to be changed",
        "NOTICE_STATE": "the notice is past this step",
        "NOT_FOUND": "there is no such thing in your view",
        "NOT_JUDGED": "the store failed before this pair of several was judged",
        "NO_OPERATOR": "the registers name no party that runs the identifier, or it is read with a doubt",
        "OWN_RECORD": "the record that you ask others about is your own agency's",
        "QUARANTINED": "some of what you filed was not taken: it waits in your quarantine",
        "RECORD_MOVED": "the record changed while it was looked at: ask again",
        "REQUEST_STATE": "the request is past this step",
        "UNCHANGED": "it is so already",
    },
    "TrafficLight": {
        "RED": "for the ears of the recipients named alone",
        "AMBER_STRICT": "to be told within the recipient's organisation alone",
        "AMBER": "to be told within the recipient's organisation and to its clients, as they need it",
        "GREEN": "to be told within the recipient's community",
        "CLEAR": "to be told to anybody",
    },
    "Caveat": {
        "ORCON": "content goes on with the originator's grant alone",
        "NOFORN": "it does not go to other jurisdictions",
        "NO_ONWARD": "the recipient passes nothing on",
        "NO_JUDICIAL": "it is not used in proceedings without permission",
        "PRIOR_CONSENT": "content is told only once the originator said yes",
        "HIT_ONLY": "others learn of a hit and nothing more",
        "NO_PRIVATE": "nothing goes to the private sector, no hit either",
        "SEALED": "nothing goes to anybody else",
    },
    "Sector": {
        "POLICE": "a police force",
        "IMMIGRATION": "an immigration or border authority",
        "PROSECUTION": "a prosecution service",
        "FIU": "a financial intelligence unit",
        "NGO": "an organisation that is no state's",
        "INTERNATIONAL": "an organisation of several states",
        "TELCO": "a telephone company",
        "BANK": "a bank or payment provider",
        "EXCHANGE": "an exchange of crypto-assets",
        "PLATFORM": "an online platform",
        "PUBLISHER": "a publisher of public lists",
    },
    "PolicyEvent": {
        "INSTRUMENT_BEGINS": "a law or other instrument begins to apply",
        "INSTRUMENT_ENDS": "it applies no more",
        "AGREEMENT_BEGINS": "an agreement comes into force",
        "AGREEMENT_ENDS": "it is in force no more",
        "ADOPTION_BEGINS": "a party's adoption of an agreement begins",
        "ADOPTION_ENDS": "it ends",
        "PARTY_WITHDRAWS": "a party leaves an agreement",
        "CONDITION_CHANGES": "a condition of a policy, as one of time, begins or ceases to hold",
        "REVIEW": "a policy is to be looked at again",
    },
    "GrantSide": {"GIVEN": "your agency gave it, or passed it on", "RECEIVED": "it was given to you"},
    "ProtectionState": {
        "SEALED": "others no longer see the record",
        "ASKED": "your agency is asked to seal it, which it has not done",
        "DECLINED": "your agency declined: it stays open, and may be sealed later",
        "LIFTED": "the seal, or the claim, was lifted",
    },
    "RequestDirection": {"OUTGOING": "your agency asks", "INCOMING": "your agency is asked"},
    "RequestState": {
        "DRAFT": "it has not been sent",
        "SENT": "it waits to be acknowledged",
        "ACKNOWLEDGED": "it waits to be answered",
        "ESCALATED": "a time to acknowledge or to answer has passed, and it is still open",
        "ANSWERED": "it was answered",
        "REFUSED": "it was refused; to who asked, openly",
        "EXPIRED": "it is closed without an answer",
        "WITHDRAWN": "who asked took it back",
    },
    "Exposure": {
        "SHOWN": "in an answer",
        "FILED": "by who filed it, which shows nothing",
        "HIT": "that something is held, and nothing of it",
        "NOTIFIED": "in a notice",
        "RECALLED": "in a list of recalls, which ask to forget it",
        "EXPORTED": "in a copy that leaves the product",
    },
    "RecallCause": {
        "RETRACTED": "it was withdrawn",
        "NARROWED": "it stands under a narrower handling profile",
        "CORRECTED": "it was filed again otherwise",
        "RETENTION_ENDED": "its time was over, and it was erased",
    },
    "RecallForm": {
        "RECIPIENT": "people of the agency were shown it, or told of it",
        "EXPORT": "a copy of it left the product",
        "HIT": "a cross-check of the agency was told that something is held, and of no record",
    },
    "RecallAnswer": {"DONE": "it did what was asked", "NOT_DONE": "it did not, and says why"},
    "StepBasis": {
        "JUDGEMENT": "a judgement that counts says that they are one",
        "MATCH": "the machine's comparison makes them one",
        "EQUAL_KEY": "their numbers, or what else identifies them, are equal",
    },
}


def describe_values(schema: GraphQLSchema, ontology: Ontology) -> None:
    """Write into a schema what the values of its enums mean, as far as that is written down."""
    kinds = {enum_name(name): kind.description for name, kind in ontology.kinds.items()}
    links = {name: link.description for name, link in ontology.links.items()}
    classes = _MEANINGS["PropertyClass"]
    actions = {
        "HIT": "that something is held, and nothing of it",
        "NOTICE": "that a record is linked to one of another agency, told to that agency",
        **{name: f"to read the class: {meaning}" for name, meaning in classes.items()},
    }
    for name, meanings in {**_MEANINGS, "Kind": kinds, "LinkType": links, "ReleaseAction": actions}.items():
        found = schema.type_map[name]
        assert isinstance(found, GraphQLEnumType)  # noqa: S101 - tests build the schema
        for value, meaning in meanings.items():
            found.values[value].description = f"{meaning[0].upper()}{meaning[1:].rstrip('.')}."
