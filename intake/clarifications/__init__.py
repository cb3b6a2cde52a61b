"""What people did not understand, as a queue for whoever the policy names."""
