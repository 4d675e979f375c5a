"""What screen and paper share: colours, classes, words, base map."""
