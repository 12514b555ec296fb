"""What a filled document still lacks, because only its own text decides it.

Where quotation marks stand, who signs and on which date, with which lines that must stay
together, and which pages would be blank. Looks alone: no word is added, taken away or moved.
"""
