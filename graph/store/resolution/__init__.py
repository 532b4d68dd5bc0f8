"""What resolution reads and writes: candidates, pairs, components, judgements."""
