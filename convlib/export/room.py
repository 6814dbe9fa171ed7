"""What the system says of room: on the way to a file, and in the temporary folder meanwhile."""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Iterator

from convlib.errors import ConvError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def meanwhile(name: str, otherwise: str = "no-temporary") -> Iterator[None]:
    """Have what the system says of files that are only needed meanwhile told in a sentence.

    Args:
        name: Of the format that needs them, such as ``"gif"``.
        otherwise: The key of what to say where room isn't what is missing.

    Raises:
        ConvError: Whatever the system said.

    Example:
        >>> with meanwhile("gif"):
        ...     raise OSError(errno.ENOENT, "No such file or directory")
        Traceback (most recent call last):
            ...
        convlib.errors.ConvError: format is “gif”, which is made in a temporary folder first...
    """
    try:
        yield
    except OSError as error:
        key, reason = otherwise, (error.strerror or str(error)).lower()
        if error.errno in NO_ROOM:
            key, reason = "no-room-meanwhile", f"{tempfile.gettempdir()}: {reason}"
        raise ConvError(key, parameter="format", value=name, reason=reason) from error
