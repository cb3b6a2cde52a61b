"""Asks clamd, the daemon of ClamAV, about the bytes of a paper: the few lines of its INSTREAM protocol."""

import re
import socket
import time

from django.conf import settings

CONNECT_SECONDS, SCAN_SECONDS = 3, 30
_PIECE, _LONGEST_ANSWER = 256 * 1024, 4096
_FOUND = re.compile(r"^stream: (.{1,200}) FOUND$")


class ScannerAway(Exception):
    """Nothing is known of the paper: the scanner does not answer, takes too long, or says what nobody understands."""


def is_set_up() -> bool:
    return bool(settings.RIFADA_CLAMAV)


def virus_in(content: bytes) -> str:
    """The name of the virus, or "" for a clean paper; raises ScannerAway when that is not known."""
    if not is_set_up():
        raise ScannerAway("RIFADA_CLAMAV is not set.")
    until = time.monotonic() + SCAN_SECONDS
    try:
        with _connected() as clamd:
            answer = _answer_about(content, clamd, until)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    if answer == "stream: OK":
        return ""
    if found := _FOUND.match(answer):
        return found[1]
    raise ScannerAway(f"clamd says: {answer[:200]}")


def _connected() -> socket.socket:
    """RIFADA_CLAMAV is the path of a socket, or host:port."""
    place = settings.RIFADA_CLAMAV
    if not place.startswith("/"):
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    clamd.settimeout(CONNECT_SECONDS)
    try:
        clamd.connect(place)
    except OSError:
        clamd.close()
        raise
    return clamd


def _answer_about(content: bytes, clamd: socket.socket, until: float) -> str:
    pieces = (content[start : start + _PIECE] for start in range(0, len(content), _PIECE))
    sent = [b"zINSTREAM\0", *(len(piece).to_bytes(4, "big") + piece for piece in pieces), bytes(4)]
    for piece in sent:
        clamd.settimeout(_left(until))
        clamd.sendall(piece)
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        clamd.settimeout(_left(until))
        piece = clamd.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd takes too long.")
    return left
