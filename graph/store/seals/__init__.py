"""Protection claims, and the seals that follow from them."""
