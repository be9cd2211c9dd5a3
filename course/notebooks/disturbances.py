"""Ways to disturb the rounding of a notebook, as other processors do.

A library adds up in the order that suits the instructions and the threads it
finds. Its own switches make it use older instructions; noise in the last
place stands for processors that cannot be imitated here.
"""

from dataclasses import dataclass, field

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True)
class Disturbance:
    """What is different in a run.

    Attributes
    ----------
    name
        How it is called in reports and files.
    switches
        Environment variables of the kernel.
    noise
        The seed of the noise, see :mod:`output_comparison.noise`; 0 for none.
    """

    name: str
    switches: dict[str, str] = field(default_factory=dict)
    noise: int = 0

    @property
    def arguments(self) -> list[str]:
        """What the kernel is started with."""
        if not self.noise:
            return []
        line = f"from output_comparison import noise; noise.install({self.noise})"
        return [f"--IPKernelApp.exec_lines={[line]!r}"]


def threads(count: int) -> dict[str, str]:
    """Return the variables that set a number of threads.

    A thread that has nothing to do sleeps; it does not wait in a loop, which
    takes the time of other programs.
    """
    numbers = dict.fromkeys(THREADS, str(count))
    return {**numbers, "OMP_WAIT_POLICY": "PASSIVE"}


NONE = Disturbance("as it is")
# PyTorch, oneDNN, MKL, OpenBLAS and NumPy choose instructions on their own.
AVX2 = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}
SSE4 = {
    "ATEN_CPU_CAPABILITY": "default",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "MKL_ENABLE_INSTRUCTIONS": "SSE4_2",
    "OPENBLAS_CORETYPE": "Nehalem",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
}
DISTURBANCES = (
    Disturbance("AVX2", AVX2),
    Disturbance("SSE4", SSE4),
    Disturbance("noise 1", noise=1),
    Disturbance("AVX2, 2 threads, noise 2", {**AVX2, **threads(2)}, 2),
    Disturbance("AVX2, noise 4", AVX2, 4),
)
