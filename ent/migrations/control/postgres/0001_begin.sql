-- create "audit_heads" table
CREATE TABLE "audit_heads" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "municipality_id" uuid NOT NULL,
  "size" bigint NOT NULL,
  "note" character varying NOT NULL,
  PRIMARY KEY ("id")
);
-- create index "audithead_municipality_id_size" to table: "audit_heads"
CREATE UNIQUE INDEX "audithead_municipality_id_size" ON "audit_heads" ("municipality_id", "size");
-- create "console_sessions" table
CREATE TABLE "console_sessions" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "token_hash" bytea NOT NULL,
  "user_id" uuid NOT NULL,
  "seen_at" timestamptz NOT NULL,
  "expires_at" timestamptz NOT NULL,
  "ended_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "console_sessions_token_hash_key" to table: "console_sessions"
CREATE UNIQUE INDEX "console_sessions_token_hash_key" ON "console_sessions" ("token_hash");
-- create "console_users" table
CREATE TABLE "console_users" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "subject" character varying NOT NULL,
  "name" character varying NOT NULL,
  "role" character varying NOT NULL,
  "language" character varying NOT NULL DEFAULT 'nb',
  "left_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "console_users_subject_key" to table: "console_users"
CREATE UNIQUE INDEX "console_users_subject_key" ON "console_users" ("subject");
-- create "events" table
CREATE TABLE "events" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "municipality_id" uuid NULL,
  "user_id" uuid NULL,
  "what" character varying NOT NULL,
  "detail" character varying NOT NULL DEFAULT '',
  PRIMARY KEY ("id")
);
-- create index "event_municipality_id" to table: "events"
CREATE INDEX "event_municipality_id" ON "events" ("municipality_id");
-- create "municipalities" table
CREATE TABLE "municipalities" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "name" character varying NOT NULL,
  "number" character varying NOT NULL,
  "slug" character varying NOT NULL,
  "host" character varying NOT NULL,
  "database" character varying NOT NULL,
  "wrapped_keys" bytea NOT NULL,
  "language" character varying NOT NULL DEFAULT 'nb',
  "state" character varying NOT NULL,
  "schema_version" bigint NOT NULL DEFAULT 0,
  "migration_state" character varying NOT NULL DEFAULT '',
  "migration_error" character varying NOT NULL DEFAULT '',
  "generation" bigint NOT NULL DEFAULT 1,
  "suspended_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "municipalities_database_key" to table: "municipalities"
CREATE UNIQUE INDEX "municipalities_database_key" ON "municipalities" ("database");
-- create index "municipalities_host_key" to table: "municipalities"
CREATE UNIQUE INDEX "municipalities_host_key" ON "municipalities" ("host");
-- create index "municipalities_name_key" to table: "municipalities"
CREATE UNIQUE INDEX "municipalities_name_key" ON "municipalities" ("name");
-- create index "municipalities_number_key" to table: "municipalities"
CREATE UNIQUE INDEX "municipalities_number_key" ON "municipalities" ("number");
-- create index "municipalities_slug_key" to table: "municipalities"
CREATE UNIQUE INDEX "municipalities_slug_key" ON "municipalities" ("slug");
