"""What stands beside a study: the confidential annex, and what a second researcher says of it."""
