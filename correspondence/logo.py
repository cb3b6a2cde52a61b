"""The association's logo on its papers: a picture that is given to the installation."""

import io
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

LARGEST_FILE = 2_000_000
# Sharp at the height of a letterhead, small in every paper.
_LARGEST_SIDES = (900, 300)


class NoLogo(ValueError):
    """Why a file cannot be the logo, as a sentence."""


def logo() -> bytes:
    """The logo as PNG; nothing where the installation has none."""
    return _drawn(settings.RIFADA_LOGO) if settings.RIFADA_LOGO else b""


@lru_cache(maxsize=2)
def _drawn(path: str) -> bytes:
    """Drawn anew, so that nothing but the picture enters a paper."""
    try:
        content = Path(path).read_bytes()
        if len(content) > LARGEST_FILE:
            raise NoLogo(_("The logo is larger than two megabytes: %(path)s") % {"path": path})
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            picture.thumbnail(_LARGEST_SIDES)
            anew = io.BytesIO()
            picture.convert("RGBA").save(anew, "PNG", optimize=True)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as problem:
        raise NoLogo(_("The logo is no readable PNG or JPEG picture: %(path)s") % {"path": path}) from problem
    return anew.getvalue()


@register
def the_logo_can_be_printed(app_configs, **kwargs) -> list[Error]:
    """Said at the start, and not when somebody waits for a letter."""
    try:
        logo()
    except NoLogo as problem:
        return [Error(str(problem), id="correspondence.E010")]
    return []
