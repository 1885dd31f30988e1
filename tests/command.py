"""Moved to tests/helpers."""

from tests.helpers.command import Codong, Ran, command, environment, run  # noqa: F401
from tests.helpers.jobs import toml_job, tree  # noqa: F401
from tests.helpers.signs import HANG  # noqa: F401
from tests.helpers.signs import OFFICE as UNIT  # noqa: F401
from tests.helpers.signs import OTHER_OFFICE as OTHER_UNIT  # noqa: F401
from tests.helpers.workspaces import ROOT  # noqa: F401
