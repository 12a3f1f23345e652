#!/bin/sh
# Run by PostgreSQL's image when its volume is still empty: two databases, each with an owner of its own, so that who
# may read conversations in progress may not read cases, and the other way about.
set -eu

database() { # name, password
    psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set name="$1" --set password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

database helpline "$HELPLINE_PASSWORD"
database tracker "$TRACKER_PASSWORD"
