"""The orderloom command line, and running Orderloom on this machine."""
