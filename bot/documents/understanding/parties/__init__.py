"""Who is meant: agencies, groups, places and officers named in a paper."""
