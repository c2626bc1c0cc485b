"""What people add to the catalogue and decide about it: own concepts, merges and splits, and what was merged."""
