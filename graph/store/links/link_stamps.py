"""Stamps the links of records anew whose compartments changed: each one's conjunction follows its ends.

Links are found once from their records, and written through the index of their ids: a hub has tens of thousands of
them, and to walk them all for each would take the time of their square, under the lock of the change feed.
"""

from collections import defaultdict
from collections.abc import Iterable

from graph.ontology import Ontology
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template
from graph.store.links.link_statements import LinkTemplates

_LINKS = template(
    "links_to_stamp",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})-[r]-(:Record)
    USING INDEX SEEK n:Record(rid)
    WHERE r.lid IS NOT NULL
    WITH DISTINCT r
    RETURN collect({lid: r.lid, type: type(r), own: r.own, cmp: r.cmp, source: startNode(r).cmp,
      target: endNode(r).cmp}) AS rows
    """,
)


class LinkStamps:
    """Keeps the compartments of links in step with those of their ends."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._registry = registry
        self._texts = {name: LinkTemplates.of(name) for name in ontology.links}

    async def follow(self, tx: Transaction, rids: Iterable[str]) -> None:
        """Stamp the links of these records by the compartments that their ends stand in now.

        Args:
            tx: the transaction, which restamped the records and holds the lock of the change feed.
            rids: the records.
        """
        wanted = sorted(set(rids))
        links = await tx.run(_LINKS, {"rids": wanted}) if wanted else []
        terms = {link["lid"]: (link["own"], link["source"], link["target"]) for link in links}
        stamps = self._registry.get_conjunctions(set(terms.values()))
        by_type: dict[str, list[Row]] = defaultdict(list)
        for link in sorted(links, key=lambda link: str(link["lid"])):
            stamp = stamps[terms[link["lid"]]]
            if stamp != link["cmp"]:
                by_type[link["type"]].append({"lid": link["lid"], "props": {"cmp": stamp}})
        for name, rows in sorted(by_type.items()):
            await tx.run(self._texts[name].update, {"rows": rows})
