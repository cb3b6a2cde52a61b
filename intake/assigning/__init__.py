"""Which researcher studies which request: by district and load, or by hand."""
