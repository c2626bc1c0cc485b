"""Graphs in files, read back into extractions and joined with what a store holds."""
