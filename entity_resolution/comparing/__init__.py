"""How two records are compared: levels of each value, and what they weigh."""
