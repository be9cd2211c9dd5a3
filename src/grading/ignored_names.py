"""Names of files and folders that systems and programs leave, not learners."""

_WHY = {
    "__MACOSX": "macOS puts this folder into archives",
    "__pycache__": "Python keeps compiled code here",
    ".ipynb_checkpoints": "Jupyter keeps older copies here",
    "site-packages": "installed packages lie here",
}


def why_ignored(name: str) -> str:
    """Return why nothing of this name is graded; else an empty text.

    Parameters
    ----------
    name
        Of a file or of a folder, without what stands before it.
    """
    if name.startswith("._"):
        return "macOS keeps what it knows of another file in this one"
    return _WHY.get(name, "")
