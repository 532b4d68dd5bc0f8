"""The audit trail: segments, Merkle logs, checkpoints, witnesses, erasure and verification.

Start reading at `trail.py` (what is written before an answer leaves), then `line.py` and `segment.py` (how it stands on
the disk), `sequencer.py` and `logs.py` (how it comes into Merkle logs) and `verification.py`. Not for what a deployment
does with its trail, which is `api.audit`.
"""
