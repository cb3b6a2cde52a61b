"""The study as the researcher writes it: its sheet, what differs from what was stated, and the drafts before it."""
