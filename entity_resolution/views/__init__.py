"""Entities in a view: clusters, what keeps records apart, review, and judgements.

Start reading at `clustering.py`, then `evidence_in_view.py`, `plausibility.py` and `review.py`. INVARIANT: what is
hidden from the scope that is given changes nothing that is returned here, no order and no bound either.
"""
