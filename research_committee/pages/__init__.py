"""What the committee's pages print."""
