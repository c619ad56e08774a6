"""One-on-ones in the calendars people already live in: a feed out, calendars read in, invitations by mail.

`zones`, `entries` and `opening` know neither Django nor the database. `python -m touchline.oneonones.calendars` is
the child process a calendar nobody trusts is opened in.
"""
