"""What rules know, from the files of a workspace and its catalogue, gathered to be looked up in one step."""
