"""Decoders for files that strangers wrote. Nothing here knows Django: most of it runs in a process of its own."""
