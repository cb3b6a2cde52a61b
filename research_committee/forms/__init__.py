"""The shapes of the committee's forms; what is allowed is decided by the rules."""
