"""Pages of the places room, by noun."""
