"""Stands in for packages that are not installed where the book is built.

The API reference imports the modules that ``book/api.md`` names, for their
docstrings and signatures, without PyTorch. A module that is asked for is made
on the spot, and each name in it is a class of its own: ``Tensor | None``,
``DataLoader[int]`` and ``class Net(nn.Module)`` then mean what they should.
"""

import importlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES = REPOSITORY / "src"
REFERENCE = REPOSITORY / "book" / "api.md"
# The module of a directive: `automodule:: NAME`, `autoclass:: NAME.CLASS`.
DOCUMENTED = re.compile(
    r"^\.\. auto\w+:: ([a-z_]+(?:\.[a-z_]+)*)", re.MULTILINE
)


class _Named(type):
    """The type of the classes: it makes what is asked of them."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return imitated(f"{cls.__module__}.{cls.__qualname__}", name)


class Imitation(metaclass=_Named):
    """What a name of such a package is: a class, a decorator, a number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take whatever the original takes."""

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate nothing."""
        return function

    def __class_getitem__(cls, item: Any) -> type:
        """Be generic, and leave the argument out."""
        return cls


def imitated(module: str, name: str) -> Any:
    """Return a class that says where its original comes from."""
    return _Named(name, (Imitation,), {"__module__": module})


class _Module(ModuleType):
    """A module that has every name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = imitated(self.__name__, name)
        setattr(self, name, made)
        return made


class Finder(MetaPathFinder, Loader):
    """Finds modules of some packages, wherever Python asks for them."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = frozenset(packages)

    def find_spec(
        self, name: str, path: Any = None, target: Any = None
    ) -> ModuleSpec | None:
        """Return how to make a module, if it belongs to the packages."""
        if name.partition(".")[0] in self.packages:
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make a module."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty: names come when they are asked for."""


@contextmanager
def imitations(packages: Sequence[str]) -> Iterator[None]:
    """Let packages that are not installed be imported, for a while."""
    finder = Finder(packages)
    sys.meta_path.append(finder)  # behind those that find what is installed
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name, module in [*sys.modules.items()]:
            if isinstance(module, _Module):
                del sys.modules[name]


def import_documented(app: Sphinx, config: Config) -> None:
    """Import what the reference documents, so that autodoc finds it there."""
    sys.path.insert(0, str(SOURCES))
    with imitations(config.imitated_packages):
        for name in DOCUMENTED.findall(REFERENCE.read_text("utf-8")):
            importlib.import_module(name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the setting ``imitated_packages`` with Sphinx."""
    app.add_config_value("imitated_packages", [], "env")
    app.connect("config-inited", import_documented)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
