"""What a serving process does by itself.

Start reading at `workers.py`.
"""
