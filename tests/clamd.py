"""A server that speaks clamd's INSTREAM, on a real socket, with a virus of its own and the manners of a bad day."""

import socketserver
import threading
import time
from contextlib import contextmanager

VIRUS = b"%VIRUS-OF-THE-TESTS%"


class _Talk(socketserver.BaseRequestHandler):
    def handle(self):
        server = self.server
        if server.manner == "hangs up":
            return
        command = self._exactly(10)
        content = b""
        while size := int.from_bytes(self._exactly(4), "big"):
            content += self._exactly(size)
        server.scanned.append(content)
        if server.manner == "slow":
            server.done.wait(10)
            return
        answers = {
            "garbage": b"\xff\xfe what?\0",
            "too large": b"INSTREAM size limit exceeded. ERROR\0",
            "endless": b"stream: " + b"x" * 100_000,
        }
        found = b"stream: Test.Virus-1 FOUND\0" if VIRUS in content else b"stream: OK\0"
        assert command == b"zINSTREAM\0"
        self.request.sendall(answers.get(server.manner, found))

    def _exactly(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            piece = self.request.recv(size - len(read))
            if not piece:
                raise ConnectionError("the portal hung up")
            read += piece
        return read


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever hangs up does so without a word."""


class _UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(manner: str = "", path: str = ""):
    """The server with its `place` (for RIFADA_CLAMAV) and what it was sent."""
    server = _UnixServer(path, _Talk) if path else _Server(("127.0.0.1", 0), _Talk)
    server.manner, server.scanned, server.done = manner, [], threading.Event()
    server.place = path or f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.done.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
        time.sleep(0)
