"""What systems and programs leave among a learner's files.

It is told by its exact name, and is no submission.
"""

_WHY = {
    "__MACOSX": "macOS puts this folder into archives",
    "__pycache__": "Python keeps compiled code here",
    ".ipynb_checkpoints": "Jupyter keeps older copies here",
    "site-packages": "installed packages lie here",
}


def why_clutter(name: str) -> str:
    """Return why nothing of this name is graded; else an empty text.

    Parameters
    ----------
    name
        Of a file or of a folder, without what stands before it.
    """
    if name.startswith("._"):
        return "macOS keeps what it knows of another file in this one"
    return _WHY.get(name, "")
