"""Where a request stands, for the family itself: a private link and four digits, and no account."""
