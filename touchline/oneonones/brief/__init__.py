"""The brief: what a leader alone reads before a one-on-one, and what to ask.

`page` puts it together; `news`, `headline`, `questions`, `as_it_was` and `unraised` are pure.
"""
