"""Writes of the desk, by noun."""

from baiying.desk.actions.digests import tell_offices
from baiying.desk.actions.looking_after import note_messages_seen, retry_job

__all__ = ["note_messages_seen", "retry_job", "tell_offices"]
