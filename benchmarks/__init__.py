"""How well the checks find what is wrong, measured: see README.md."""
