"""What the pages show, as data: made from the archive, put into words by the templates, and the JSON of each page."""
