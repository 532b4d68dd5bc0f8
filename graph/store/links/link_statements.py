"""The statements that write links: one text of each for every type, and a general one where few links are written.

The type's name comes from the ontology, never from input. Ends are found by their ids. Links among records that the
same transaction creates are made together with these, see `graph.store.writing.new_records`.
"""

from dataclasses import dataclass

from graph.store.cypher import Access, Template, template

_BY_ID = "MATCH (a:Record {rid: row.source}) MATCH (b:Record {rid: row.target})"
_CREATE_FEW = template(
    "create_links",
    Access.WRITE,
    f"UNWIND $p.rows AS row {_BY_ID} CREATE (a)-[r:$(row.type)]->(b) SET r += row.props",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTemplates:
    """The statements of one link type."""

    create: Template
    existing: Template
    update: Template
    delete: Template

    def creation(self, *, many: bool) -> Template:
        """Return the statement that makes links; of `many` one of their own type is worth its planning."""
        return self.create if many else _CREATE_FEW

    @classmethod
    def of(cls, name: str) -> "LinkTemplates":
        """Return the statements of a link type of the ontology."""
        # A seek: with the word INDEX alone the planner may walk the whole index for each link, where it knows few.
        found = f"MATCH (a:Record)-[r:{name} {{lid: %s}}]->(b:Record) USING INDEX SEEK r:{name}(lid) "
        texts = {
            "create": f"UNWIND $p.rows AS row {_BY_ID} CREATE (a)-[r:{name}]->(b) SET r += row.props",
            "existing": f"UNWIND $p.lids AS lid {found % 'lid'}"
            "RETURN collect({lid: lid, digest: r.digest, cmp: r.cmp, source: a.rid, target: b.rid}) AS rows",
            "update": f"UNWIND $p.rows AS row {found % 'row.lid'}SET r += row.props",
            "delete": f"UNWIND $p.lids AS lid {found % 'lid'}DELETE r",
        }
        return cls(
            **{
                use: Template(name=f"{use}_links_{name.lower()}", access=Access.WRITE, text=text)
                for use, text in texts.items()
            }
        )
