"""Honest arithmetic: pure functions from facts to estimates. No database, no clock, no rounding, no words."""
