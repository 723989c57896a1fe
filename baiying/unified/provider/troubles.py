"""What may go wrong with a provider. A code and what was seen, for the operator; never a token, a key, a person."""

DOWN, SLOW, ODD, KEY, CLOCK, CLIENT, TOKEN = "down", "slow", "odd", "key", "clock", "client", "token"


class Trouble(Exception):
    def __init__(self, code: str, seen: str = "") -> None:
        super().__init__(f"{code}: {seen}" if seen else code)
        self.code, self.seen = code, seen
