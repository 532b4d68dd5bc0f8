"""Sample input: public sanctions extracts and an invented scenario. Start with `README.md`."""
