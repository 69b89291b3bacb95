"""What a WSGI server loads: `granian --interface wsgi --factory api.wsgi:application`. Reads the settings from the environment."""

import atexit
import gc
import os

from flask import Flask

from api.app import create_app
from engine.assembly import build
from engine.kernel import log
from engine.kernel.settings import read_settings


def application() -> Flask:
    """A new platform with its application, once in each worker process."""
    settings = read_settings(os.environ)
    log.configure(settings.log_level)
    platform = build(settings)
    atexit.register(platform.close)
    app = create_app(platform)
    # what was loaded lives as long as the process: the collector need not look at it again with every full collection
    gc.collect()
    gc.freeze()
    return app
