"""The list of beneficiaries: what may be chosen of it, its page, and taking it along."""
