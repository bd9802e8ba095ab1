-- create "audit_heads" table
CREATE TABLE `audit_heads` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `municipality_id` uuid NOT NULL,
  `size` integer NOT NULL,
  `note` text NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "audithead_municipality_id_size" to table: "audit_heads"
CREATE UNIQUE INDEX `audithead_municipality_id_size` ON `audit_heads` (`municipality_id`, `size`);
-- create "console_sessions" table
CREATE TABLE `console_sessions` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `token_hash` blob NOT NULL,
  `user_id` uuid NOT NULL,
  `seen_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `ended_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "console_sessions_token_hash_key" to table: "console_sessions"
CREATE UNIQUE INDEX `console_sessions_token_hash_key` ON `console_sessions` (`token_hash`);
-- create "console_users" table
CREATE TABLE `console_users` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `subject` text NOT NULL,
  `name` text NOT NULL,
  `role` text NOT NULL,
  `language` text NOT NULL DEFAULT ('nb'),
  `left_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "console_users_subject_key" to table: "console_users"
CREATE UNIQUE INDEX `console_users_subject_key` ON `console_users` (`subject`);
-- create "events" table
CREATE TABLE `events` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `municipality_id` uuid NULL,
  `user_id` uuid NULL,
  `what` text NOT NULL,
  `detail` text NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`)
);
-- create index "event_municipality_id" to table: "events"
CREATE INDEX `event_municipality_id` ON `events` (`municipality_id`);
-- create "municipalities" table
CREATE TABLE `municipalities` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `name` text NOT NULL,
  `number` text NOT NULL,
  `slug` text NOT NULL,
  `host` text NOT NULL,
  `database` text NOT NULL,
  `wrapped_keys` blob NOT NULL,
  `language` text NOT NULL DEFAULT ('nb'),
  `state` text NOT NULL,
  `schema_version` integer NOT NULL DEFAULT (0),
  `migration_state` text NOT NULL DEFAULT (''),
  `migration_error` text NOT NULL DEFAULT (''),
  `generation` integer NOT NULL DEFAULT (1),
  `suspended_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "municipalities_name_key" to table: "municipalities"
CREATE UNIQUE INDEX `municipalities_name_key` ON `municipalities` (`name`);
-- create index "municipalities_number_key" to table: "municipalities"
CREATE UNIQUE INDEX `municipalities_number_key` ON `municipalities` (`number`);
-- create index "municipalities_slug_key" to table: "municipalities"
CREATE UNIQUE INDEX `municipalities_slug_key` ON `municipalities` (`slug`);
-- create index "municipalities_host_key" to table: "municipalities"
CREATE UNIQUE INDEX `municipalities_host_key` ON `municipalities` (`host`);
-- create index "municipalities_database_key" to table: "municipalities"
CREATE UNIQUE INDEX `municipalities_database_key` ON `municipalities` (`database`);
