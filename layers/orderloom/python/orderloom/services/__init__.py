"""One use case a module: load, decide (domain), commit or call a port."""
