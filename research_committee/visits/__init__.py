"""The visits of a study: arranged with the person, held, and shown with their pictures."""
