"""Running checks over a case. Checks never correct a report."""
