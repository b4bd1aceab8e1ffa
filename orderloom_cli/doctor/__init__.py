"""Looking at a tenant's accounts at providers, and saying how to mend what is wrong."""
