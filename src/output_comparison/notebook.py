"""How ``pytest --nbval`` runs a notebook of the course.

nbval's own file and cell, with limits for what training made, and without the
ways in which a cell passes there although it has not been checked. A cell
that is slow, or that ends the kernel, fails alone: the others are still run
and compared.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from queue import Empty

import pytest
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from output_comparison.comparison import Output, find_difference
from output_comparison.kernel_environment import (
    CELL_TIMEOUT,
    kernel_environment,
)
from output_comparison.kernel_watch import (
    PATIENCE,
    KernelDiedError,
    WatchedKernel,
)
from output_comparison.report import TALLY_PROPERTY, Tally
from output_comparison.speed import slowness
from output_comparison.spread import OutputSpread, Spread, read_spread
from output_comparison.tolerance import Tolerance


class NotebookFile(IPyNbFile):  # type: ignore[misc]
    """A notebook: its cells run in one kernel, one after the other."""

    kernel: RunningKernel
    spread: Spread | None = None
    """What may move in the outputs, if that was measured."""

    def setup(self) -> None:
        """Start the kernel."""
        self.done: list[str] = []
        self.spoiled_by: str | None = None
        self.spread = read_spread(self.path)
        self.start_kernel()

    def start_kernel(self) -> None:
        """Start a kernel in place of the one that runs, if any."""
        if self.kernel is not None and self.kernel.is_alive():
            self.kernel.stop()
        wanted = kernel_environment()
        with pytest.MonkeyPatch.context() as patch:
            for name in os.environ.keys() - wanted.keys():
                patch.delenv(name)
            for name, value in wanted.items():
                patch.setenv(name, value)
            super().setup()
        limit = self.config.option.nbval_cell_timeout
        scale = slowness() if limit == CELL_TIMEOUT else 1.0
        self.kernel = WatchedKernel(self.kernel, scale)

    def revive(self) -> None:
        """Start a new kernel and run the cells that were run before in it."""
        self.start_kernel()
        for source in self.done:
            message = self.kernel.execute_cell_input(source, allow_stdin=False)
            self.kernel.await_reply(message, self.limit)
            self.kernel.await_idle(message, self.limit)

    @property
    def limit(self) -> float:
        """The seconds that a cell may take on a machine that is not slow."""
        seconds: float = self.config.option.nbval_cell_timeout
        return seconds

    def collect(self) -> Iterator["NotebookCell"]:
        """Make a test of each code cell."""
        for item in super().collect():
            yield NotebookCell.from_parent(
                self,
                name=item.name,
                cell_num=item.cell_num,
                cell=item.cell,
                options=item.options,
            )


class NotebookCell(IPyNbCell):  # type: ignore[misc]
    """A code cell: it must run, and print what is stored."""

    def setup(self) -> None:
        """Do not, as nbval does, expect failures after a timeout."""

    def runtest(self) -> None:
        """Run the cell and compare its outputs with the stored ones."""
        tally = Tally.of(self.cell.outputs, self.checked, self.spread)
        self.user_properties.append((TALLY_PROPERTY, tally.as_list()))
        if not self.options["skip"]:
            self.revive_kernel()
        self.parent.timed_out = False
        try:
            super().runtest()
        except KernelDiedError:
            self.parent.spoiled_by = f"{self.name}, in which the kernel died"
            self.raise_cell_error(
                "the kernel died in this cell (out of memory, a crash, or an "
                "exit call)"
            )
        except NbCellError as error:
            self.fail_for_time()
            self.add_to(error)
            raise
        self.fail_for_time()
        self.parent.done.append(self.cell.source)
        if self.must_be_stored and self.cell.execution_count is None:
            self.raise_cell_error(
                "never run: this cell is stored without having been run; "
                "run all cells and save (for the chapters: make run)"
            )

    def fail_for_time(self) -> None:
        """Fail if the cell took longer than it may, whatever it printed."""
        kernel, limit = self.parent.kernel, self.parent.limit
        limit *= kernel.slowness
        if self.parent.timed_out:
            self.parent.spoiled_by = f"{self.name}, which was interrupted"
            self.raise_cell_error(
                f"time limit: interrupted after {limit * PATIENCE:.0f} s, of "
                f"which it may take {limit:.0f}"
            )
        if kernel.seconds > limit:
            self.parent.done.append(self.cell.source)
            self.raise_cell_error(
                f"time limit: it took {kernel.seconds:.0f} s, and may take "
                f"{limit:.0f}"
            )

    def add_to(self, error: NbCellError) -> None:
        """Say, where a cell fails, what it may lack."""
        self.parent.done.append(self.cell.source)
        spoiled = self.parent.spoiled_by
        if spoiled is not None:
            error.args = (f"{error}; it may need what is made in {spoiled}",)

    @property
    def spread(self) -> Mapping[str, Sequence[OutputSpread]]:
        """What may move in the outputs, by their kind."""
        spread = self.parent.spread
        return {} if spread is None else spread.cells.get(self.cell.id, {})

    @property
    def checked(self) -> bool:
        """Whether the outputs of this cell are compared."""
        return bool(self.options["check"] and not self.options["skip"])

    @property
    def must_be_stored(self) -> bool:
        """Whether this cell has to be stored with its outputs."""
        has_code = bool(self.cell.source.strip())
        return has_code and (self.checked or self.parent.compare_outputs)

    def revive_kernel(self) -> None:
        """See to it that a kernel runs which has run the cells before."""
        if self.parent.kernel.is_alive():
            return
        try:
            self.parent.revive()
        except (KernelDiedError, Empty):
            self.raise_cell_error(
                "not run: the kernel died, and again when the cells before "
                "were run in a new one"
            )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """Say what went wrong in the first line, then show the cell."""
        error = excinfo.value
        if not isinstance(error, NbCellError):
            return f"the notebook could not be run: {error}"
        details = error.inner_traceback or ""
        return f"{self.name}: {error}\n\n{error.source}\n{details}"

    def compare_outputs(
        self,
        test: Sequence[Output],
        ref: Sequence[Output],
        skip_compare: object = None,
    ) -> bool:
        """Compare outputs within the tolerance; tell whether they agree."""
        option = self.config.option
        tolerance = Tolerance(option.nbval_rtol, option.nbval_atol)
        difference = find_difference(
            test, ref, tolerance, self.sanitize, self.spread
        )
        self.comparison_traceback: list[str] = []
        if difference is None:
            return True
        self.format_output_compare(
            difference.kind, difference.reference, difference.test
        )
        return False
