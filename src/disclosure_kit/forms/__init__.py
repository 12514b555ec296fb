"""The workbook as form: generated from a Form alone, and read back by its labels."""
