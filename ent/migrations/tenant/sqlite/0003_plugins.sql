-- add column "lane" to table: "outbox_messages"
ALTER TABLE `outbox_messages` ADD COLUMN `lane` text NOT NULL DEFAULT '';
-- add columns to table: "units"
ALTER TABLE `units` ADD COLUMN `parent_org_number` text NOT NULL DEFAULT '';
ALTER TABLE `units` ADD COLUMN `language` text NOT NULL DEFAULT '';
ALTER TABLE `units` ADD COLUMN `closed_at` datetime NULL;
-- create "log_items" table
CREATE TABLE `log_items` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `case_file_id` uuid NOT NULL,
  `link_id` uuid NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `our_id` uuid NULL,
  `their_id` blob NULL,
  `their_version` blob NULL,
  `agreed` blob NULL,
  `state` text NOT NULL DEFAULT (''),
  `settled_at` datetime NULL,
  `settled_by` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "logitem_case_file_id" to table: "log_items"
CREATE INDEX `logitem_case_file_id` ON `log_items` (`case_file_id`);
-- create index "logitem_link_id" to table: "log_items"
CREATE INDEX `logitem_link_id` ON `log_items` (`link_id`);
-- create index "logitem_our_id" to table: "log_items"
CREATE INDEX `logitem_our_id` ON `log_items` (`our_id`);
-- create "log_links" table
CREATE TABLE `log_links` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `case_file_id` uuid NOT NULL,
  `member_id` uuid NOT NULL,
  `plugin_id` uuid NOT NULL,
  `unit_id` uuid NOT NULL,
  `state` text NOT NULL DEFAULT (''),
  `closed_because` text NOT NULL DEFAULT (''),
  `log` blob NULL,
  `reference` blob NULL,
  `snapshot` blob NULL,
  `child_reference` blob NULL,
  `linked_by` uuid NOT NULL,
  `read_at` datetime NULL,
  `ended_at` datetime NULL,
  `ended_by` uuid NULL,
  `problem_whose` text NOT NULL DEFAULT (''),
  `problem_code` text NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`)
);
-- create index "loglink_case_file_id" to table: "log_links"
CREATE INDEX `loglink_case_file_id` ON `log_links` (`case_file_id`);
-- create index "loglink_plugin_id_state" to table: "log_links"
CREATE INDEX `loglink_plugin_id_state` ON `log_links` (`plugin_id`, `state`);
-- create index "loglink_member_id" to table: "log_links"
CREATE INDEX `loglink_member_id` ON `log_links` (`member_id`);
-- create "log_writes" table
CREATE TABLE `log_writes` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `link_id` uuid NOT NULL,
  `item_id` uuid NULL,
  `what` text NOT NULL DEFAULT (''),
  `state` text NOT NULL DEFAULT (''),
  `idempotency_key` text NOT NULL,
  `classes` text NOT NULL DEFAULT (''),
  `asked_by` uuid NOT NULL,
  `receipt` blob NULL,
  `confirmed_at` datetime NULL,
  `problem_whose` text NOT NULL DEFAULT (''),
  `problem_code` text NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`)
);
-- create index "log_writes_idempotency_key_key" to table: "log_writes"
CREATE UNIQUE INDEX `log_writes_idempotency_key_key` ON `log_writes` (`idempotency_key`);
-- create index "logwrite_case_file_id" to table: "log_writes"
CREATE INDEX `logwrite_case_file_id` ON `log_writes` (`case_file_id`);
-- create index "logwrite_link_id" to table: "log_writes"
CREATE INDEX `logwrite_link_id` ON `log_writes` (`link_id`);
-- create "plugins" table
CREATE TABLE `plugins` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `name` text NOT NULL,
  `release` text NOT NULL DEFAULT (''),
  `digest` text NOT NULL DEFAULT (''),
  `state` text NOT NULL DEFAULT (''),
  `grant` text NOT NULL DEFAULT (''),
  `wanted` text NOT NULL DEFAULT (''),
  `wanted_digest` text NOT NULL DEFAULT (''),
  `settings` blob NULL,
  `secrets` blob NULL,
  `installed_by` uuid NOT NULL,
  `granted_by` uuid NULL,
  `granted_at` datetime NULL,
  `health` text NOT NULL DEFAULT (''),
  `problem_whose` text NOT NULL DEFAULT (''),
  `problem_code` text NOT NULL DEFAULT (''),
  `crashes` integer NOT NULL DEFAULT (0),
  `next_run_at` datetime NULL,
  `last_good_at` datetime NULL,
  `cursor` blob NULL,
  PRIMARY KEY (`id`)
);
-- create index "plugins_name_key" to table: "plugins"
CREATE UNIQUE INDEX `plugins_name_key` ON `plugins` (`name`);
-- create "plugin_calls" table
CREATE TABLE `plugin_calls` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `plugin_id` uuid NOT NULL,
  `run_id` uuid NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `place` text NOT NULL DEFAULT (''),
  `method` text NOT NULL DEFAULT (''),
  `status` integer NOT NULL DEFAULT (0),
  `bytes_out` integer NOT NULL DEFAULT (0),
  `bytes_in` integer NOT NULL DEFAULT (0),
  `milliseconds` integer NOT NULL DEFAULT (0),
  `line` blob NULL,
  PRIMARY KEY (`id`)
);
-- create index "plugincall_plugin_id_created_at" to table: "plugin_calls"
CREATE INDEX `plugincall_plugin_id_created_at` ON `plugin_calls` (`plugin_id`, `created_at`);
-- create index "plugincall_run_id" to table: "plugin_calls"
CREATE INDEX `plugincall_run_id` ON `plugin_calls` (`run_id`);
-- create "plugin_runs" table
CREATE TABLE `plugin_runs` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `plugin_id` uuid NOT NULL,
  `release` text NOT NULL DEFAULT (''),
  `job` text NOT NULL DEFAULT (''),
  `asked_by` uuid NULL,
  `case_file_id` uuid NULL,
  `ended_at` datetime NULL,
  `outcome` text NOT NULL DEFAULT (''),
  `whose` text NOT NULL DEFAULT (''),
  `code` text NOT NULL DEFAULT (''),
  `received` integer NOT NULL DEFAULT (0),
  `sent` integer NOT NULL DEFAULT (0),
  `changed` integer NOT NULL DEFAULT (0),
  `classes` text NOT NULL DEFAULT (''),
  `remarks` blob NULL,
  PRIMARY KEY (`id`)
);
-- create index "pluginrun_plugin_id_created_at" to table: "plugin_runs"
CREATE INDEX `pluginrun_plugin_id_created_at` ON `plugin_runs` (`plugin_id`, `created_at`);
-- create index "pluginrun_case_file_id" to table: "plugin_runs"
CREATE INDEX `pluginrun_case_file_id` ON `plugin_runs` (`case_file_id`);
-- create "plugin_states" table
CREATE TABLE `plugin_states` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `plugin_id` uuid NOT NULL,
  `key` text NOT NULL,
  `value` blob NULL,
  PRIMARY KEY (`id`)
);
-- create index "pluginstate_plugin_id_key" to table: "plugin_states"
CREATE UNIQUE INDEX `pluginstate_plugin_id_key` ON `plugin_states` (`plugin_id`, `key`);
-- create "services" table
CREATE TABLE `services` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `unit_id` uuid NULL,
  `title` text NOT NULL,
  `about` text NOT NULL DEFAULT (''),
  `age_from` integer NOT NULL DEFAULT (0),
  `age_to` integer NOT NULL DEFAULT (0),
  `audience` text NOT NULL DEFAULT (''),
  `level` text NOT NULL DEFAULT (''),
  `areas` text NOT NULL DEFAULT (''),
  `how` text NOT NULL DEFAULT (''),
  `phone` text NOT NULL DEFAULT (''),
  `email` text NOT NULL DEFAULT (''),
  `website` text NOT NULL DEFAULT (''),
  `referral` bool NOT NULL DEFAULT (false),
  `keywords` text NOT NULL DEFAULT (''),
  `closed_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "service_unit_id" to table: "services"
CREATE INDEX `service_unit_id` ON `services` (`unit_id`);
-- create index "service_title" to table: "services"
CREATE INDEX `service_title` ON `services` (`title`);
-- create "upstreams" table
CREATE TABLE `upstreams` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `plugin_id` uuid NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `external_id` text NOT NULL,
  `target_id` uuid NOT NULL,
  `said` text NOT NULL DEFAULT (''),
  `corrected` text NOT NULL DEFAULT (''),
  `seen_at` datetime NOT NULL,
  `gone_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "upstream_plugin_id_kind_external_id" to table: "upstreams"
CREATE UNIQUE INDEX `upstream_plugin_id_kind_external_id` ON `upstreams` (`plugin_id`, `kind`, `external_id`);
-- create index "upstream_target_id" to table: "upstreams"
CREATE INDEX `upstream_target_id` ON `upstreams` (`target_id`);
