"""The page on which a person corrects what kg has read: its state, its server and its files."""
