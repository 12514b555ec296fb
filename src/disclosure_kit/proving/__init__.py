"""What can be said of a plugin to its author: its mistakes, and how far it is proven; asked of a
child process, in which alone its code runs."""
