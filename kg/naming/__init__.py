"""Names with parts: which concept a name stands for out of context, and where an unseen member of a family hangs."""
