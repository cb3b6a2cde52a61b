"""The score scale: read, written, adopted; data with versions of its own."""
