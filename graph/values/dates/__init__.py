"""Dates and times, in the calendars, languages and orders of the region."""
