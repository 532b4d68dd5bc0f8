"""The projection for Neo4j Bloom: one viewer's view as a graph of its own, with a perspective file that fits it.

Bloom never touches the shared store. Start reading at `projection`, then `nodes` for what an analyst sees, then
`docs/bloom.md`.
"""

from api.bloom.errors import (
    AskerGoneError,
    BloomError,
    ConstrainedTargetError,
    ForeignTargetError,
    MixedTargetError,
    PerspectiveError,
    PhraseFailedError,
    SharedTargetError,
    TargetUnreachableError,
    ViewMovedError,
)
from api.bloom.nodes import NodeMaker, ProjectionShape
from api.bloom.perspective import build_perspective
from api.bloom.projection import ProjectionReport, Projector
from api.bloom.viewer_class import ViewerClass

__all__ = [
    "AskerGoneError",
    "BloomError",
    "ConstrainedTargetError",
    "ForeignTargetError",
    "MixedTargetError",
    "NodeMaker",
    "PerspectiveError",
    "PhraseFailedError",
    "ProjectionReport",
    "ProjectionShape",
    "Projector",
    "SharedTargetError",
    "TargetUnreachableError",
    "ViewMovedError",
    "ViewerClass",
    "build_perspective",
]
