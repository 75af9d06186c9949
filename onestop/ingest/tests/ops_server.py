"""A server on this machine that answers as OPS does, in its format. All numbers and names are made up."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

IDLE = "idle (images=green:60000, inpadoc=green:60000, other=green:60000, retrieval=green:60000, search=green:60000)"
BLACK = "overloaded (images=black:0, inpadoc=black:0, other=black:0, retrieval=black:0, search=black:0)"
OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?><ops:world-patent-data xmlns="http://www.epo.org/exchange" '
    'xmlns:ops="http://ops.epo.org">'
)
CLOSE = "</ops:world-patent-data>"
_ID = (
    '<document-id document-id-type="docdb"><country>EP</country><doc-number>{number}</doc-number>'
    "<kind>{kind}</kind><date>{day}</date></document-id>"
)
PUBLISHED = (
    "<publication-reference>"
    + _ID.format(number="9900021", kind="A1", day="20230607")
    + "</publication-reference>"
)
APPLIED = (
    "<application-reference>"
    + _ID.format(number="22999921", kind="A", day="20221201")
    + "</application-reference>"
)
BIBLIO = (
    OPEN + "<exchange-documents>"
    '<exchange-document country="EP" doc-number="9900021" kind="A1" family-id="99000021"><bibliographic-data>'
    + PUBLISHED
    + APPLIED
    + '<invention-title lang="en">Invented lamp</invention-title></bibliographic-data></exchange-document>'
    "</exchange-documents>" + CLOSE
)
FAMILY = (
    OPEN
    + '<ops:patent-family legal="true" total-result-count="1"><ops:family-member family-id="99000021">'
    + PUBLISHED
    + APPLIED
    + '<ops:legal code="17P " desc="REQUEST FOR EXAMINATION FILED"><ops:L001EP>EP</ops:L001EP>'
    "<ops:L007EP>2023-07-05</ops:L007EP><ops:L008EP>17P</ops:L008EP></ops:legal>"
    "</ops:family-member></ops:patent-family>" + CLOSE
)
CLAIMS = (
    OPEN
    + '<fulltext-documents xmlns="http://www.epo.org/fulltext"><fulltext-document system="ops.epo.org">'
    + '<bibliographic-data><publication-reference data-format="docdb"><document-id><country>EP</country>'
    "<doc-number>9900021</doc-number><kind>A1</kind></document-id></publication-reference></bibliographic-data>"
    '<claims lang="EN"><claim><claim-text>1. A lamp.</claim-text></claim></claims>'
    "</fulltext-document></fulltext-documents>" + CLOSE
)
EXPIRED = (
    "<error><code>400</code><message>invalid_access_token</message><description>expired</description></error>"
)


@dataclass
class Answer:
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"X-Throttling-Control": IDLE})


@dataclass
class Asked:
    method: str
    path: str
    body: str
    token: str


@dataclass
class Player:
    """What the server answers, and what it was asked."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    tokens: int = 0
    token_answer: Answer | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    """Last word of the path -> answer."""
    first: list[Answer] = field(default_factory=list)
    """Given before those, once each."""

    def reply(self, asked: Asked) -> Answer:
        if asked.path.endswith("/auth/accesstoken"):
            self.tokens += 1
            body = {"access_token": f"token-{self.tokens}", "expires_in": "1199"}
            return self.token_answer or Answer(body=json.dumps(body))
        self.asked.append(asked)
        if self.first:
            return self.first.pop(0)
        word = "family" if "/family/" in asked.path else asked.path.rsplit("/", 1)[-1]
        return self.answers.get(word, Answer(404, "<fault/>"))


@contextmanager
def playing(player: Player) -> Iterator[Player]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(player.reply))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    player.url = f"http://127.0.0.1:{server.server_port}/3.2"
    try:
        yield player
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(reply: Callable[[Asked], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer(self.rfile.read(length).decode())

        def do_GET(self) -> None:
            self._answer("")

        def _answer(self, body: str) -> None:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            path = unquote(self.path.split("?")[0])
            answer = reply(Asked(self.command, path, unquote(body), token))
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Not on the tests' screen."""

    return Handler
