"""Raw → Report: what was read, put under the ids of the form, every problem with its place."""
