"""What an entry of the audit is called on the auditor's page, in the words of the room that wrote it."""

from baiying.kit import rooms
from baiying.kit.rooms import Text


def action(code: str) -> Text:
    """What was done; the code itself if a room that is gone wrote it."""
    return next((room.audit_actions[code] for room in rooms.brought().values() if code in room.audit_actions), code)


def subject(code: str) -> Text:
    """The kind of thing that it was done to."""
    return next((room.audit_subjects[code] for room in rooms.brought().values() if code in room.audit_subjects), code)


def codes_of(text: str) -> list[str]:
    """The codes whose words, in the reader's language, hold the text; the text itself may be a code."""
    wanted = text.casefold()
    known = [pair for room in rooms.brought().values() for pair in room.audit_actions.items()]
    return [text, *(code for code, words in known if wanted in str(words).casefold())]
