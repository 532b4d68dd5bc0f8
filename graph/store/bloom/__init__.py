"""What Bloom works on: projections of a view, and the phrases that search them."""
