"""What would it take, and what if: comparison, plan, closures, doubt, and what a claim means."""
