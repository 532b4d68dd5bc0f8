"""The invented scenario: `world` holds the truth; `thailand`, `cambodia`, `overseas` hold what agencies write of it."""
