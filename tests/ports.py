"""Ports for servers that are started, killed and started again."""

import random
import socket

# Below what systems give to whoever asks for any port (32768 and up on Linux, 49152 and up elsewhere): while a
# server is away, nobody's connection takes the port from it.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    while True:
        port = random.SystemRandom().choice(_PORTS)
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)):
                return port
