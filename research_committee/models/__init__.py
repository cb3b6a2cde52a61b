"""The research committee: reports, members, sessions, votes and decisions."""
