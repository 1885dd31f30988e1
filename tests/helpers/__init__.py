"""What several tests need: workspaces, signs, the command, foreign programs, edits of files. No test stands here."""
