"""Calls to addresses people typed in, against servers that lie."""

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from touchline.people.outgoing import Call, CallRefused, call, is_outside


class Hostile(BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(self, self.path.strip("/").split("/")[0])()

    def fine(self):
        self._head(200, {"Content-Length": "5", "X-Sent": self.headers.get("Authorization", "none")})
        self.wfile.write(b"hello")

    def loop(self):
        self._head(302, {"Location": "/loop"})

    def elsewhere(self):
        self._head(302, {"Location": f"http://localhost:{self.server.server_port}/fine"})

    def inside(self):
        self._head(302, {"Location": f"http://127.0.0.2:{self.server.server_port}/fine"})

    def short(self):
        self._head(200, {"Content-Length": "500"})
        self.wfile.write(b"hello")

    def endless(self):
        self._head(200, {})
        for _ in range(1000):
            self.wfile.write(b"x" * 10_000)

    def drip(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for _ in range(40):
            self.wfile.write(b"X: y\r\n")
            time.sleep(0.1)

    def packed(self):
        self._head(200, {"Content-Encoding": "gzip"})

    def _head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self):
        # The one who asked hangs up on purpose in some of these stories.
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *words):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def _allowed(settings):
    settings.OUTGOING_ALLOWED = ["127.0.0.1", "localhost"]


def test_an_address_inside_is_refused_unless_an_operator_names_it(server, settings):
    with pytest.raises(CallRefused, match="lies inside a private network"):
        call(Call(f"{server}/fine"))
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    assert call(Call(f"{server}/fine")).body == b"hello"


def test_a_name_that_resolves_to_an_address_inside_is_refused():
    with pytest.raises(CallRefused, match="localhost lies inside a private network"):
        call(Call("http://localhost/"))


def test_a_redirect_into_the_network_is_refused(server, settings):
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with pytest.raises(CallRefused, match=r"127\.0\.0\.2 lies inside a private network"):
        call(Call(f"{server}/inside"))


@pytest.mark.usefixtures("_allowed")
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("loop", "without end"),
        ("short", "stopped in the middle"),
        ("endless", "more than 1 MB"),
        ("drip", "did not answer in time"),
        ("packed", "packed form"),
    ],
)
def test_a_server_that_lies_gets_a_sentence(server, path, sentence):
    with pytest.raises(CallRefused, match=sentence):
        call(Call(f"{server}/{path}"), most_bytes=1_000_000, seconds=0.6)


@pytest.mark.usefixtures("_allowed")
def test_a_password_goes_to_the_host_it_was_meant_for_alone(server):
    secret = {"login": "maya", "password": "hidden"}
    assert call(Call(f"{server}/fine", **secret)).headers["x-sent"].startswith("Basic ")
    assert call(Call(f"{server}/elsewhere", **secret)).headers["x-sent"] == "none"


def test_a_password_is_not_sent_in_the_clear():
    with pytest.raises(CallRefused, match="only to an address that begins with https"):
        call(Call("http://calendar.example/", login="maya", password="hidden"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x/", "https://", "http://x:99999/", "http://[::1/"])
def test_only_web_addresses_are_called(url):
    with pytest.raises(CallRefused, match="does not begin with https"):
        call(Call(url))


@pytest.mark.usefixtures("_allowed")
def test_nobody_there_is_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(CallRefused, match="could not be reached"):
            call(Call(f"http://127.0.0.1:{taken.getsockname()[1]}/"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fd00::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_every_spelling_of_inside_is_known(address):
    assert not is_outside(ipaddress.ip_address(address))


def test_the_public_internet_is_outside():
    assert is_outside(ipaddress.ip_address("93.184.215.14"))
    assert is_outside(ipaddress.ip_address("2606:2800:21f:cb07::1"))


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that nobody but whoever is told to trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calendar")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2100, 1, 1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = tmp_path / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return path


@pytest.mark.usefixtures("_allowed")
def test_a_server_has_to_prove_who_it_is(server, certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"https://127.0.0.1:{listening.getsockname()[1]}/"
    with context.wrap_socket(listening, server_side=True) as secure:
        thread = threading.Thread(target=_answer_twice, args=[secure])
        thread.start()
        with pytest.raises(CallRefused, match="does not prove that it is"):
            call(Call(address))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert call(Call(address, login="maya", password="hidden")).body == b"hello"
        thread.join()


def _answer_twice(secure):
    for _ in range(2):
        with contextlib.suppress(ssl.SSLError, OSError):
            line, _ = secure.accept()
            line.recv(4096)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
            line.close()
