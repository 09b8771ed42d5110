"""Run by Alembic, on the connection that `engine.migrate` opened."""

from alembic import context

from kabar.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
