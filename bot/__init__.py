"""Đôn Đốc: reads a plan's tasks and report dates, reminds officers, gathers their answers."""

__version__ = "0.1.0"
