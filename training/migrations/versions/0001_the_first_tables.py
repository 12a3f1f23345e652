"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Those that others refer to come last.
TABLES = ("turns", "runs", "cards", "answers", "memberships", "groups", "learners")


def upgrade() -> None:
    op.create_table(
        "training_learners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("keeps_text", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('account', 'link')", name=op.f("ck_training_learners_kind_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_learners")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_learners_kind_seen_at", "training_learners", ["kind", "seen_at"])
    op.create_index("uq_training_learners_kind_key", "training_learners", ["kind", "key"], unique=True)
    op.create_table(
        "training_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["training_learners.id"], name=op.f("fk_training_groups_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_groups")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_training_groups_link_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_training_groups_made_by"), "training_groups", ["made_by"])
    op.create_table(
        "training_memberships",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["training_groups.id"], name=op.f("fk_training_memberships_group_id"), ondelete="CASCADE"
        ),
        _of_a_learner("memberships"),
        sa.PrimaryKeyConstraint("group_id", "learner_id", name=op.f("pk_training_memberships")),
    )
    op.create_index(op.f("ix_training_memberships_learner_id"), "training_memberships", ["learner_id"])
    op.create_table(
        "training_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("wrong", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_training_answers_score_is_a_share")),
        _of_a_learner("answers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_answers")),
    )
    op.create_index("ix_training_answers_learner_id_at", "training_answers", ["learner_id", "at"])
    op.create_table(
        "training_cards",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        _of_a_learner("cards"),
        sa.PrimaryKeyConstraint("learner_id", "question", name=op.f("pk_training_cards")),
    )
    op.create_index("ix_training_cards_learner_id_due", "training_cards", ["learner_id", "due"])
    op.create_table(
        "training_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("debriefed_at", sa.DateTime(), nullable=True),
        _of_a_learner("runs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_runs")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_runs_learner_id_started_at", "training_runs", ["learner_id", "started_at"])
    op.create_table(
        "training_turns",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["training_runs.id"], name=op.f("fk_training_turns_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_training_turns")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(f"training_{table}")


def _of_a_learner(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_training_{table}_learner_id")
    return sa.ForeignKeyConstraint(["learner_id"], ["training_learners.id"], name=name, ondelete="CASCADE")
