"""Tests of the value normalisers."""
