"""The least-cost plan: what to build, when, and for how much, so that a corridor carries a target."""
