"""Tables of pairs: read, scored and measured without a graph."""
