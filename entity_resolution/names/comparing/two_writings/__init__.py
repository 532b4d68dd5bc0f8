"""Two names of which one is in letters of the region, or in another people's spelling."""
