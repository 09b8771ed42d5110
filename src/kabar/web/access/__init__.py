"""Who may use the pages: signing in, roles, tokens, forms that are not forged, limits."""
