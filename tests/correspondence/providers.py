"""Real servers in threads of their own: a provider of SMS that answers as it is told, and a mail server."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Provider(ThreadingHTTPServer):
    """Takes messages over HTTP, and keeps what it was sent."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Asked)
        self.asked: list[dict] = []
        self.headers: list[dict] = []
        self.released = threading.Event()
        # A status, "hang", "cut" or "garbage"; what stands in the body.
        self.answers, self.body = [200], b"{}"

    def handle_error(self, request, client_address):
        """A line that was cut is what the test wanted."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/messages?list=1"


class _Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        provider = self.server
        provider.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        provider.headers.append(dict(self.headers))
        answer = provider.answers.pop(0) if len(provider.answers) > 1 else provider.answers[0]
        if answer == "hang":
            provider.released.wait(20)
        elif answer == "garbage":
            self.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")
        elif answer == "half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
        elif answer != "cut":
            self.send_response(answer)
            self.send_header("Location", provider.url + "&again=1")
            self.send_header("Content-Length", str(len(provider.body)))
            self.end_headers()
            self.wfile.write(provider.body)
        self.close_connection = True

    def log_message(self, *words):
        """Says nothing."""


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        if hasattr(server, "released"):
            server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP as a client needs, with an answer of the test's choice at each word."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, **answers):
        super().__init__(("127.0.0.1", 0), _Mail)
        # By the word of the client, "DATA." for the end of the message; "" cuts the line.
        self.answers = answers
        self.messages: list[bytes] = []

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Mail(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper() if line.split() else ""
            if not self.say({"QUIT": "221 bye", "DATA": "354 go on"}.get(word, "250 ok"), word):
                return
            if word == "DATA" and "DATA" not in self.server.answers:
                self.server.messages.append(self.read_message())
                if not self.say("250 kept", "DATA."):
                    return
            if word == "QUIT":
                return

    def read_message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def say(self, usual: str, word: str = "") -> bool:
        answer = self.server.answers.get(word, usual)
        if answer:
            self.wfile.write(f"{answer}\r\n".encode())
        return bool(answer)
