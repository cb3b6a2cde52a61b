"""The outbox: what messages say, over which channel they leave, and who looks after those that did not arrive."""
