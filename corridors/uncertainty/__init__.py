"""What the uncertainty of the facts does to an answer: draws of facts, ensembles of answers."""
