"""Entities in a view: clusters, what keeps records apart, review, and judgements."""
