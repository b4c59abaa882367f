"""A process for each thing measured: ``python -m benchmarks.probes.<name> JSON``; see ``benchmarks.probe``."""
