"""Two files of one person: how they are noticed, compared, told apart or merged, and taken apart again."""
