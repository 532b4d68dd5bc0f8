"""Words of companies and houses: legal forms, trades, branches, and what they are in English."""
