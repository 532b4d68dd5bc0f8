"""Words of the schema: kinds and link types from the ontology, and the closed sets that other packages define."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import strawberry

from entity_resolution.comparing.decision import Outcome
from graph import PropertyClass, SubjectRole, load_ontology
from graph.grants import Condition
from graph.matches import JudgementValue
from graph.values import ValueStatus
from policies import CalendarKind, Caveat, Tlp


def enum_name(word: str) -> str:
    """Return the GraphQL enum name of a word, `PhoneNumber` and `phone-number` to `PHONE_NUMBER`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).replace("-", "_").upper()


_ONTOLOGY = load_ontology()

if TYPE_CHECKING:

    class Kind(StrEnum):
        """A kind of record; its members come from the ontology."""

    class LinkType(StrEnum):
        """A type of link; its members come from the ontology."""

else:
    Kind = strawberry.enum(StrEnum("Kind", {enum_name(k): k for k in _ONTOLOGY.kinds}), description="A kind of record.")
    LinkType = strawberry.enum(StrEnum("LinkType", {n: n for n in _ONTOLOGY.links}), description="A type of link.")

strawberry.enum(PropertyClass, description="The unit of release: a policy opens or closes whole classes.")
strawberry.enum(ValueStatus, description="How far a value passes the rules of its type.")
strawberry.enum(SubjectRole, description="The part that a record's subject plays.")
strawberry.enum(JudgementValue, description="What an agency decided about a pair.")
strawberry.enum(Tlp, name="TrafficLight", description="A colour of the Traffic Light Protocol 2.0 (FIRST, 2022).")
strawberry.enum(Caveat, description="What narrows a handling profile further.")
strawberry.enum(CalendarKind, name="PolicyEvent", description="What a day in the calendar of policies brings.")
strawberry.enum(Outcome, description="What becomes of a pair without a human.")
strawberry.enum(
    Condition,
    description="What a recipient keeps to: H0 nothing, H1 no judicial proceedings, H2 no passing on, H3 other words.",
)
