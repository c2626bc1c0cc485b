"""Claims: roles, relations and figures, each with the sentence that states it."""
