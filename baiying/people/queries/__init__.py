"""Reads of the people room, by noun."""

from baiying.people.queries.catalogues import (
    categories,
    category_names,
    registration_rules,
    skill_names,
    skills,
)
from baiying.people.queries.claims import claims_of, waiting_claims
from baiying.people.queries.guardians import (
    guardianship,
    guardianships_of,
    is_guardian_of,
    wards_of,
)
from baiying.people.queries.persons import (
    card_of,
    consents_of,
    id_number_of,
    person,
    person_by_card,
    person_by_id,
    person_by_id_number,
    person_by_volunteer_no,
    person_id_of_account,
    person_of_account,
    persons,
    persons_of_phone,
    phone_of,
    within,
)
from baiying.people.queries.standings import (
    Standing,
    registration_of,
    standing_of,
    state_of,
    waiting_checks,
)

__all__ = [
    "Standing",
    "card_of",
    "categories",
    "category_names",
    "claims_of",
    "consents_of",
    "guardianship",
    "guardianships_of",
    "id_number_of",
    "is_guardian_of",
    "person",
    "person_by_card",
    "person_by_id",
    "person_by_id_number",
    "person_by_volunteer_no",
    "person_id_of_account",
    "person_of_account",
    "persons",
    "persons_of_phone",
    "phone_of",
    "registration_of",
    "registration_rules",
    "skill_names",
    "skills",
    "standing_of",
    "state_of",
    "waiting_checks",
    "waiting_claims",
    "wards_of",
    "within",
]
