"""The policy bundle in a running deployment: loaded, exchanged, told of, and its history."""
