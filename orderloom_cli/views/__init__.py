"""Documents of the API as tables and panels for people."""
