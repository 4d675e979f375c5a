"""What would it take, and what if: comparison, plan, closures, and what a claim means."""
