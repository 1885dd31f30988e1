"""What a process holds for everybody in it: settings of Python and of libraries that decide what is taken and drawn."""

from __future__ import annotations

import decimal
import gc
import io
import locale
import logging
import mimetypes
import os
import signal
import socket
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFile, PngImagePlugin


def read_settings() -> dict[str, Any]:
    """Return the settings by name, in a form that can be compared."""
    mimetypes.init()  # read when first asked for, from files of the system
    context = decimal.getcontext()
    return {
        "decimal": (context.prec, context.rounding, context.Emin, context.Emax, str(context.traps)),
        "locale": locale.setlocale(locale.LC_ALL),
        "recursion": sys.getrecursionlimit(),
        "digits of an int": sys.get_int_max_str_digits(),
        "switch interval": sys.getswitchinterval(),
        "stack": threading.stack_size(),
        "garbage": (gc.isenabled(), gc.get_threshold()),
        "numpy errors": np.geterr(),
        "numpy printing": {k: v for k, v in np.get_printoptions().items() if k != "override_repr"},
        "Pillow, cut-off pictures": ImageFile.LOAD_TRUNCATED_IMAGES,
        "Pillow, block": ImageFile.MAXBLOCK,
        "Pillow, PNG text": (PngImagePlugin.MAX_TEXT_CHUNK, PngImagePlugin.MAX_TEXT_MEMORY),
        "Pillow, pixels": Image.MAX_IMAGE_PIXELS,
        "types of files": mimetypes.types_map.copy(),
        "environment": dict(os.environ),
        "sockets": socket.getdefaulttimeout(),
        "signals": {
            number: str(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)
        },
        "warnings": [str(one) for one in warnings.filters],
        "logging": (
            logging.root.level,
            logging.root.disabled,
            logging.root.manager.disable,
            str(logging.root.handlers),
        ),
        "umask": _umask(),
        "folder": Path.cwd(),
        "encoding": (sys.getdefaultencoding(), sys.getfilesystemencoding(), io.text_encoding(None)),
        "hooks": (str(sys.excepthook), str(sys.displayhook), str(sys.gettrace())),
    }


def _umask() -> int:
    found = os.umask(0o022)
    os.umask(found)
    return found


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what differs, by name."""
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}
