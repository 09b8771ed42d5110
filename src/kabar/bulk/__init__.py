"""The same reading for millions of articles: a thin driver over engines that exist."""
