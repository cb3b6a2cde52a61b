#!/usr/bin/env python3
"""Makes .venv hold what a lock says: `environment.py runtime` to run, `environment.py dev` to contribute.

Runs on a bare Python; returns at once when the environment is already as the lock wants it.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
INSTALLER = ROOT / "tools" / "installer.lock"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST = (3, 11)


def succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def installed() -> dict[str, str]:
    """Digests of the locks that the environment satisfies; none when its Python is gone."""
    if not (os.access(PYTHON, os.X_OK) and STAMP.exists()):
        return {}
    return json.loads(STAMP.read_text())


def digest(kind: str) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()


def make_environment() -> None:
    """A virtual environment with pip in it; a half-made or orphaned one is made anew."""
    healthy = os.access(PYTHON, os.X_OK) and succeeds(
        PYTHON, "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    )
    if not healthy:
        print(f"Making {VENV.name} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(lock: Path) -> None:
    """uv is fast and removes what the lock does not name; pip does the same work where uv cannot be had."""
    print(f"Installing {lock.name} …", flush=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    locked = ["--require-hashes", "--only-binary=:all:", "--requirement"]
    uv = [PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--python", PYTHON, "--link-mode=copy"]
    if succeeds(*pip, *locked, INSTALLER) and succeeds(*uv, "--require-hashes", "--no-build", lock):
        return
    print("uv could not do it; pip takes over.", flush=True)
    subprocess.run([*pip, *locked, lock], check=True)


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        print("usage: environment.py runtime|dev", file=sys.stderr)
        return 2
    kind = sys.argv[1]
    if installed().get(kind) == digest(kind):
        return 0
    if sys.version_info < OLDEST:
        print("Rifada needs Python 3.11 or newer; PYTHON=… names another one.", file=sys.stderr)
        return 1
    try:
        make_environment()
        STAMP.unlink(missing_ok=True)
        install(LOCKS[kind])
    except subprocess.CalledProcessError as failure:
        print(f"{failure}\nThe environment could not be made; the lines above say why.", file=sys.stderr)
        return 1
    # The contributor's lock contains the runtime's.
    satisfied = ["runtime", "dev"] if kind == "dev" else ["runtime"]
    STAMP.write_text(json.dumps({kind: digest(kind) for kind in satisfied}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
