"""The rules, pure: values and an aware ``now`` in, values out.

conversation > intent > answers > schedule > plan > dates.
"""
