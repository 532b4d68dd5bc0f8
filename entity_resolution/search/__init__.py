"""Search in a view.

Start reading at `entities.py`, then `text.py` and `scores.py`. What is found, in which order and with which score,
follows from what the viewer sees alone.
"""
