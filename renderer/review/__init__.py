"""What happens to a file that exists: verified, preflighted, approved, found stale."""
