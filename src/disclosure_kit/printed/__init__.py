"""What a report prints, line by line, and how it lies beside what a file shows."""
