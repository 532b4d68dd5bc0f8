"""What is written at once, and what that did."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from graph.records import Link, LinkId, Record, RecordId
from graph.scope import ReadScope
from graph.store.connection import Row
from graph.store.quarantine.rows import QuarantinedRow
from graph.unix_time import from_microseconds, to_microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Which part of an input is done; written in the transaction of the batch that did it.

    Of a finished one `named` is a digest of the name that its file had, and `finished_at` the time; older versions did
    not keep them. `came_at`: when what it has of the input came, as the store has it; to be written, when what goes on
    behind an interruption came, `None` for now.
    """

    key: str
    rows_done: int
    finished: bool = False
    named: str | None = None
    finished_at: datetime | None = None
    came_at: datetime | None = None

    @classmethod
    def read(cls, key: str, row: Row) -> "Checkpoint":
        """Return what the store keeps of an input."""
        at, came = row["finished_at"], row["came_at"]
        return cls(
            key=key,
            rows_done=row["rows_done"],
            finished=row["finished"],
            named=row["named"],
            finished_at=datetime.fromisoformat(at) if at is not None else None,
            came_at=from_microseconds(came) if came is not None else None,
        )

    def as_row(self) -> dict[str, object]:
        """Return what the store keeps of it."""
        at, came = self.finished_at, self.came_at
        return {
            **asdict(self),
            "finished_at": at.isoformat() if at is not None else None,
            "came_at": to_microseconds(came) if came is not None else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedRow:
    """A source row that came before it is written: it waited in quarantine, or for an interrupted run to go on.

    `entries`: what waits of it by its ids, each with the number under which it was added when it was read; none of what
    did not wait there. `gives`: the ids of those records, links and quarantined rows of a batch that come of it. `at`:
    when the row came.
    """

    entries: Mapping[str, int]
    gives: Collection[str]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerLink:
    """A link that is not asserted any more, with the ends that it had: as an older version wrote it, or of an edge."""

    id: LinkId
    type: str
    source_id: RecordId
    target_id: RecordId
    of_edge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEdge:
    """An edge of a source, which says all of its links: what else stands of it goes.

    Attributes:
        id: what it is known by among rows that wait.
        reference: its id in the source.
        originator: whose it is.
        dataset: of which dataset.
        alone: by types, the names that a link has which is all of the edge.
        links: the ids with which its links come, each with the other names that such a link has.
    """

    id: LinkId
    reference: str
    originator: str
    dataset: str
    alone: Mapping[str, LinkId]
    links: Mapping[LinkId, Sequence[LinkId]]

    def names_of(self, link_type: str, links: Mapping[LinkId, Link]) -> list[LinkId]:
        """Return by which ids links of a type may stand, other than those that it does not say."""
        mine = [[given, *more] for given, more in self.links.items() if links[given].type == link_type]
        alone = [self.alone[link_type]] if link_type in self.alone else []
        return list(dict.fromkeys([*alone, *(name for names in mine for name in names)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteBatch:
    """What one transaction writes. Ids are unique within a batch.

    Attributes:
        records: to be made or changed.
        links: to be made or changed.
        quarantined: rows that broke a rule.
        settled: row in quarantine that the batch makes needless, to the ids that have to be written for that.
        checkpoint: how far the input is.
        expected_new: its records are probably not in the store, so that looking first is not worth it where there are
            many; what is there all the same is found and costs a second try.
        lifts_seals: whoever files may give a victim's record another role; from all others it keeps the one of a
            victim, whatever they file.
        guards_victims: what stands as a victim's by its agency's word stays as it is, and so do its links.
        keeps_withdrawn: the originator whose records and links that were withdrawn do not come back by this batch.
        brings_back: those of them that do.
        retried: the rows that came before, which it comes of. What comes of none that waits as it was read is left out,
            and what was filed since the row came as well.
        told_again: records that something in quarantine names too; of those that stand as they are filed it is kept
            when.
        former: links that go where they stand so.
        edges: of which source's edges its links are.
    """

    records: Sequence[Record] = ()
    links: Sequence[Link] = ()
    quarantined: Sequence[QuarantinedRow] = ()
    settled: Mapping[str, Collection[str]] = field(default_factory=dict)
    checkpoint: Checkpoint | None = None
    expected_new: bool = False
    lifts_seals: bool = False
    guards_victims: bool = False
    keeps_withdrawn: str | None = None
    brings_back: frozenset[str] = frozenset()
    retried: Sequence[RetriedRow] = ()
    told_again: Collection[RecordId] = ()
    former: Sequence[FormerLink] = ()
    edges: Sequence[SourceEdge] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A record that was there before a batch: the compartment that it stood in, and whether the batch changed it."""

    compartment: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSummary:
    """What a batch did.

    Attributes:
        created: how many records were made.
        changed: how many got other content.
        unchanged: how many stood as they were filed.
        links_created: as `created`, of links.
        links_changed: as `changed`, of links.
        links_unchanged: as `unchanged`, of links.
        links_parted: how many former links went.
        links_unsaid: how many links went that their edge says no more.
        dangling: links that lack an end in the store and were not written.
        missing: these ends.
        withdrawn: records that had been withdrawn and were passed over.
        links_withdrawn: links that had been, and links to such records; they were passed over.
        change_seq: the number of the change that it made; `None` where it made none.
        stood: those of its records that were there before and were not kept.
        held: records that a legal hold or a guard kept as they stand, with their compartments.
        guarded: those, and links, that the guard did.
        closed: those that the hold did, and that stand as a victim's from now on, as they were filed.
        links_held: as `held`, of links.
        untold: those kept of which whoever filed may not hear.
        overtaken: ids of what waited of those retried rows that were settled, dropped or added again since they were
            read.
        since: what retried rows give and was filed with other content after they came; that stands.
        unsealed: records that stood as a victim's and do no more, with where they stood.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    links_created: int = 0
    links_changed: int = 0
    links_unchanged: int = 0
    links_parted: int = 0
    links_unsaid: int = 0
    dangling: tuple[LinkId, ...] = ()
    missing: frozenset[RecordId] = field(default=frozenset(), repr=False, compare=False)
    withdrawn: frozenset[RecordId] = frozenset()
    links_withdrawn: frozenset[LinkId] = frozenset()
    change_seq: int | None = None
    stood: tuple[Stood, ...] = field(default=(), repr=False, compare=False)
    held: Mapping[RecordId, int] = field(default_factory=dict, repr=False, compare=False)
    guarded: frozenset[RecordId | LinkId] = field(default=frozenset(), repr=False, compare=False)
    closed: frozenset[RecordId] = field(default=frozenset(), repr=False, compare=False)
    links_held: Mapping[LinkId, int] = field(default_factory=dict, repr=False, compare=False)
    untold: frozenset[RecordId | LinkId] = field(default=frozenset(), repr=False, compare=False)
    overtaken: frozenset[str] = frozenset()
    since: frozenset[RecordId | LinkId] = frozenset()
    unsealed: Mapping[RecordId, int] = field(default_factory=dict, repr=False, compare=False)

    def seen_in(self, scope: ReadScope) -> "WriteSummary":
        """Return the summary as somebody may hear it: a record that was closed to them counts as if it were new.

        Else it would tell that there was one, and whether its content is what was guessed. One of which they see a
        part counts as changed, as what they guessed may be in the other part.
        """
        hidden = [s for s in self.stood if s.compartment not in scope.visible]
        in_part = [s for s in self.stood if s.compartment in scope.visible and not scope.reads_whole(s.compartment)]
        changed, same_in_part = sum(s.changed for s in hidden), sum(not s.changed for s in in_part)
        untold = frozenset(rid for rid, compartment in self.held.items() if compartment not in scope.visible)
        untold_links = frozenset(lid for lid, cmp in self.links_held.items() if cmp not in scope.visible)
        return replace(
            self,
            created=self.created + len(hidden) + len(untold),
            changed=self.changed - changed + same_in_part,
            unchanged=self.unchanged - (len(hidden) - changed) - same_in_part,
            stood=tuple(s for s in self.stood if s.compartment in scope.visible),
            untold=untold | untold_links,
            closed=self.closed - untold,
            unsealed={rid: cmp for rid, cmp in self.unsealed.items() if cmp in scope.visible},
        )

    def as_if_written(self, before: Iterable[Stood], scope: ReadScope) -> "WriteSummary":
        """Return a summary that somebody may hear, with records that are kept counted as if they were written.

        Of what is kept and may not be told each counts as created. Filed before, it would have stood since.

        Args:
            before: of such records those that were filed before: where they would stand, and whether this changes them.
            scope: of whom the summary is for.
        """
        shown = [s for s in before if s.compartment in scope.visible]
        same = sum(not s.changed and scope.reads_whole(s.compartment) for s in shown)
        return replace(
            self,
            created=self.created - len(shown),
            changed=self.changed + len(shown) - same,
            unchanged=self.unchanged + same,
        )
