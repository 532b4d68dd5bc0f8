"""The audit trail: segments, Merkle logs, checkpoints, witnesses, erasure and verification."""
