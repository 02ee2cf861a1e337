"""A small OpenID Connect provider in a process of its own: discovery, keys, authorization codes, RS256 tokens.

It signs everybody in as the subject that it was last told of, without asking. What is to be wrong with the next
token is told to it at ``/next`` as JSON, so that a test can see each lie refused.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = ("annotator", "the client's secret")
KEY = RSAKey.generate_key(2048, {"kid": "one"})
ANOTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})


class Provider(BaseHTTPRequestHandler):
    """Answers one request."""

    codes: dict[str, dict[str, str]]
    wanted: dict[str, object]

    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(self._discovery())
            case "/keys":
                self._json({"keys": [KEY.as_dict(private=False)]})
            case "/authorize":
                self._authorize(asked)
            case _:
                self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/next":
            Provider.wanted = json.loads(body)
            self._json({})
        elif self.path == "/token":
            self._token({name: values[0] for name, values in parse_qs(body).items()})
        else:
            self.send_error(404)

    def _discovery(self):
        return {
            "issuer": self._issuer,
            "authorization_endpoint": f"{self._issuer}/authorize",
            "token_endpoint": f"{self._issuer}/token",
            "jwks_uri": f"{self._issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, asked):
        right = asked["response_type"] == "code" and asked["client_id"] == CLIENT[0] and "openid" in asked["scope"]
        if not right or asked["code_challenge_method"] != "S256":
            self.send_error(400)
            return
        code = secrets.token_urlsafe(16)
        Provider.codes[code] = asked
        answer = {"code": code, "state": asked["state"]}
        if self.wanted.get("refuse"):
            answer = {"error": "access_denied", "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _token(self, sent):
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or not self._is_client() or not self._proves(asked, sent):
            self._json({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": CLIENT[0],
            "sub": "4711",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "preferred_username": "cara",
            "email": "ben@example.org",
            **self.wanted.get("claims", {}),
        }
        key = ANOTHER_KEY if self.wanted.get("another_key") else KEY
        header = {"alg": "RS256", "kid": "one"}
        token = jwt.encode(header, {name: value for name, value in claims.items() if value is not None}, key)
        if self.wanted.get("unsigned"):
            plain = [
                base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
                for one in ({"alg": "none"}, claims)
            ]
            token = ".".join([*plain, ""])
        self._json({"access_token": "an access token", "token_type": "Bearer", "id_token": token})

    def _is_client(self):
        given = base64.b64encode(f"{CLIENT[0]}:{CLIENT[1]}".encode()).decode()
        return self.headers["Authorization"] == f"Basic {given}"

    def _proves(self, asked, sent):
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return challenge == asked["code_challenge"] and sent.get("redirect_uri") == asked["redirect_uri"]

    @property
    def _issuer(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def _json(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


if __name__ == "__main__":
    Provider.codes, Provider.wanted = {}, {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
