"""How ``pytest --nbval`` runs a notebook of the course.

nbval's own file and cell, with a tolerance for decimals, and without the ways
in which a cell passes there although it has not been checked.
"""

from collections.abc import Iterator, Sequence

import pytest
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from notebook_check.comparison import Output, find_difference
from notebook_check.kernel_environment import kernel_environment
from notebook_check.kernel_watch import KernelDiedError, WatchedKernel
from notebook_check.report import TALLY_PROPERTY, Tally
from notebook_check.tolerance import Tolerance


class NotebookFile(IPyNbFile):  # type: ignore[misc]
    """A notebook: its cells run in one kernel, one after the other."""

    stopped_by: str | None = None
    """Why no further cell can run, once that is so."""

    kernel: RunningKernel | None

    def setup(self) -> None:
        """Start the kernel."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in kernel_environment().items():
                patch.setenv(name, value)
            super().setup()
        self.kernel = WatchedKernel(self.kernel)

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
        tally = Tally.of(self.cell.outputs, self.checked)
        self.user_properties.append((TALLY_PROPERTY, tally.as_list()))
        if not self.options["skip"]:
            self.fail_if_stopped()
        try:
            super().runtest()
        except KernelDiedError:
            self.parent.stopped_by = f"the kernel died in {self.name}"
            self.raise_cell_error(
                "the kernel died in this cell (out of memory, a crash, or an "
                "exit call)"
            )
        finally:
            if self.parent.timed_out:
                self.parent.stopped_by = f"{self.name} took too long"
        if self.parent.timed_out:
            self.raise_cell_error(
                "this cell ran into the timeout, although it survived being "
                "interrupted"
            )
        if self.must_be_stored and self.cell.execution_count is None:
            self.raise_cell_error(
                "never run: this cell is stored without having been run; "
                "run all cells and save (for the chapters: make run)"
            )

    @property
    def checked(self) -> bool:
        """Whether the outputs of this cell are compared."""
        return bool(self.options["check"] and not self.options["skip"])

    @property
    def must_be_stored(self) -> bool:
        """Whether this cell has to be stored with its outputs."""
        has_code = bool(self.cell.source.strip())
        return has_code and (self.checked or self.parent.compare_outputs)

    def fail_if_stopped(self) -> None:
        """Fail if an earlier cell has made an end of the kernel."""
        if self.parent.stopped_by is None and not self.parent.kernel.is_alive():
            self.parent.stopped_by = "the kernel died after an earlier cell"
        if self.parent.stopped_by is not None:
            self.raise_cell_error(f"not run: {self.parent.stopped_by}")

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
        difference = find_difference(test, ref, tolerance, self.sanitize)
        self.comparison_traceback: list[str] = []
        if difference is None:
            return True
        self.format_output_compare(
            difference.kind, difference.reference, difference.test
        )
        return False
