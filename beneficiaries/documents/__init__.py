"""The documents of a person: looked at once, kept in the file, and asked for again only when they no longer hold."""
