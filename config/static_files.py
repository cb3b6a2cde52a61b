"""Styles, scripts and pictures under names that carry their digest."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """A page (the error page above all) never breaks because one picture was not collected."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A page names some thirty files, and their addresses stay the same until the next start.
        self._addresses: dict[str, str] = {}

    def url(self, name, force=False):
        if force:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            return name
