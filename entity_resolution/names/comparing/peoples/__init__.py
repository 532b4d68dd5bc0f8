"""What each people's writing tells apart, and what it lets be one."""
