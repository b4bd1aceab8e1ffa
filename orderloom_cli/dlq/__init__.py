"""Dead letters: finding their queues, looking at them, sending them again, deleting them."""
