"""Running all cells of a notebook in a kernel of its own."""

import os
import sys
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from course.notebooks.disturbances import NONE, Disturbance
from course.repository.notebooks import cells
from output_comparison.kernel_environment import CELL_TIMEOUT, kernel_environment
from output_comparison.kernel_watch import PATIENCE
from output_comparison.speed import slowness

KERNELSPEC = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}
BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024


def run_cells(
    notebook: NotebookNode, folder: Path, disturbance: Disturbance = NONE
) -> NotebookNode:
    """Run all cells with this interpreter and drop what changes by itself."""
    for _, cell in cells(notebook, "code"):
        cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("execution", None)
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME,
            kernel_spec_manager=NbvalKernelspecManager(),
        ),
        extra_arguments=[
            "--HistoryManager.hist_file=:memory:",
            "--IPKernelApp.log_level=ERROR",
            *disturbance.arguments,
        ],
        timeout=int(CELL_TIMEOUT * PATIENCE * slowness()),
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    # nbclient leaves a kernel that it did not choose itself running.
    environment = kernel_environment({**os.environ, **disturbance.switches})
    client.execute(env=environment, cleanup_kc=True)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.kernelspec = KERNELSPEC
    notebook.metadata.language_info = {"name": "python"}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook
