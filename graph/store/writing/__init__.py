"""How records and links are written: one transaction a batch, with the change that tells followers.

Start reading at `write_batch.py`, then `record_writer.py` and `link_writer.py`. What a batch may not change, as a
victim's role or what is on hold, is in modules of its own (`kept_terms.py`, `roles_on_hold.py`).
"""
