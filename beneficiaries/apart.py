"""Runs a decoder beside the portal: a file that brings it down brings down nothing else."""

import json
import logging
import os
import subprocess
import sys

from django.conf import settings

from .decoding.pictures import DAMAGED, Unfit

log = logging.getLogger(__name__)
PATIENCE = 40


def decoded(program: str, content: bytes, **arguments) -> tuple[str, bytes]:
    """What `beneficiaries.decoding.<program>` makes of this content; raises Unfit, also when it dies or takes long."""
    # SECURITY: nothing of the portal's surroundings goes along: no key, no address of the database.
    surroundings = {"PYTHONPATH": str(settings.BASE_DIR), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-s", "-B", "-m", f"beneficiaries.decoding.{program}", json.dumps(arguments)]
    try:
        ran = subprocess.run(  # noqa: S603
            command,
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env=surroundings,
            check=True,
        )
        header, result = ran.stdout.split(b"\n", 1)
        said = json.loads(header)
    except (subprocess.SubprocessError, ValueError) as error:
        log.warning("The decoder %s gave up on a file of %s bytes: %s", program, len(content), error)
        raise Unfit(DAMAGED) from error
    if "unfit" in said:
        raise Unfit(said["unfit"])
    return said["kind"], result
