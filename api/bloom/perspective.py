"""Builds the perspective file that tells Bloom how to show a projection and which questions to offer.

The format is not documented. This is the structure that Bloom 2.7 exports; newer versions bring it up to date when they
import it. No value of the data stands in it, and no count.

Source:
    `bloom-perspective.json` of neo4j-product-examples/demo-fraud-detection-with-p2p, exported by Bloom 2.7.0.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from api.bloom.nodes import CAPTION, TRANSFER, ProjectionShape
from graph import Ontology
from graph.store import DESCRIBES, MATCHES, MAY_BE_SAME_AS, RECORD_LABEL, PhraseParameter, SearchPhrase

Json = dict[str, object]

VERSION = "2.7.0"
NO_ICON = "no-icon"

# Bloom knows its icons by id alone; these three occur in published perspectives for a user, a card and a device.
_ICONS = {
    "Person": "DB188874-D25F-4B34-A296-E5E950072319",
    "BankAccount": "3D9A7535-B81F-4597-8F6C-001730295B10",
    "Device": "9B83DEC9-D1A1-4D1E-A74E-57FCCD5436BA",
}
# One hue for people, one for places, one for money, one for means of contact, grey for what stands behind.
_COLOURS = {
    "Person": "#F79767",
    "Organization": "#C990C0",
    "Site": "#F16667",
    "FalseBaseStation": "#DA7194",
    "Sighting": "#ECB5C9",
    "Wallet": "#569480",
    "BankAccount": "#8DCC93",
    "Payment": "#B5D99C",
    "PhoneNumber": "#57C7E3",
    "OnlineAccount": "#4C8EDA",
    "WebResource": "#7FB2E5",
    "Device": "#6FA8A8",
    "JobAdvertisement": "#FFE081",
    "IdentityDocument": "#D9C8AE",
    "Vehicle": "#A5ABB6",
    "Report": "#FFC454",
    "Measure": "#B0703C",
    RECORD_LABEL: "#D9D9D9",
}
_OTHER_COLOUR = "#848484"
_SIZES = {"Site": 2.0, "Person": 1.0, "Organization": 1.0, RECORD_LABEL: 0.5}
_LINK_SIZES = {DESCRIBES: 0.5, MATCHES: 2.0, MAY_BE_SAME_AS: 2.0, TRANSFER: 2.0}
_LINK_COLOURS = {
    DESCRIBES: "#D9D9D9",
    MATCHES: "#F16667",
    MAY_BE_SAME_AS: "#F16667",
    TRANSFER: "#569480",
    "MOVED_TO": "#DA7194",
}
_TYPE_ITSELF = "0_REL_TYPE_CAPTION_KEY"
_LINK_CAPTIONS = {
    MATCHES: ["outcome", "bits"],
    MAY_BE_SAME_AS: [_TYPE_ITSELF, "bits"],
    TRANSFER: [_TYPE_ITSELF, "amount", "amountCurrency"],
}
_NOTHING_HIDDEN: Json = {
    "sceneActions": [],
    "hiddenRelationshipTypes": [],
    "hiddenCategories": [],
    # But the marker node, which is no part of what an analyst looks at.
    "hideUncategorisedData": True,
}


def build_perspective(
    shape: ProjectionShape,
    phrases: Sequence[SearchPhrase],
    ontology: Ontology,
    *,
    identity: str,
    title: str,
    now: datetime,
) -> Json:
    """Return the perspective of a projection, ready to be written as JSON.

    Args:
        shape: the labels, types and property names that occur.
        phrases: the search phrases, each already run on the projection.
        ontology: gives the order of kinds.
        identity: a UUID; importing a perspective with the same one replaces the earlier.
        title: its name in the gallery.
        now: when it was made.
    """
    stamp = int(now.timestamp() * 1000)
    labels = [label for label in (*ontology.kinds, RECORD_LABEL) if label in shape.nodes]
    return {
        "name": title,
        "id": identity,
        "version": VERSION,
        "createdAt": stamp,
        "lastEditedAt": stamp,
        "isAuto": False,
        "parentPerspectiveId": None,
        "categories": [
            _category(number, label, shape.nodes[label], stamp) for number, label in enumerate(labels, start=1)
        ],
        "labels": {label: [_key(label, *item) for item in sorted(shape.nodes[label].items())] for label in labels},
        "relationshipTypes": [_relationship_type(name, keys) for name, keys in sorted(shape.relationships.items())],
        "palette": {"colors": sorted(set(_COLOURS.values())), "currentIndex": 0},
        "templates": [_template(number, phrase, stamp) for number, phrase in enumerate(phrases)],
        **_NOTHING_HIDDEN,
        "metadata": _metadata(shape, labels),
    }


def _metadata(shape: ProjectionShape, labels: Sequence[str]) -> Json:
    return {
        "pathSegments": [
            {"source": source, "relationshipType": name, "target": target}
            for source, name, target in sorted(shape.segments)
        ],
        "indexes": [{"label": label, "type": "native", "propertyKeys": [CAPTION]} for label in labels],
        "stats": {"labels": {}, "relationshipTypes": {}},
    }


def _category(number: int, label: str, keys: Mapping[str, str], stamp: int) -> Json:
    # Several agencies' records of one thing share a caption, so theirs begins with the agency.
    captions = ["originator", CAPTION] if label == RECORD_LABEL else [CAPTION]
    return {
        "id": number,
        "name": label,
        "labels": [label],
        "properties": [
            {"name": name, "exclude": False, "dataType": data_type} for name, data_type in sorted(keys.items())
        ],
        "createdAt": stamp,
        "lastEditedAt": stamp,
        "color": _COLOURS.get(label, _OTHER_COLOUR),
        "size": _SIZES.get(label, 1.0),
        "icon": _ICONS.get(label, NO_ICON),
        "captionKeys": captions,
        "styleRules": [],
    }


def _relationship_type(name: str, keys: Mapping[str, str]) -> Json:
    return {
        "id": name,
        "name": name,
        "properties": [_key(name, *item) for item in sorted(keys.items())],
        "color": _LINK_COLOURS.get(name, _OTHER_COLOUR),
        # Bloom refuses a relationship type without a size.
        "size": _LINK_SIZES.get(name, 1.0),
        "captionKeys": [key for key in _LINK_CAPTIONS.get(name, [_TYPE_ITSELF]) if key == _TYPE_ITSELF or key in keys],
        "styleRules": [],
    }


def _key(owner: str, name: str, data_type: str) -> Json:
    return {"propertyKey": name, "type": owner, "dataType": data_type}


def _template(number: int, phrase: SearchPhrase, stamp: int) -> Json:
    return {
        "id": f"tmpl:{stamp + number}",
        "name": phrase.description,
        "createdAt": stamp,
        "text": phrase.text,
        "cypher": phrase.cypher,
        "params": [_parameter(p) for p in phrase.parameters],
        "isUpdateQuery": False,
        "hasCypherErrors": False,
    }


def _parameter(parameter: PhraseParameter) -> Json:
    return {
        "name": f"${parameter.name}",
        "dataType": "String",
        "suggestionLabel": parameter.label,
        "suggestionProp": parameter.key,
        "suggestionBoolean": False,
        "collapsed": False,
        "cypher": None,
    }
