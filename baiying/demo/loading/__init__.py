"""The stages that make the invented city, each from its own stream of one seed."""
