"""The marks around the exercises that a section of a chapter names."""

import re

OPEN, CLOSE = "<!-- exercises -->", "<!-- /exercises -->"

BLOCK = re.compile(rf"\n*{OPEN}\n.*?{CLOSE}", re.DOTALL)
"""The marks and what stands between them: written, not typed."""
