"""Step 2 beyond the single document: waivers, the stated facts and their proof, and what is still missing."""
