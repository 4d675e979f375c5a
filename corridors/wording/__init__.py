"""Codes to sentences in three languages: the models answer with codes and numbers, and words are made at the edges."""
