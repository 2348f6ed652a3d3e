"""`python -m pecia` is the same as the command `pecia`."""

from __future__ import annotations

import sys

from pecia.ops.main import main

sys.exit(main())
