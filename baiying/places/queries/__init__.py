"""Reads of the places room, by noun."""

from baiying.places.queries.divisions import division_ids_within, divisions
from baiying.places.queries.rule_sets import Chosen, rule_set

__all__ = ["Chosen", "division_ids_within", "divisions", "rule_set"]
