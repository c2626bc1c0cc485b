"""The neural reader: one small encoder over a paper, and what is read off its token vectors."""
