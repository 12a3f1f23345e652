"""Alembic's entry: runs migrations on the connection that `helpline.database` hands over."""

from alembic import context

from helpline.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
