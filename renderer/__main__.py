"""``python -m renderer`` is ``codong``."""

import sys

from renderer.cli.main import main

sys.exit(main())
