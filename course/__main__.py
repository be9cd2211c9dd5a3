"""The maintainers' commands: ``python -m course COMMAND ...``.

Without a command they are listed. Only the module of the command that is run
is imported, since each environment has what some of them need.
"""

import ast
import importlib
import sys
from pathlib import Path

COMMANDS = {
    "run": "notebooks.run",
    "style": "notebooks.style",
    "exercises": "exercises.notebooks",
    "register": "register.register",
    "numbers": "prose.numbers",
    "typed-numbers": "prose.typed_numbers",
    "citations": "prose.citations",
    "quizzes": "prose.quizzes",
    "coverage": "prose.coverage",
    "claims": "evidence.claims",
    "evidence": "evidence.evidence",
    "spread": "disturbed_runs.spread",
    "spread-report": "disturbed_runs.spread_report",
    "faults": "disturbed_runs.faults",
    "kills": "disturbed_runs.kills",
    "timing": "timing.measure",
    "drawings": "drawings.drawings",
    "architecture": "publish.architecture",
    "slides": "publish.slides",
    "pdf": "publish.pdf",
    "links": "publish.links",
    "assets": "assets.build",
}
"""The modules of the commands; each has a function ``main``."""


def main(arguments: list[str]) -> int:
    """Run a command, or list all; return the exit status."""
    name = arguments[0] if arguments else "--help"
    if name in ("-h", "--help"):
        print(listing())
        return 0
    if name not in COMMANDS:
        print(f"no such command: {name}\n\n{listing()}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"course.{COMMANDS[name]}")
    sys.argv[0] = f"python -m course {name}"  # for the command's own --help
    status: int = module.main(arguments[1:])
    return status


def listing() -> str:
    """Return a line for each command."""
    width = max(map(len, COMMANDS))
    lines = [
        f"  {name:{width}}  {summary(module)}"
        for name, module in COMMANDS.items()
    ]
    usage = "usage: python -m course COMMAND [--help] [...]"
    return "\n".join([usage, "", *lines])


def summary(module: str) -> str:
    """Return the first line of a module's docstring, without importing it."""
    folder = Path(__file__).parent
    path = folder.joinpath(*module.split(".")).with_suffix(".py")
    words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return words.partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
