"""An MCP server: a language model asks an archive and gets records with their evidence and addresses."""
