"""The minutes of a session: drawn up when it is closed, signed by those who were there, locked, and only added to."""
