"""Messages from outside the house: correlated by name and key, kept for a declared time when nobody awaits them yet.

Delivering and keeping must not pass each other by: whoever arms a wait looks for kept messages, whoever brings a message looks for
waits, and both hold the message's turn (`turn`) while they do, so that one of them sees the other.
"""
