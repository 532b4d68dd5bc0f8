"""What a reader of an alert sees of that on which its linkage rests: on the own side, and of the record on the other.

A class guards that a value was matched on as it guards the value. Who may not read, on either side, by what two records
are linked would learn from an alert that names them what a closed value is.
"""

from collections.abc import Mapping

from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.model import MatchModel
from entity_resolution.views.evidence_in_view import evidence_in_view, evidence_on_one_side
from graph import Ontology, PropertyClass, ReadScope
from graph.matches import Match
from graph.selectors import key_classes, meeting_classes
from graph.store import CompartmentRegistry, LinkNotice, NoticeReason


class AlertSight:
    """Tells which sides of a linkage its reader sees; a hit, a request and an answer are no linkages."""

    def __init__(self, registry: CompartmentRegistry, models: Mapping[str, MatchModel], ontology: Ontology) -> None:
        self._registry = registry
        self._models = models
        self._ontology = ontology
        self._key_classes = key_classes(ontology)

    def sees_own_side(self, scope: ReadScope, notice: LinkNotice, match: Match | None) -> bool:
        """Return whether a reader sees on their own agency's side all that a linkage rests on, or enough for a match.

        Else it would tell them what a number means that is confined to others of their agency. What a match rested on
        is unknown once it stands no more: of its end hears who reads all that its kind is compared by.

        Args:
            scope: the reader's.
            notice: of its agency.
            match: that it tells of, as it stands; `None` where there is none, or the two are not compared.
        """
        if notice.reason is not NoticeReason.LINKAGE or notice.own_compartment is None:
            return True
        readable = scope.readable_classes(notice.own_compartment)
        if notice.matched_id is None or notice.own_kind not in self._models:
            meeting = self._meeting(notice)
            return bool(meeting) and meeting <= readable
        model = self._models[notice.own_kind]
        if match is not None:
            is_left = match.left_id == notice.own_id
            seen = evidence_on_one_side(scope, readable, match.evidence, match.ways, left=is_left)
            if decide(model, seen).outcome is Outcome.MATCH:
                return True
            if decide(model, match.evidence).outcome is Outcome.MATCH:
                return len(seen) == len(match.evidence)
        return readable.issuperset(c.property_class for c in model.comparisons)

    def names_other(self, scope: ReadScope, notice: LinkNotice, match: Match | None) -> bool:
        """Return whether an alert may name the other record to a reader who sees the own side: they see why, too.

        Else a guess of what is closed on a record in sight, filed as one's own, would be confirmed for that record: a
        selector is named where its key may be read, a record that is compared where what may be read makes the two a
        match. Where it leaves them to review, as two namesakes, the queue has both, and says of neither which it is.
        """
        if notice.other_id is None or notice.other_compartment is None or notice.own_compartment is None:
            return False
        if notice.own_kind not in self._models:
            return notice.may_look_up
        if match is None:
            return False
        ends = {notice.own_id: notice.own_compartment, notice.other_id: notice.other_compartment}
        readable = [scope.readable_classes(ends[end]) for end in (match.left_id, match.right_id)]
        seen = evidence_in_view(scope, readable[0], readable[1], match.evidence, match.ways)
        return decide(self._models[notice.own_kind], seen).outcome is Outcome.MATCH

    def _meeting(self, notice: LinkNotice) -> frozenset[PropertyClass]:
        """Return the classes of the selectors by which two records that are not compared can meet."""
        key = self._registry.get(notice.other_compartment).key if notice.other_compartment is not None else None
        if key is None:
            return frozenset()
        kinds = self._ontology.kind(notice.own_kind), self._ontology.kind(key.kind)
        return meeting_classes(*kinds, self._key_classes)
