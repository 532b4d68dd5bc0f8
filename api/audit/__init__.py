"""The audit trail in a running deployment: what is written before answers leave, receipts, and damage."""
