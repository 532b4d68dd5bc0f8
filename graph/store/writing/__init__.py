"""How records and links are written: one transaction a batch, with the change that tells followers."""
