"""Stored outputs of notebooks, run again and compared.

The course's pages show what the notebooks stored. This package runs the
notebooks again under ``pytest --nbval`` and tells whether each output is
still what is stored. It knows nothing of exercises or of the course.

Others may use ``kernel_environment``, ``Tolerance`` and the plugin for pytest.
"""
