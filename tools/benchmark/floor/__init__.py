"""The floor: what any portal of this kind costs, written as a first draft would be."""
