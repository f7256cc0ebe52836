"""The fingerprint of the code that makes outputs: this package and the packages that it writes with."""

import functools
import hashlib
import importlib.metadata
from pathlib import Path

import badgesite

_PACKAGES = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pillow", "segno")


@functools.cache
def fingerprint_code() -> str:
    """Return the SHA-256 over the package's modules and the versions of the packages beside it."""
    digest = hashlib.sha256()
    package = Path(badgesite.__file__).parent
    for module in sorted(package.rglob("*.py")):
        digest.update(module.relative_to(package).as_posix().encode() + b"\0" + module.read_bytes())
    for name in _PACKAGES:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()
