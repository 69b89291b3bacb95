"""What a WSGI server loads: `granian --interface wsgi --factory api.wsgi:application`. Reads the settings from the environment."""

import atexit
import os

from flask import Flask

from api.app import create_app
from api.parent import end_with_parent
from engine.assembly import build
from engine.kernel import log
from engine.kernel.settings import read_settings


def application() -> Flask:
    """A new platform with its application, once in each worker process."""
    settings = read_settings(os.environ)
    log.configure(settings.log_level)
    platform = build(settings)
    atexit.register(platform.close)
    end_with_parent()
    return create_app(platform)
