"""The pages. Views compose what the parts know; no table is touched here."""
