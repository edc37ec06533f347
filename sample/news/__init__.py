"""News of the movement in the genre's manner; every sentence is this project's own."""
