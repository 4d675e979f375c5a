"""What the doubt of the facts does to an answer: draws of facts, ensembles of answers."""
