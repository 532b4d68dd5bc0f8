"""Viewer classes: everyone whom no policy can tell apart, and the ids that one class sees.

An id of the shared store never leaves in a projection. Each class has a key of its own, made from the deployment key,
so that the projections of two classes cannot be joined by id.
"""

import uuid

from graph import IdMinter, RecordId
from policies import ViewerContext


class ViewerClass:
    """The class of a viewer. Subjects of one agency with equal roles, purpose and clearance share it."""

    def __init__(self, minter: IdMinter, viewer: ViewerContext) -> None:
        facets = (viewer.agency, viewer.purpose, str(viewer.clearance), str(bool(viewer.case_ref)))
        secret = minter.derived_id("bloom-class", *facets, *sorted(viewer.roles))
        self._minter = IdMinter(deployment_key=secret.encode())
        self.agency = viewer.agency
        self.title = f"Benang: {viewer.agency}, {viewer.purpose}"

    def record_id(self, record_id: RecordId) -> str:
        """Return the id of a record in this class's projection."""
        return self._minter.derived_id("record", record_id)

    def entity_id(self, first_record_id: RecordId) -> str:
        """Return the id of the entity whose first visible record this is."""
        return self._minter.derived_id("entity", first_record_id)

    def perspective_id(self) -> str:
        """Return the id of this class's perspective: importing it again replaces it."""
        return str(uuid.UUID(self._minter.derived_id("perspective").removeprefix("perspective-")))
