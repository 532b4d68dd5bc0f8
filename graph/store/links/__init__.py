"""What is written of links: their statements, and the compartments that they bear."""
