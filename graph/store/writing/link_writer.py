"""Writes the links of a batch, within its transaction: new ones, changed ones, and those whose ends moved.

A link is stamped with the conjunction of its own compartment and those of its ends; one that lacks an end is told of.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType

from graph.ontology import Ontology
from graph.records import Link, LinkId, RecordId
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.links.link_statements import LinkTemplates
from graph.store.seals.selector_seals import SelectorSeals
from graph.store.withdrawal.retention_store import held_ends
from graph.store.writing.record_rows import link_row, with_gaps
from graph.store.writing.record_statements import EXISTING, MANY
from graph.store.writing.write_batch import FormerLink, Stood, WriteSummary

_Ends = Sequence[tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class LinkResult:
    """What writing links did. `touched`: the records at their ends, now and before; `ends`: the compartments found.

    `missing`: the ends that the store does not have.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    parted: int = 0
    unsaid: int = 0
    dangling: tuple[LinkId, ...] = ()
    missing: set[RecordId] = field(default_factory=set)
    withdrawn: tuple[LinkId, ...] = ()  # they, or an end that they lack, were withdrawn
    held: dict[LinkId, int] = field(default_factory=dict)  # kept as they stand, with their compartments
    guarded: set[LinkId] = field(
        default_factory=set
    )  # those of them that are a victim's; the others a legal hold keeps
    touched: set[str] = field(default_factory=set)
    ends: dict[str, int] = field(default_factory=dict)
    tied: set[str] = field(default_factory=set)  # selectors that a seal may have to follow

    def summary(self, *, created: int, stood: tuple[Stood, ...], change_seq: int | None) -> WriteSummary:
        """Return what a batch did, with what it did to records."""
        return WriteSummary(
            created=created,
            changed=sum(s.changed for s in stood),
            unchanged=sum(not s.changed for s in stood),
            stood=stood,
            links_created=self.created,
            links_changed=self.changed,
            links_unchanged=self.unchanged,
            links_parted=self.parted,
            links_unsaid=self.unsaid,
            dangling=self.dangling,
            missing=frozenset(self.missing),
            links_withdrawn=frozenset(self.withdrawn),
            links_held=dict(self.held),
            guarded=frozenset(self.guarded),
            change_seq=change_seq,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _DifferingRows:
    """The rows of one type that the store does not hold so: not at all, at other ends, or with other content."""

    new: list[Row]
    moved: list[Row]
    changed: list[Row]

    @classmethod
    def of(cls, rows: Sequence[Row], found: Mapping[str, Row]) -> "_DifferingRows":
        """Compare rows with those found in the store, by the links' ids."""
        return cls(
            new=[row for row in rows if row["lid"] not in found],
            moved=[row for row in rows if row["lid"] in found and _ends_differ(row, found[row["lid"]])],
            changed=[
                row
                for row in rows
                if (before := found.get(row["lid"])) and not _ends_differ(row, before) and _link_differs(row, before)
            ],
        )


class LinkWriter:
    """Writes links in the transaction of a batch."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology, seals: SelectorSeals) -> None:
        self._registry = registry
        self._seals = seals
        self._texts = {name: LinkTemplates.of(name) for name in ontology.links}

    def among_new(
        self, links: Sequence[Link], own: Mapping[LinkId, int], known: Mapping[str, int], result: LinkResult
    ) -> list[Row]:
        """Return the rows of links among new records, in the order of their ids, and count them in `result` as made.

        Args:
            links: the links, which are as new as their ends.
            own: their own compartments.
            known: the compartments of the ends.
            result: is added to.
        """
        by_type = self._stamped(sorted(links, key=attrgetter("id")), own, known)
        for name, rows in by_type.items():
            ends = [(row["source"], row["target"]) for row in rows]
            result.touched.update(end for pair in ends for end in pair)
            if self._seals.ties(name):
                result.tied |= self._tied(ends, known)
        result.created += len(links)
        result.ends.update({end: known[end] for link in links for end in (link.source_id, link.target_id)})
        return [row for rows in by_type.values() for row in rows]

    async def write(  # noqa: PLR0917 - one transaction's work
        self,
        tx: Transaction,
        links: Sequence[Link],
        own: Mapping[LinkId, int],
        known: Mapping[str, int],
        new_ends: AbstractSet[str],
        result: LinkResult,
        *,
        received: int,
        came: Mapping[str, int] = MappingProxyType({}),
        guards_victims: bool = False,
    ) -> None:
        """Write links and add what that did to `result`.

        Args:
            tx: the transaction.
            links: the links; those that lack an end in the store are told in the result.
            own: their own compartments.
            known: compartments of ends.
            new_ends: the ends that had no links before.
            result: is added to.
            received: when they came, in microseconds since 1970.
            came: when the contents of those came that are of rows tried again.
            guards_victims: links of a victim stay as they stand.
        """
        if not links:
            return
        wanted = sorted({e for link in links for e in (link.source_id, link.target_id)} - known.keys())
        foreign = {r["rid"]: r["cmp"] for r in await tx.run(EXISTING, {"rids": wanted})} if wanted else {}
        ends = {**foreign, **known}
        whole = [k for k in sorted(links, key=attrgetter("id")) if k.source_id in ends and k.target_id in ends]
        result.dangling += tuple(sorted({link.id for link in links} - {link.id for link in whole}))
        result.missing.update(end for link in links for end in (link.source_id, link.target_id) if end not in ends)
        result.ends.update({end: ends[end] for link in whole for end in (link.source_id, link.target_id)})
        for name, rows in sorted(self._stamped(whole, own, ends).items()):
            written, left = await self._write_type(
                tx,
                self._texts[name],
                rows,
                new_ends=new_ends,
                result=result,
                received=received,
                came=came,
                guards_victims=guards_victims,
            )
            if self._seals.ties(name):
                result.tied |= self._tied(written, ends) | {target for _, target in left}

    async def part(self, tx: Transaction, former: Sequence[FormerLink], result: LinkResult) -> None:
        """Delete links that stand as they were written once, but for those that a legal hold keeps."""
        by_type: dict[str, dict[str, FormerLink]] = defaultdict(dict)
        for link in former:
            by_type[link.type][link.id] = link
        for name, mine in sorted(by_type.items()):
            found = await tx.run(self._texts[name].existing, {"lids": sorted(mine)})
            standing = [r for r in found if _old_ends(r) == (mine[r["lid"]].source_id, mine[r["lid"]].target_id)]
            ends = {end for row in standing for end in _old_ends(row)}
            kept = await held_ends(tx, ends) if ends else frozenset()
            gone = [row for row in standing if kept.isdisjoint(_old_ends(row))]
            if not gone:
                continue
            await tx.run(self._texts[name].delete, {"lids": [row["lid"] for row in gone]})
            unsaid = sum(mine[row["lid"]].of_edge for row in gone)
            result.unsaid += unsaid
            result.parted += len(gone) - unsaid
            result.touched.update(end for row in gone for end in _old_ends(row))
            if self._seals.ties(name):
                result.tied.update(row["target"] for row in gone)

    def _stamped(
        self, links: Sequence[Link], own: Mapping[LinkId, int], ends: Mapping[str, int]
    ) -> Mapping[str, list[Row]]:
        """Return by type the rows of links, each under the conjunction of its own compartment and those of its ends."""
        terms = {link.id: (own[link.id], ends[link.source_id], ends[link.target_id]) for link in links}
        stamps = self._registry.get_conjunctions(set(terms.values()))
        by_type: dict[str, list[Row]] = defaultdict(list)
        for link in links:
            by_type[link.type].append(link_row(link, own[link.id], stamps[terms[link.id]]))
        return by_type

    async def _write_type(
        self,
        tx: Transaction,
        texts: LinkTemplates,
        rows: Sequence[Row],
        new_ends: AbstractSet[str],
        result: LinkResult,
        *,
        received: int,
        came: Mapping[str, int],
        guards_victims: bool,
    ) -> tuple[_Ends, _Ends]:
        """Write links of one type; return the ends of those written, and those that moved ones had before."""
        asked = [row["lid"] for row in rows if row["source"] not in new_ends and row["target"] not in new_ends]
        found = {r["lid"]: r for r in await tx.run(texts.existing, {"lids": asked})} if asked else {}
        held = await _held(tx, rows, found)
        guarded = self._of_victims(found) if guards_victims else {}
        result.guarded |= guarded.keys() - held.keys()
        held = {**guarded, **held}
        result.held.update(held)
        rows = [row for row in rows if row["lid"] not in held]
        differing = _DifferingRows.of(rows, found)
        await _put(tx, texts, differing, received=received, came=came)
        written = [*differing.new, *differing.moved, *differing.changed]
        ends = [(row["source"], row["target"]) for row in written]
        left = [_old_ends(found[row["lid"]]) for row in differing.moved]
        result.touched.update(end for pair in (*ends, *left) for end in pair)
        result.created += len(differing.new)
        result.changed += len(differing.moved) + len(differing.changed)
        result.unchanged += len(rows) - len(written)
        return ends, left

    def _of_victims(self, found: Mapping[str, Row]) -> dict[LinkId, int]:
        """Return the links of which an end stands as a victim's, with their compartments."""
        self._registry.require({row["cmp"] for row in found.values()})
        return {LinkId(lid): int(row["cmp"]) for lid, row in found.items() if self._registry.is_victims(row["cmp"])}

    def _tied(self, pairs: _Ends, ends: Mapping[str, int]) -> set[str]:
        """Return the targets of links that a seal may have to follow: an end stands under one, or is not known here."""
        open_ = {cmp for cmp in set(ends.values()) if not self._registry.may_follow_seals(cmp)}
        return {b for a, b in pairs if ends.get(a) not in open_ or ends.get(b) not in open_}


async def _put(
    tx: Transaction, texts: LinkTemplates, differing: _DifferingRows, *, received: int, came: Mapping[str, int]
) -> None:
    """Write what differs. A link at other ends is made anew, as no relationship's ends can be set."""
    for row in differing.changed:
        row["props"]["content_at"] = came.get(row["lid"], received)
    if differing.moved:
        await tx.run(texts.delete, {"lids": [row["lid"] for row in differing.moved]})
    if made := [*differing.new, *differing.moved]:
        for row in made:  # no digest of it: whoever asks since when somebody can have had the link asks for this
            row["props"]["received"] = received
            if came:
                row["props"]["content_at"] = came.get(row["lid"])
        await tx.run(texts.creation(many=len(made) >= MANY), {"rows": made})
    if differing.changed:
        await tx.run(texts.update, {"rows": [with_gaps(row) for row in differing.changed]})


async def _held(tx: Transaction, rows: Sequence[Row], found: Mapping[str, Row]) -> dict[LinkId, int]:
    """Return the links that would say something else than they do, and that a legal hold on an end keeps as they are.

    With their compartments. One that is new takes nothing away from what is held.
    """
    other = [
        (row, before)
        for row in rows
        if (before := found.get(row["lid"])) and (_ends_differ(row, before) or _says_other(row, before))
    ]
    if not other:
        return {}
    kept = await held_ends(tx, {end for _, before in other for end in _old_ends(before)})
    return {LinkId(row["lid"]): int(before["cmp"]) for row, before in other if not kept.isdisjoint(_old_ends(before))}


def _says_other(row: Row, found: Row) -> bool:
    return bool(found["digest"] != row["props"]["digest"])


def _link_differs(row: Row, found: Row) -> bool:
    return _says_other(row, found) or bool(found["cmp"] != row["props"]["cmp"])


def _ends_differ(row: Row, found: Row) -> bool:
    return bool(row["source"] != found["source"] or row["target"] != found["target"])


def _old_ends(found: Row) -> tuple[str, str]:
    return found["source"], found["target"]
