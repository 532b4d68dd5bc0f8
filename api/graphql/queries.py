"""Queries. What is out of scope and what does not exist answer alike: null, or not in the list."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import strawberry

from api.countries import read_country
from api.errors import InputError
from api.graphql.alerts import Alert, AlertConnection, AlertEdge, AlertOrder, wanted_alerts
from api.graphql.context import BenangInfo
from api.graphql.descriptions import described
from api.graphql.entity_lists import EntityConnection, EntityEdge
from api.graphql.explanations import Explanation, ReviewConnection, ReviewEdge
from api.graphql.networks import Network, SearchConnection, SearchEdge
from api.graphql.pages import Pager
from api.graphql.parties import Party, Viewer, check_party
from api.graphql.records import Entity, Record, present
from api.graphql.vocabulary import Kind, LinkType
from api.network_places import NetworkPlaces
from entity_resolution.networks.networks import (
    MAX_NARROW_PATH_LENGTH,
    MAX_NETWORK_DEPTH,
    MAX_NETWORK_ENTITIES,
    MAX_PATH_LENGTH,
    MAX_PATH_LINKS,
    USUAL_PATH_LENGTH,
    Along,
    path_lengths,
)
from entity_resolution.views.entity_lists import EntityLister
from entity_resolution.views.review import MAX_WAITING
from graph import RecordId
from graph.store import NoticeReason, RecordLister

T = TypeVar("T")
MAX_QUESTION_LENGTH = 500


@strawberry.type(description="Reads of the graph, in your view.")
class Query:
    """The root of queries."""

    @strawberry.field
    def viewer(self, info: BenangInfo) -> Viewer:
        """Who you are, and under which terms you are answered."""
        operation = info.context
        viewer = operation.viewer
        return Viewer(
            agency=Party.of(operation.app.bundle.registers.parties[viewer.agency]),
            subject=viewer.subject,
            roles=sorted(viewer.roles),
            purpose=viewer.purpose,
            case_ref=viewer.case_ref,
            policy_version=operation.scope.policy_version,
            # Keyed: compartments are numbered as they come, so a bare digest could be searched for what lies between.
            scope_key=operation.app.minter.derived_id("s", operation.scope.view_key),
        )

    @strawberry.field
    async def entity(self, info: BenangInfo, id: strawberry.ID) -> Entity | None:  # noqa: A002 - GraphQL's word
        """The entity that a record belongs to; any visible member's id leads to it.

        Args:
            id: of any record of the entity that you see: each leads to it.
        """
        found = await info.context.find_entity(id)
        return None if found is None else Entity.of(found)

    @strawberry.field
    async def record(self, info: BenangInfo, id: strawberry.ID) -> Record | None:  # noqa: A002 - GraphQL's word
        """One record; null where it is not in your view.

        Args:
            id: of the record.
        """
        operation = info.context
        found = await operation.app.records.records(operation.scope, [id])
        operation.show_records(found)
        return present(found[0]) if found else None

    @strawberry.field
    async def record_by_reference(self, info: BenangInfo, dataset: str, reference: str) -> Record | None:
        """The record that your agency filed under a reference of its own; null where you may not see it.

        Args:
            dataset: the part of your agency's holdings in which the reference stands.
            reference: your agency's own name for the record, as it was filed; space around it makes no difference.
        """
        operation = info.context
        wanted = operation.app.minter.record_id(operation.viewer.agency, dataset.strip(), reference.strip())
        found = await operation.app.records.records(operation.scope, [wanted])
        operation.show_records(found)
        return present(found[0]) if found else None

    @strawberry.field
    async def entities(
        self, info: BenangInfo, kind: Kind, first: int = 20, after: str | None = None
    ) -> EntityConnection:
        """All entities of a kind in your view, in the order in which the first record of each was received.

        Args:
            kind: which kind; each entity is of one.
        """
        operation = info.context
        lister = EntityLister(operation.app.entities, RecordLister(operation.app.store))
        pager = Pager(operation.app.minter, operation.scope, f"entities|{kind}")
        place = pager.place(after)
        start = (int(place[0]), RecordId(str(place[1]))) if place is not None else None
        places = lister.records(operation.scope, str(kind), after=start)
        page = await pager.read(lister.entities(operation.scope, places), lambda e: e.records[0].order, first=first)
        operation.show_entities(page.items)
        edges = [EntityEdge(cursor=c, node=Entity.of(e)) for e, c in zip(page.items, page.cursors, strict=True)]
        return EntityConnection(edges=edges, page_info=page.info)

    @strawberry.field
    async def search(  # noqa: PLR0917 - GraphQL gives arguments by name
        self,
        info: BenangInfo,
        text: str,
        kind: Kind | None = None,
        country: str | None = None,
        first: int = 20,
        after: str | None = None,
    ) -> SearchConnection:
        """Entities by a name in any script and spelling, by words, or by an identifier in any notation, best first.

        Args:
            text: a name, words or an identifier, with at most 500 characters.
            kind: keeps to entities of this kind; without it those of all kinds answer.
            country: by code or name, such as `TH`: what a national number is read with; without it it is read as each
                country of the region has it.
        """
        if len(text) > MAX_QUESTION_LENGTH:
            raise InputError("text", f"may have {MAX_QUESTION_LENGTH} characters")
        operation, code = info.context, read_country(country)
        name = str(kind) if kind else None
        found = await operation.app.search.find(operation.scope, text, kind=name, country=code)
        pager = Pager(operation.app.minter, operation.scope, f"search|{text}|{name}|{code}")
        page = pager.page(found.results, lambda r: r.order, first=first, after=after)
        operation.show_entities(result.entity for result in page.items)
        edges = [
            SearchEdge(cursor=c, node=Entity.of(r.entity), score=r.score)
            for r, c in zip(page.items, page.cursors, strict=True)
        ]
        return SearchConnection(edges=edges, page_info=page.info, truncated=found.truncated)

    @described(
        "What is within some links of an entity, nearest first; null where that is not in your view. `depth` is from "
        f"1 to {MAX_NETWORK_DEPTH}, `limit` from 1 to {MAX_NETWORK_ENTITIES}, the one in the middle included. Along "
        "links of `linkTypes` and to entities of `kinds` alone, where they are named; `directed`: from the source of "
        "each link to its target alone, as money goes on by TRANSFERRED_TO. `after` goes on where an answer for depth "
        "1 ended."
    )
    async def network(  # noqa: PLR0917 - GraphQL gives arguments by name
        self,
        info: BenangInfo,
        id: strawberry.ID,  # noqa: A002 - GraphQL's word
        depth: int = 1,
        limit: int = 50,
        link_types: list[LinkType] | None = None,
        kinds: list[Kind] | None = None,
        after: strawberry.ID | None = None,
        directed: bool = False,
    ) -> Network | None:
        """Look around an entity.

        Args:
            id: of any record of the entity that you see: each leads to it.
            depth: how many links away from it at most, from 1 to 3.
            limit: how many entities at most, from 1 to 500, this one included.
            link_types: goes along links of these types alone; without it along all. An empty list is refused.
            kinds: goes to entities of these kinds alone; without it to all. An empty list is refused.
            after: `following` of the answer before, to go on where it ended; with a depth of 1 alone.
            directed: goes from the source of each link to its target alone.
        """
        _check_range("depth", depth, MAX_NETWORK_DEPTH)
        _check_range("limit", limit, MAX_NETWORK_ENTITIES)
        if after is not None and depth != 1:
            raise InputError("after", "goes with a depth of 1 alone")
        operation = info.context
        along = _along(link_types, kinds)
        places = NetworkPlaces(operation.app.minter, operation.scope, id, along, directed=directed)
        place = places.open(after)
        found = await operation.app.networks.network(
            operation.scope, id, depth=depth, limit=limit, along=along, after=place, directed=directed
        )
        if found is None:
            return None
        operation.show_entities(found.entities)
        operation.show_links(link for edge in found.edges for link in edge.links)
        return Network.of(found, places.close(found.following))

    @described(
        f"A shortest visible path between two entities, of at most `maxLength` links: from 1 to {MAX_PATH_LENGTH}, "
        f"{USUAL_PATH_LENGTH} by default; with `linkTypes` or `directed` up to {MAX_NARROW_PATH_LENGTH}, which is the "
        "default then. Null where there is none of so many links: longer ones are not looked for. A payment between "
        "two accounts is two links. Along links of `linkTypes` and through entities of `kinds` alone, where they are "
        "named; the two ends may be of any kind. Money goes by TRANSFERRED_TO; SUBJECT_OF joins all that one measure "
        "or report names. Entities and edges stand in the order of the way from `source`, each edge in its direction; "
        "`directed` keeps to links that lead on to `target`, and takes a shortest path on which no payment was made "
        "before one that stands before it; where none of so many links is one, another path, with `tooEarly`. "
        f"Where the search would go along more than {MAX_PATH_LINKS} links it is given up: the answer is the "
        "two entities, and `truncated`."
    )
    async def path(  # noqa: PLR0917 - GraphQL gives arguments by name
        self,
        info: BenangInfo,
        source: strawberry.ID,
        target: strawberry.ID,
        max_length: int | None = None,
        link_types: list[LinkType] | None = None,
        kinds: list[Kind] | None = None,
        directed: bool = False,
    ) -> Network | None:
        """Look for a path between two entities.

        Args:
            source: id of any record of the entity at which the path begins.
            target: id of any record of the entity at which it ends.
            max_length: how many links it may have at most, from 1 to 6, or to 12 with `linkTypes` or `directed`.
            link_types: goes along links of these types alone; without it along all. An empty list is refused.
            kinds: leads through entities of these kinds alone, its ends aside; without it through all. An empty list is
                refused.
            directed: goes from the source of each link to its target alone.
        """
        operation = info.context
        along = _along(link_types, kinds)
        lengths = path_lengths(along, directed=directed)
        length = max_length if max_length is not None else lengths.usual
        _check_range("maxLength", length, lengths.most)
        found = await operation.app.networks.path(
            operation.scope, source, target, max_length=length, along=along, directed=directed
        )
        if found is None:
            return None
        operation.show_entities(found.shown)
        operation.show_links(link for edge in found.edges for link in edge.links)
        return Network.of(found)

    @strawberry.field
    async def alert(self, info: BenangInfo, id: strawberry.ID) -> Alert | None:  # noqa: A002 - GraphQL's word
        """One alert of your agency as it stands now; null where you have no such alert.

        Args:
            id: of the alert.
        """
        operation = info.context
        found = await operation.app.inbox.find(operation.viewer, operation.scope, id)
        if found is None:
            return None
        operation.show_alert(found.notice)
        return Alert.of(found)

    @described(
        "Your agency's alerts, oldest first, or newest first. `kind` is that of your own record or of what you asked "
        "about, `agency` the other agency's code, `since` the time from which on you were told, or told again, as "
        "`toldAt` has it."
    )
    async def alerts(  # noqa: PLR0917 - GraphQL gives arguments by name
        self,
        info: BenangInfo,
        open_only: bool = False,
        first: int = 50,
        after: str | None = None,
        order: AlertOrder = AlertOrder.OLDEST_FIRST,
        kind: Kind | None = None,
        agency: str | None = None,
        reason: NoticeReason | None = None,
        since: datetime | None = None,
    ) -> AlertConnection:
        """Read the inbox.

        Args:
            open_only: leaves out those that were acknowledged.
            order: from which end; the cursors of one order do not go with the other.
            kind: keeps to those of your records of this kind, or that ask about one.
            agency: keeps to those of this other agency, by its code; one that is not registered is refused.
            reason: keeps to those that are told for this reason.
            since: keeps to those told, or told again, from this time on; with its time zone.
        """
        operation = info.context
        wanted = wanted_alerts(info, kind, agency, reason, since)
        pager = Pager(operation.app.minter, operation.scope, f"alerts|{open_only}|{order}|{wanted}")
        place = pager.place(after)
        found = operation.app.inbox.portions(
            operation.scope,
            after=int(place[0]) if place is not None else None,
            open_only=open_only,
            viewer=operation.viewer,
            newest_first=order is AlertOrder.NEWEST_FIRST,
            wanted=wanted,
        )
        page = await pager.read(found, lambda a: (a.notice.seq,), first=first)
        for alert in page.items:
            operation.show_alert(alert.notice)
        edges = [AlertEdge(cursor=c, node=Alert.of(a)) for a, c in zip(page.items, page.cursors, strict=True)]
        return AlertConnection(edges=edges, page_info=page.info)

    @strawberry.field
    async def review_queue(
        self,
        info: BenangInfo,
        kind: Kind | None = None,
        agency: str | None = None,
        first: int = 20,
        after: str | None = None,
    ) -> ReviewConnection:
        """Pairs that wait for a human and whose both ends you see, those worth most first.

        Args:
            kind: keeps to pairs of this kind.
            agency: keeps to pairs of which one end at least is this agency's, by its code; one that is not registered
                is refused.
        """
        operation = info.context
        name = str(kind) if kind else None
        check_party(info.context.app.bundle.registers, "agency", agency)
        found = await operation.app.review_queues.find(operation.scope, kind=name, agency=agency)
        pager = Pager(operation.app.minter, operation.scope, f"review|{name}|{agency}")
        page = pager.page(found, lambda e: e.order, first=first, after=after)
        operation.show_explanations(page.items)
        edges = [ReviewEdge(cursor=c, node=Explanation.of(e)) for e, c in zip(page.items, page.cursors, strict=True)]
        truncated = len(found) >= MAX_WAITING
        return ReviewConnection(edges=edges, page_info=page.info, truncated=truncated)

    @strawberry.field
    async def why_matched(self, info: BenangInfo, left: strawberry.ID, right: strawberry.ID) -> Explanation | None:
        """Why two records match or not, with each comparison that you may read.

        Null where one is not in your view, or their kinds differ.
        """
        operation = info.context
        found = await operation.app.review.explain(operation.scope, left, right)
        if found is None:
            return None
        operation.show_explanations([found])
        return Explanation.of(found)


def _along(link_types: Sequence[LinkType] | None, kinds: Sequence[Kind] | None) -> Along:
    return Along(types=_names("linkTypes", link_types), kinds=_names("kinds", kinds))


def _names(argument: str, words: Sequence[StrEnum] | None) -> list[str] | None:
    """Return the words in order.

    Raises:
        InputError: there are none, as a form sends it in which nothing is ticked: nothing would be looked along.
    """
    if words is not None and not words:
        raise InputError(argument, "names none: leave it out for all of them")
    return None if words is None else sorted(map(str, words))


def _check_range(name: str, value: int, largest: int) -> None:
    if not 1 <= value <= largest:
        raise InputError(name, f"must be from 1 to {largest}")
