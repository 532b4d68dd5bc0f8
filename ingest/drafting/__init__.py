"""A first draft of a mapping: what the columns of a table probably are, for a human to look at, fill in and correct."""
