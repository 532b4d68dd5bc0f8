"""What is checked of bundles: the laws, cases, legal bases, rules without effect, and what another would change.

Start reading at `promotion.py` (what a bundle passes before it is put in force), then `laws.py` and `differential.py`.
Nothing here decides an answer: it looks at bundles, for those who write them and before they count.
"""
