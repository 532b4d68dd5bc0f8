"""Cross-checks: does anybody hold this number, and who learns of the question."""
