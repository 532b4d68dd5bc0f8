"""Bank accounts, banks, and what stands for an account."""
