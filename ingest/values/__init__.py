"""Texts as normalised values, and what else of a row a value is read with."""
