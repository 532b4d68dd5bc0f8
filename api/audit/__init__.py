"""The audit trail in a running deployment: what is written before answers leave, receipts, and damage.

Start reading at `auditing.py`. The trail itself, its files and proofs are `policies.audit`.
"""
