"""What lies around an entity in a view, and the ways between two.

Start reading at `networks.py`, then `shortest_paths.py` and `paths_in_time.py`. All of it goes along what one scope
opens, and of links it counts no hidden one.
"""
