"""What a whole collection costs: asked on its owner's page, offered on the one for readers."""
