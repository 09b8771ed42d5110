"""Training of the attribution model: an optional extra (`pip install 'kabar[train]'`), never imported at run time."""
