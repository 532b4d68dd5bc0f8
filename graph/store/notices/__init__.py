"""Notices of linkages: for whom they are written, when they are told, and when they end.

Start reading at `notices.py`, then `notice_writer.py`, `notice_store.py` and `telling.py`. Not for whom one may be told
to, which `api.alerts` asks the policies when it is made and again when it is read.
"""
