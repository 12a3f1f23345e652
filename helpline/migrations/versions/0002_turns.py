"""Lines know which turn they came by, so that a message that is sent again is kept once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("lines", sa.Column("turn", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("lines") as table:
        table.drop_column("turn")
