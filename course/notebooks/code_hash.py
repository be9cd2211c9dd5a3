"""A mark of a notebook's code, to tell whether results still belong to it."""

import hashlib
import io
import tokenize

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from course.repository.notebooks import cells


def code_hash(notebook: NotebookNode) -> str:
    """Return a mark of all code cells: any change changes it but comments."""
    code = "\n".join(
        _without_comments(cell.source) for _, cell in cells(notebook, "code")
    )
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _without_comments(source: str) -> str:
    """Return the code of a cell as Python sees it, magics included."""
    code = TransformerManager().transform_cell(source)
    lines = code.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(lines)
