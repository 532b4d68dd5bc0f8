"""Numbers of documents and registers."""
