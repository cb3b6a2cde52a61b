"""Answers that serve more people than the one who asked, kept up to date and found at the desk."""
