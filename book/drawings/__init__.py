"""Sources of the schematic drawings: one drawing each."""
