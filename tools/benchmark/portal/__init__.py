"""The portal: its database with many people and requests, and the pages that are measured on it."""
