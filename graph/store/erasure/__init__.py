"""How records leave the graph, with all that tells of them."""
