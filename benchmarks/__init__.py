"""The figures of ``docs/figures.md``: ``python -m benchmarks``. Ratios within one run; needs the development tools."""
