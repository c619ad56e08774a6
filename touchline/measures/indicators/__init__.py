"""The standard of good as data: one module for each practice, in the order of its indicators."""
