"""The workbench: pages over an archive, each also as JSON at the same address."""
