"""What agencies ask one another: cross-checks, and requests for information."""
