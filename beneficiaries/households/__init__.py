"""With whom a person lives, who depends on whom, where, and on what the household lives."""
