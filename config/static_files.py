"""Styles, scripts and pictures under names that carry their digest."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """A page (the error page above all) never breaks because one picture was not collected."""

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            return name
