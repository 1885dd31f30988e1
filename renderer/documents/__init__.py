"""Papers about finished assets: running text and tables, made from the manifest and the files it vouches for."""
