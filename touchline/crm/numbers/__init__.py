"""Under the numbers: what stands behind a leader's number of a period, one answer per question."""
