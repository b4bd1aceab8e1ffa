"""What the services need from the outside world, as abstract base classes."""
