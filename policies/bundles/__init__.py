"""Policy bundles: read strictly, their registers, schema and signatures, and how one is put in force.

Start reading at `model.py`, then `loading.py` and `registers.py`. What a bundle lets whom see is not decided here:
`policies.scopes` compiles it, and `policies.checks` holds it against the laws before it comes into force.
"""
