"""What the site tells programs: robots, sitemaps, feeds, the way to search it."""
