"""From how many bits on two records of a list are one: what their model says, or what was asked for."""

from math import isfinite

from entity_resolution.batch.parameters import BatchModel
from entity_resolution.comparing.model import MatchModel
from entity_resolution.errors import MatchRequestError

# Of fields nothing is kept of pairs that weigh much less, and the names of most of these are never read.
_LEAST_OF_FIELDS = -10.0
_OF_FIELDS = 0.0


def joins_from(model: BatchModel | MatchModel, asked: float | None) -> float:
    """Return the weight in bits from which a pair of a list joins, where nothing else keeps it apart.

    Of whole names and other kinds the rule of the graph decides, and what it leaves to a human no threshold joins. So
    there it can only be raised.

    Args:
        model: of the list.
        asked: the threshold that was asked for, in bits as `weight_bits` of an explained pair; `None` for the model's.

    Raises:
        MatchRequestError: the threshold is no number, or lies where pairs are not decided by their weight.
    """
    if asked is None:
        return _OF_FIELDS if isinstance(model, BatchModel) else model.match_bits
    if not isfinite(asked):
        raise MatchRequestError("the threshold is a number of bits, such as 4 or -2.5")
    if isinstance(model, BatchModel):
        if asked < _LEAST_OF_FIELDS:
            raise MatchRequestError(
                f"the threshold is at least {_LEAST_OF_FIELDS:g} bits: what weighs less is not kept"
            )
    elif asked < model.match_bits:
        raise MatchRequestError(
            f"the threshold is at least {model.match_bits:g} bits for `{model.kind}`: below that the rule leaves pairs "
            "to a human, whatever they weigh, and `--review` and `--explain` write them"
        )
    return asked
