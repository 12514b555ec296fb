"""Many reports in one run: each made apart from the others, then put in its place, in order.

    sources → tasks → made, by whoever works → placed, by one alone → summed up
    sources   tasks   report, work             delivery              summary

Who makes a report writes its files beside their places and moves nothing. Only the one process
that runs the batch moves them, in the order of the sources: so the outcome is the same bytes and
the same words for one process, several, or a cluster.
"""
