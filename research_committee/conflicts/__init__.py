"""Conflicts of interest: what members declare, what is found against it, and what the chair rules."""
