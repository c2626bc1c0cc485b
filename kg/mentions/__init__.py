"""Documents to mentions: finders by rule, the learned recognizer, and how overlaps are settled."""
