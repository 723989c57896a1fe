"""Pages of figures, by noun."""
