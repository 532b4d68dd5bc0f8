"""Which records are one: names of the region, scoring in bits, decisions, clusters in a view, and the resolver.

Start reading at `comparing.decision` (the rule), then `comparing.scoring`, `views.clustering` and `resolving.resolver`.
Merging rewrites nothing: pairs are stored, and who is one is computed in each view.
"""
