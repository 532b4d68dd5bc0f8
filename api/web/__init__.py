"""HTTP and WebSocket: the endpoint, its bounds, and the pages that a browser gets.

Start reading at `http.py` and `websocket.py`; both hand operations to `api.graphql.service` and decide nothing.
"""
