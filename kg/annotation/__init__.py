"""What people say of papers by hand: its form, its rules, its places in the text, and what it does to a graph."""
