"""What stands in place of a name: placeholders, roles, callings, descriptions of people."""
