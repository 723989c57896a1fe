"""Areas of the statistical tables in which nobody lives as in a village: no site is due there (SEED B1, O14)."""

# A word of the name, and whether it is ticked before anybody has looked. Virtual and like-a-community units stand in
# the tables so that every person is counted somewhere; prisons and the like have no residents to serve. Development
# zones, farms and forest farms look alike but many have villages of their own: a person looks and ticks those. [P]
PROPOSED: tuple[tuple[str, bool], ...] = (
    ("虚拟", True),
    ("类似", True),
    ("监狱", True),
    ("戒毒", True),
    ("劳教", False),
    ("开发区", False),
    ("农场", False),
    ("林场", False),
)
# How the code of a virtual unit at the level of villages ends: in the country's table every one of the 1,447 villages
# whose code ends so is called 虚拟.
CODE_ENDS = ("498", "598")
SHORTEST, LONGEST, MOST_WORDS = 2, 12, 12


def wanted(words: list[str]) -> tuple[str, ...]:
    """The words to look for: without blanks and doubles; what is too short would find half a city."""
    tidy = (word.strip()[:LONGEST] for word in words)
    return tuple(dict.fromkeys(word for word in tidy if len(word) >= SHORTEST))[:MOST_WORDS]


def found_by(name: str, code: str, level: str, words: tuple[str, ...]) -> str:
    """The first word that the name has, else the end of the code; empty if neither fits."""
    for word in words:
        if word in name:
            return word
    return code[-3:] if level == "village" and code.endswith(CODE_ENDS) else ""
