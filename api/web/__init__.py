"""HTTP and WebSocket: the endpoint, its bounds, and the pages that a browser gets."""
