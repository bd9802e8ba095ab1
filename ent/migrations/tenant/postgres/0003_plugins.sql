-- modify "outbox_messages" table
ALTER TABLE "outbox_messages" ADD COLUMN "lane" character varying NOT NULL DEFAULT '';
-- modify "units" table
ALTER TABLE "units" ADD COLUMN "parent_org_number" character varying NOT NULL DEFAULT '', ADD COLUMN "language" character varying NOT NULL DEFAULT '', ADD COLUMN "closed_at" timestamptz NULL;
-- create "log_items" table
CREATE TABLE "log_items" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "version" bigint NOT NULL DEFAULT 1,
  "case_file_id" uuid NOT NULL,
  "link_id" uuid NOT NULL,
  "kind" character varying NOT NULL DEFAULT '',
  "our_id" uuid NULL,
  "their_id" bytea NULL,
  "their_version" bytea NULL,
  "agreed" bytea NULL,
  "state" character varying NOT NULL DEFAULT '',
  "settled_at" timestamptz NULL,
  "settled_by" uuid NULL,
  PRIMARY KEY ("id")
);
-- create index "logitem_case_file_id" to table: "log_items"
CREATE INDEX "logitem_case_file_id" ON "log_items" ("case_file_id");
-- create index "logitem_link_id" to table: "log_items"
CREATE INDEX "logitem_link_id" ON "log_items" ("link_id");
-- create index "logitem_our_id" to table: "log_items"
CREATE INDEX "logitem_our_id" ON "log_items" ("our_id");
-- create "log_links" table
CREATE TABLE "log_links" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "version" bigint NOT NULL DEFAULT 1,
  "case_file_id" uuid NOT NULL,
  "member_id" uuid NOT NULL,
  "plugin_id" uuid NOT NULL,
  "unit_id" uuid NOT NULL,
  "state" character varying NOT NULL DEFAULT '',
  "closed_because" character varying NOT NULL DEFAULT '',
  "log" bytea NULL,
  "reference" bytea NULL,
  "snapshot" bytea NULL,
  "child_reference" bytea NULL,
  "linked_by" uuid NOT NULL,
  "read_at" timestamptz NULL,
  "ended_at" timestamptz NULL,
  "ended_by" uuid NULL,
  "problem_whose" character varying NOT NULL DEFAULT '',
  "problem_code" character varying NOT NULL DEFAULT '',
  PRIMARY KEY ("id")
);
-- create index "loglink_case_file_id" to table: "log_links"
CREATE INDEX "loglink_case_file_id" ON "log_links" ("case_file_id");
-- create index "loglink_member_id" to table: "log_links"
CREATE INDEX "loglink_member_id" ON "log_links" ("member_id");
-- create index "loglink_plugin_id_state" to table: "log_links"
CREATE INDEX "loglink_plugin_id_state" ON "log_links" ("plugin_id", "state");
-- create "log_writes" table
CREATE TABLE "log_writes" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "link_id" uuid NOT NULL,
  "item_id" uuid NULL,
  "what" character varying NOT NULL DEFAULT '',
  "state" character varying NOT NULL DEFAULT '',
  "idempotency_key" character varying NOT NULL,
  "classes" character varying NOT NULL DEFAULT '',
  "asked_by" uuid NOT NULL,
  "receipt" bytea NULL,
  "confirmed_at" timestamptz NULL,
  "problem_whose" character varying NOT NULL DEFAULT '',
  "problem_code" character varying NOT NULL DEFAULT '',
  PRIMARY KEY ("id")
);
-- create index "log_writes_idempotency_key_key" to table: "log_writes"
CREATE UNIQUE INDEX "log_writes_idempotency_key_key" ON "log_writes" ("idempotency_key");
-- create index "logwrite_case_file_id" to table: "log_writes"
CREATE INDEX "logwrite_case_file_id" ON "log_writes" ("case_file_id");
-- create index "logwrite_link_id" to table: "log_writes"
CREATE INDEX "logwrite_link_id" ON "log_writes" ("link_id");
-- create "plugins" table
CREATE TABLE "plugins" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "version" bigint NOT NULL DEFAULT 1,
  "name" character varying NOT NULL,
  "release" character varying NOT NULL DEFAULT '',
  "digest" character varying NOT NULL DEFAULT '',
  "state" character varying NOT NULL DEFAULT '',
  "grant" text NOT NULL DEFAULT '',
  "wanted" character varying NOT NULL DEFAULT '',
  "wanted_digest" character varying NOT NULL DEFAULT '',
  "settings" bytea NULL,
  "secrets" bytea NULL,
  "installed_by" uuid NOT NULL,
  "granted_by" uuid NULL,
  "granted_at" timestamptz NULL,
  "health" character varying NOT NULL DEFAULT '',
  "problem_whose" character varying NOT NULL DEFAULT '',
  "problem_code" character varying NOT NULL DEFAULT '',
  "crashes" bigint NOT NULL DEFAULT 0,
  "next_run_at" timestamptz NULL,
  "last_good_at" timestamptz NULL,
  "cursor" bytea NULL,
  PRIMARY KEY ("id")
);
-- create index "plugins_name_key" to table: "plugins"
CREATE UNIQUE INDEX "plugins_name_key" ON "plugins" ("name");
-- create "plugin_calls" table
CREATE TABLE "plugin_calls" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "plugin_id" uuid NOT NULL,
  "run_id" uuid NOT NULL,
  "kind" character varying NOT NULL DEFAULT '',
  "place" character varying NOT NULL DEFAULT '',
  "method" character varying NOT NULL DEFAULT '',
  "status" bigint NOT NULL DEFAULT 0,
  "bytes_out" bigint NOT NULL DEFAULT 0,
  "bytes_in" bigint NOT NULL DEFAULT 0,
  "milliseconds" bigint NOT NULL DEFAULT 0,
  "line" bytea NULL,
  PRIMARY KEY ("id")
);
-- create index "plugincall_plugin_id_created_at" to table: "plugin_calls"
CREATE INDEX "plugincall_plugin_id_created_at" ON "plugin_calls" ("plugin_id", "created_at");
-- create index "plugincall_run_id" to table: "plugin_calls"
CREATE INDEX "plugincall_run_id" ON "plugin_calls" ("run_id");
-- create "plugin_runs" table
CREATE TABLE "plugin_runs" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "plugin_id" uuid NOT NULL,
  "release" character varying NOT NULL DEFAULT '',
  "job" character varying NOT NULL DEFAULT '',
  "asked_by" uuid NULL,
  "case_file_id" uuid NULL,
  "ended_at" timestamptz NULL,
  "outcome" character varying NOT NULL DEFAULT '',
  "whose" character varying NOT NULL DEFAULT '',
  "code" character varying NOT NULL DEFAULT '',
  "received" bigint NOT NULL DEFAULT 0,
  "sent" bigint NOT NULL DEFAULT 0,
  "changed" bigint NOT NULL DEFAULT 0,
  "classes" character varying NOT NULL DEFAULT '',
  "remarks" bytea NULL,
  PRIMARY KEY ("id")
);
-- create index "pluginrun_case_file_id" to table: "plugin_runs"
CREATE INDEX "pluginrun_case_file_id" ON "plugin_runs" ("case_file_id");
-- create index "pluginrun_plugin_id_created_at" to table: "plugin_runs"
CREATE INDEX "pluginrun_plugin_id_created_at" ON "plugin_runs" ("plugin_id", "created_at");
-- create "plugin_states" table
CREATE TABLE "plugin_states" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "plugin_id" uuid NOT NULL,
  "key" character varying NOT NULL,
  "value" bytea NULL,
  PRIMARY KEY ("id")
);
-- create index "pluginstate_plugin_id_key" to table: "plugin_states"
CREATE UNIQUE INDEX "pluginstate_plugin_id_key" ON "plugin_states" ("plugin_id", "key");
-- create "services" table
CREATE TABLE "services" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "version" bigint NOT NULL DEFAULT 1,
  "removed_at" timestamptz NULL,
  "removed_by" uuid NULL,
  "unit_id" uuid NULL,
  "title" character varying NOT NULL,
  "about" character varying NOT NULL DEFAULT '',
  "age_from" bigint NOT NULL DEFAULT 0,
  "age_to" bigint NOT NULL DEFAULT 0,
  "audience" character varying NOT NULL DEFAULT '',
  "level" character varying NOT NULL DEFAULT '',
  "areas" character varying NOT NULL DEFAULT '',
  "how" character varying NOT NULL DEFAULT '',
  "phone" character varying NOT NULL DEFAULT '',
  "email" character varying NOT NULL DEFAULT '',
  "website" character varying NOT NULL DEFAULT '',
  "referral" boolean NOT NULL DEFAULT false,
  "keywords" character varying NOT NULL DEFAULT '',
  "closed_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "service_title" to table: "services"
CREATE INDEX "service_title" ON "services" ("title");
-- create index "service_unit_id" to table: "services"
CREATE INDEX "service_unit_id" ON "services" ("unit_id");
-- create "upstreams" table
CREATE TABLE "upstreams" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "plugin_id" uuid NOT NULL,
  "kind" character varying NOT NULL DEFAULT '',
  "external_id" character varying NOT NULL,
  "target_id" uuid NOT NULL,
  "said" text NOT NULL DEFAULT '',
  "corrected" character varying NOT NULL DEFAULT '',
  "seen_at" timestamptz NOT NULL,
  "gone_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "upstream_plugin_id_kind_external_id" to table: "upstreams"
CREATE UNIQUE INDEX "upstream_plugin_id_kind_external_id" ON "upstreams" ("plugin_id", "kind", "external_id");
-- create index "upstream_target_id" to table: "upstreams"
CREATE INDEX "upstream_target_id" ON "upstreams" ("target_id");
