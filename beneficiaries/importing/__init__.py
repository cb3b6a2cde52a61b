"""Lists of people brought in from Excel: read, judged row by row, released by a second person, undone as a whole."""
