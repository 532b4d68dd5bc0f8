"""The resolver: records as they arrive, prepared, compared, decided and written."""
