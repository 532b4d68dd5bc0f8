"""What tells two persons' names apart, or leaves them to a human."""
