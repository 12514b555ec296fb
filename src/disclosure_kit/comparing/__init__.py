"""Reports side by side: one body's two years, its many years, or many bodies' one year."""
