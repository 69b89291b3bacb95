"""People and places: departments, users, memberships, tokens, counted log-in failures, substitutions (AB岗)."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, String, Table

from engine.store import Instant, Json, metadata

departments = Table(
    "departments",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("region", String(64), nullable=False),
    Column("name", Json, nullable=False),  # {"zh-CN": …, "en": …}
    Column("parent", String(64)),
)

users = Table(
    "users",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("region", String(64), nullable=False),
    Column("password_hash", String(200)),
    Column("active", Boolean, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("user_id", String(26), ForeignKey("users.id"), primary_key=True),
    Column("department", String(64), ForeignKey("departments.code"), primary_key=True),
    Column("role", String(32), primary_key=True),
    Index("ix_memberships_department_role", "department", "role"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(26), primary_key=True),
    Column(
        "hash", String(64), nullable=False, unique=True
    ),  # SHA-256 of the bearer; the bearer itself is never stored
    Column("user_id", String(26), ForeignKey("users.id"), nullable=False, index=True),
    Column("label", String(100), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("username", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_login_failures_username_at", "username", "at"),
)

substitutions = Table(
    "substitutions",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("absent_id", String(26), ForeignKey("users.id"), nullable=False, index=True),
    Column("substitute_id", String(26), ForeignKey("users.id"), nullable=False, index=True),
    Column("department", String(64), ForeignKey("departments.code"), nullable=False),
    Column("since", Date, nullable=False),  # first day, inclusive
    Column("until", Date, nullable=False),  # last day, inclusive
)
