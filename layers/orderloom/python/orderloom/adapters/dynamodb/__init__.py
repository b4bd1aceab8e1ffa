"""The single table, through PynamoDB: records, their mapping, and the repositories."""
