"""Pure decisions of the activities room, by noun: gate, plans, searching, signing_up, tables."""
