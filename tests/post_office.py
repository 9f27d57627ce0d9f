"""Real servers on this machine for what leaves the house: for mail, for group chats; and a port that is dead."""

import json
import socket
import socketserver
import threading
from contextlib import contextmanager
from email import message_from_string
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer


class Mail:
    """A letter as it arrived."""

    def __init__(self, to, raw):
        parsed = message_from_string(raw)
        self.to = to
        self.subject = str(make_header(decode_header(parsed["Subject"])))
        parts = [part for part in parsed.walk() if not part.is_multipart()]
        self.text = "\n".join(part.get_payload(decode=True).decode() for part in parts)


class _Smtp(socketserver.StreamRequestHandler):
    ANSWERS = {"EHLO": "250 here", "HELO": "250 here", "MAIL": "250 ok", "RSET": "250 ok", "QUIT": "221 bye"}

    def handle(self):
        self.say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                refused = to in self.server.refused
                self.say("550 no such mailbox" if refused else "250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.arrived.append(Mail(to, self.text()))
                self.server.before_answer()
                self.say("250 taken")
            else:
                self.say(self.ANSWERS.get(verb, "500 what?"))
            if verb == "QUIT":
                return

    def text(self):
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        return "\n".join(line.removeprefix(".") if line.startswith("..") else line for line in lines)

    def say(self, answer):
        self.wfile.write(f"{answer}\r\n".encode())


class _Web(BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.arrived.append(told)
        answer = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def a_mail_server(port=0):
    """`server.arrived` holds the letters; `server.address` goes into the settings."""
    with _MailServer(("127.0.0.1", port), _Smtp) as server:
        server.arrived, server.refused, server.before_answer = [], set(), lambda: None
        server.address = mail_address(server.server_address[1])
        yield from _serving(server)


@contextmanager
def a_chat_service():
    """`server.arrived` holds what was posted; `server.answer` is what it says to that."""
    with HTTPServer(("127.0.0.1", 0), _Web) as server:
        server.arrived, server.status, server.answer = [], 200, {"errcode": 0, "errmsg": "ok"}
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield from _serving(server)


def a_dead_port():
    """A port at which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def mail_address(port):
    return f"mailto://127.0.0.1:{port}/?from=zhian@hospital.example&to=nobody@hospital.example"


def _serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
