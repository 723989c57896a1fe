"""Static files by their addresses with a hash of the content, each address put together once in a process."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """A page names some twenty files and icons; what they are called does not change while a process lives."""
        if force:
            return str(super().url(name, force))
        if (known := self._addresses.get(name)) is None:
            known = self._addresses[name] = str(super().url(name))
        return known
