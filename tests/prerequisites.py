"""Sees to what the tests need beside Python: on Debian as root it is installed, elsewhere what is missing is said.

PostgreSQL comes in a wheel of the test extra; what is left is a browser, and a proxy for `make battery`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from chromium import executable


def main() -> int:
    if executable() is None and _can_install():
        _install("chromium")
    if shutil.which("nginx") is None and _can_install():
        _install("nginx-light")
    if shutil.which("nginx") is None:
        sys.stderr.write("nginx is missing: `make battery` needs it.\n")
    if executable() is not None:
        return 0
    sys.stderr.write(
        "Chromium is missing: the browser tests (tests/browser) are not run. "
        "Install it, or run `python -m playwright install chromium`.\n"
    )
    return 1 if os.environ.get("CI") else 0


def _can_install() -> bool:
    return Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(package: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", package, "fonts-dejavu-core"],
    ):
        subprocess.run(["apt-get", *command], env=env, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
