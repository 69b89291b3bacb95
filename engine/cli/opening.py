"""Opens the platform for one command and closes it again, with the settings of the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.assembly import Platform, build
from engine.kernel import log
from engine.kernel.settings import Settings, read_settings


def settings_of_environment() -> Settings:
    """The settings; raises InvalidInput that names the variable at fault. Configures the log as they say."""
    settings = read_settings(os.environ)
    log.configure(settings.log_level)
    return settings


@contextmanager
def opened_platform() -> Iterator[Platform]:
    """The platform of this machine, closed at the end whatever happens."""
    platform = build(settings_of_environment())
    try:
        yield platform
    finally:
        platform.close()
