"""DHL Express (MyDHL)."""
