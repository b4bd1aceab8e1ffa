"""The demo: one module for each scene, played on a World."""
