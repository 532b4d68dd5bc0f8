"""What a serving process does by itself."""
