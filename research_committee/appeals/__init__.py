"""The appeal against a rejection: recorded over any channel, and laid before the committee as a new item."""
