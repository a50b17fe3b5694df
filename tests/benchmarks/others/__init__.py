"""What people would use instead, each behind a small adapter that runs in an environment of its own."""
