"""What orders cost on AWS: quantities times list prices."""
