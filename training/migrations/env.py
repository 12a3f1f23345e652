"""Alembic's entry: runs migrations on the connection that `training.database` hands over."""

from alembic import context

from training.tables import PREFIX, VERSIONS, Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSIONS,
    # Tables of another program that stand beside ours are none of our business.
    include_name=lambda name, kind, _: kind != "table" or (name or "").startswith(PREFIX),
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
