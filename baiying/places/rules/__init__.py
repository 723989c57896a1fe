"""Pure decisions of the places room, by noun."""
