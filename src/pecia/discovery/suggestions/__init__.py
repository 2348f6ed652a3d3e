"""What somebody may have meant to type: completions, spellings, sounds."""
