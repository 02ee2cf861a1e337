"""The names that a site is asked by. Any other name may be somebody's who made it point here (DNS rebinding).

Werkzeug's own ``TRUSTED_HOSTS`` refuses every IPv6 address and cannot say “any address in numbers”.
"""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


def own_names(more: Iterable[str | None]) -> frozenset[str]:
    """This machine's names, and ``more`` where they are any."""
    here = socket.gethostname()
    return frozenset(name.lower() for name in ("localhost", here, f"{here}.local", *more) if name)


def answers_to(host: str, names: frozenset[str]) -> bool:
    """Whether a request's ``Host`` is one of ``names``, or an address in numbers, which nobody can redirect."""
    try:
        hostname = urlsplit(f"//{host}").hostname or ""
        return hostname in names or bool(ip_address(hostname))
    except ValueError:
        return False
