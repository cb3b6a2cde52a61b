"""The frame of a decoder that runs as a process of its own: content in, header and result out, under hard limits."""

import json
import resource
import sys
import warnings
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from .pictures import DAMAGED, MOST_PIXELS, TOO_MANY_PIXELS, Unfit

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 25


def serve(work: Callable[..., tuple[str, bytes]]) -> None:
    """Runs `work(content, **arguments)` once: a line of JSON that says what came of it, and the bytes behind it."""
    _stay_small()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")
    try:
        kind, result = work(BytesIO(sys.stdin.buffer.read()), **json.loads(sys.argv[1]))
        said = {"kind": kind}
    except Unfit as unfit:
        said, result = {"unfit": unfit.why}, b""
    except (Image.DecompressionBombError, MemoryError):
        said, result = {"unfit": TOO_MANY_PIXELS}, b""
    except Exception as error:
        # SECURITY: decoders of hostile files raise whatever they like; every failure is a refusal.
        said, result = {"unfit": DAMAGED, "error": f"{type(error).__name__}: {error}"[:300]}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + result)


def _stay_small() -> None:
    """No more memory and time than an honest file needs, no file written, no dump of what was read."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (most, hard if hard == resource.RLIM_INFINITY else min(hard, most)))
