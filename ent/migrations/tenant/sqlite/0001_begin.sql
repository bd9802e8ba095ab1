-- create "access_grants" table
CREATE TABLE `access_grants` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `user_id` uuid NOT NULL,
  `relation` text NOT NULL DEFAULT (''),
  `basis` text NOT NULL DEFAULT (''),
  `said_yes_by` uuid NULL,
  `said_yes_on` text NOT NULL DEFAULT (''),
  `said_yes_how` text NOT NULL DEFAULT (''),
  `granted_by` uuid NOT NULL,
  `ended_at` datetime NULL,
  `ended_by` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "accessgrant_case_file_id" to table: "access_grants"
CREATE INDEX `accessgrant_case_file_id` ON `access_grants` (`case_file_id`);
-- create index "accessgrant_user_id_case_file_id_relation" to table: "access_grants"
CREATE INDEX `accessgrant_user_id_case_file_id_relation` ON `access_grants` (`user_id`, `case_file_id`, `relation`);
-- create "agreements" table
CREATE TABLE `agreements` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `plan_version_id` uuid NOT NULL,
  `member_id` uuid NOT NULL,
  `answer` text NOT NULL DEFAULT (''),
  `how` text NOT NULL DEFAULT (''),
  `text` blob NULL,
  `answered_at` datetime NOT NULL,
  `recorded_by` uuid NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "agreement_case_file_id" to table: "agreements"
CREATE INDEX `agreement_case_file_id` ON `agreements` (`case_file_id`);
-- create index "agreement_plan_version_id_member_id" to table: "agreements"
CREATE INDEX `agreement_plan_version_id_member_id` ON `agreements` (`plan_version_id`, `member_id`);
-- create "audit_entries" table
CREATE TABLE `audit_entries` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `happened_at` datetime NOT NULL,
  `case_file_id` uuid NULL,
  `actor_id` uuid NULL,
  `body` blob NULL,
  `salt` blob NULL,
  `commitment` blob NOT NULL,
  `link` blob NOT NULL
);
-- create index "auditentry_case_file_id_id" to table: "audit_entries"
CREATE INDEX `auditentry_case_file_id_id` ON `audit_entries` (`case_file_id`, `id`);
-- create index "auditentry_actor_id_id" to table: "audit_entries"
CREATE INDEX `auditentry_actor_id_id` ON `audit_entries` (`actor_id`, `id`);
-- create "audit_heads" table
CREATE TABLE `audit_heads` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `size` integer NOT NULL,
  `edge` blob NOT NULL,
  `link` blob NOT NULL
);
-- create "audit_signed_heads" table
CREATE TABLE `audit_signed_heads` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `note` text NOT NULL,
  `signed_at` datetime NOT NULL
);
-- create "barred_persons" table
CREATE TABLE `barred_persons` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `case_file_id` uuid NOT NULL,
  `name` blob NULL,
  `relation` blob NULL,
  `reason` blob NULL,
  `user_id` uuid NULL,
  `recorded_by` uuid NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "barredperson_case_file_id" to table: "barred_persons"
CREATE INDEX `barredperson_case_file_id` ON `barred_persons` (`case_file_id`);
-- create index "barredperson_user_id" to table: "barred_persons"
CREATE INDEX `barredperson_user_id` ON `barred_persons` (`user_id`);
-- create "case_files" table
CREATE TABLE `case_files` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `coordinator_since` text NOT NULL DEFAULT (''),
  `state` text NOT NULL DEFAULT (''),
  `short_name` blob NULL,
  `referrer` text NOT NULL DEFAULT (''),
  `referrer_note` blob NULL,
  `referred_on` text NOT NULL DEFAULT (''),
  `crisis_on` text NOT NULL DEFAULT (''),
  `letter_sender` text NOT NULL DEFAULT (''),
  `letter_on` text NOT NULL DEFAULT (''),
  `grounds` blob NULL,
  `centre_from` text NOT NULL DEFAULT (''),
  `centre_to` text NOT NULL DEFAULT (''),
  `accepted_on` text NOT NULL DEFAULT (''),
  `accepted_how` text NOT NULL DEFAULT (''),
  `grade` text NOT NULL DEFAULT (''),
  `coordinator_id` uuid NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `case_files_users_case_files` FOREIGN KEY (`coordinator_id`) REFERENCES `users` (`id`) ON DELETE NO ACTION
);
-- create index "casefile_coordinator_id_state" to table: "case_files"
CREATE INDEX `casefile_coordinator_id_state` ON `case_files` (`coordinator_id`, `state`);
-- create index "casefile_state" to table: "case_files"
CREATE INDEX `casefile_state` ON `case_files` (`state`);
-- create "contacts" table
CREATE TABLE `contacts` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `case_file_id` uuid NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `happened_at` datetime NOT NULL,
  `minutes` integer NOT NULL DEFAULT (0),
  `with_whom` blob NULL,
  `note` blob NULL,
  `written_by` uuid NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "contact_case_file_id" to table: "contacts"
CREATE INDEX `contact_case_file_id` ON `contacts` (`case_file_id`);
-- create index "contact_happened_at" to table: "contacts"
CREATE INDEX `contact_happened_at` ON `contacts` (`happened_at`);
-- create "drafts" table
CREATE TABLE `drafts` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `user_id` uuid NOT NULL,
  `form` text NOT NULL,
  `case_file_id` uuid NULL,
  `content` blob NULL,
  `saved_at` datetime NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "draft_user_id_form" to table: "drafts"
CREATE UNIQUE INDEX `draft_user_id_form` ON `drafts` (`user_id`, `form`);
-- create index "draft_case_file_id" to table: "drafts"
CREATE INDEX `draft_case_file_id` ON `drafts` (`case_file_id`);
-- create "evaluations" table
CREATE TABLE `evaluations` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `goal_id` uuid NULL,
  `measure_id` uuid NULL,
  `evaluated_on` text NOT NULL DEFAULT (''),
  `child_experience` blob NULL,
  `done` text NOT NULL DEFAULT (''),
  `effect` integer NULL,
  `what_it_did` blob NULL,
  `next_step` text NOT NULL DEFAULT (''),
  `written_by` uuid NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "evaluation_case_file_id" to table: "evaluations"
CREATE INDEX `evaluation_case_file_id` ON `evaluations` (`case_file_id`);
-- create index "evaluation_goal_id" to table: "evaluations"
CREATE INDEX `evaluation_goal_id` ON `evaluations` (`goal_id`);
-- create index "evaluation_measure_id" to table: "evaluations"
CREATE INDEX `evaluation_measure_id` ON `evaluations` (`measure_id`);
-- create "goals" table
CREATE TABLE `goals` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `case_file_id` uuid NOT NULL,
  `area` text NOT NULL DEFAULT (''),
  `member_id` uuid NULL,
  `title` blob NULL,
  `child_words` blob NULL,
  `state` text NOT NULL DEFAULT (''),
  `position` integer NOT NULL DEFAULT (0),
  PRIMARY KEY (`id`)
);
-- create index "goal_case_file_id" to table: "goals"
CREATE INDEX `goal_case_file_id` ON `goals` (`case_file_id`);
-- create "measures" table
CREATE TABLE `measures` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `case_file_id` uuid NOT NULL,
  `what` blob NULL,
  `why` blob NULL,
  `responsible_id` uuid NULL,
  `responsible_name` blob NULL,
  `unit_id` uuid NULL,
  `level` text NOT NULL DEFAULT (''),
  `from_on` text NOT NULL DEFAULT (''),
  `due_on` text NOT NULL DEFAULT (''),
  `evaluate_on` text NOT NULL DEFAULT (''),
  `status` text NOT NULL DEFAULT (''),
  `status_at` datetime NULL,
  `meeting_id` uuid NULL,
  `position` integer NOT NULL DEFAULT (0),
  `goal_id` uuid NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `measures_goals_measures` FOREIGN KEY (`goal_id`) REFERENCES `goals` (`id`) ON DELETE NO ACTION
);
-- create index "measure_case_file_id" to table: "measures"
CREATE INDEX `measure_case_file_id` ON `measures` (`case_file_id`);
-- create index "measure_goal_id" to table: "measures"
CREATE INDEX `measure_goal_id` ON `measures` (`goal_id`);
-- create index "measure_responsible_id_status" to table: "measures"
CREATE INDEX `measure_responsible_id_status` ON `measures` (`responsible_id`, `status`);
-- create index "measure_due_on" to table: "measures"
CREATE INDEX `measure_due_on` ON `measures` (`due_on`);
-- create "meetings" table
CREATE TABLE `meetings` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `case_file_id` uuid NOT NULL,
  `starts_at` datetime NOT NULL,
  `minutes` integer NOT NULL DEFAULT (60),
  `state` text NOT NULL DEFAULT (''),
  `place` blob NULL,
  `agenda` blob NULL,
  `participants` blob NULL,
  `agreed` blob NULL,
  `interpreter` bool NOT NULL DEFAULT (false),
  `interpreter_language` text NOT NULL DEFAULT (''),
  `called_by` uuid NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "meeting_case_file_id" to table: "meetings"
CREATE INDEX `meeting_case_file_id` ON `meetings` (`case_file_id`);
-- create index "meeting_starts_at" to table: "meetings"
CREATE INDEX `meeting_starts_at` ON `meetings` (`starts_at`);
-- create "members" table
CREATE TABLE `members` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `kind` text NOT NULL DEFAULT (''),
  `name` blob NULL,
  `born_on` blob NULL,
  `relation` blob NULL,
  `phone` blob NULL,
  `email` blob NULL,
  `address` blob NULL,
  `language` text NOT NULL DEFAULT (''),
  `interpreter` bool NOT NULL DEFAULT (false),
  `grade` text NOT NULL DEFAULT (''),
  `school_id` uuid NULL,
  `user_id` uuid NULL,
  `position` integer NOT NULL DEFAULT (0),
  `case_file_id` uuid NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `members_case_files_members` FOREIGN KEY (`case_file_id`) REFERENCES `case_files` (`id`) ON DELETE NO ACTION
);
-- create index "member_case_file_id" to table: "members"
CREATE INDEX `member_case_file_id` ON `members` (`case_file_id`);
-- create index "member_user_id" to table: "members"
CREATE INDEX `member_user_id` ON `members` (`user_id`);
-- create "name_indexes" table
CREATE TABLE `name_indexes` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `token` blob NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `owner_id` uuid NOT NULL,
  `case_file_id` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "nameindex_token" to table: "name_indexes"
CREATE INDEX `nameindex_token` ON `name_indexes` (`token`);
-- create index "nameindex_owner_id" to table: "name_indexes"
CREATE INDEX `nameindex_owner_id` ON `name_indexes` (`owner_id`);
-- create index "nameindex_case_file_id" to table: "name_indexes"
CREATE INDEX `nameindex_case_file_id` ON `name_indexes` (`case_file_id`);
-- create "needs" table
CREATE TABLE `needs` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `case_file_id` uuid NOT NULL,
  `area` text NOT NULL DEFAULT (''),
  `member_id` uuid NULL,
  `text` blob NULL,
  `said_by` blob NULL,
  `written_by` uuid NOT NULL,
  `position` integer NOT NULL DEFAULT (0),
  PRIMARY KEY (`id`)
);
-- create index "need_case_file_id" to table: "needs"
CREATE INDEX `need_case_file_id` ON `needs` (`case_file_id`);
-- create "outbox_messages" table
CREATE TABLE `outbox_messages` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `case_file_id` uuid NULL,
  `payload` blob NULL,
  `idempotency_key` text NOT NULL,
  `state` text NOT NULL DEFAULT (''),
  `attempts` integer NOT NULL DEFAULT (0),
  `due_at` datetime NOT NULL,
  `leased_by` text NOT NULL DEFAULT (''),
  `leased_until` datetime NULL,
  `last_error` text NOT NULL DEFAULT (''),
  `done_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "outbox_messages_idempotency_key_key" to table: "outbox_messages"
CREATE UNIQUE INDEX `outbox_messages_idempotency_key_key` ON `outbox_messages` (`idempotency_key`);
-- create index "outboxmessage_state_due_at" to table: "outbox_messages"
CREATE INDEX `outboxmessage_state_due_at` ON `outbox_messages` (`state`, `due_at`);
-- create index "outboxmessage_case_file_id" to table: "outbox_messages"
CREATE INDEX `outboxmessage_case_file_id` ON `outbox_messages` (`case_file_id`);
-- create "plans" table
CREATE TABLE `plans` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `case_file_id` uuid NOT NULL,
  `state` text NOT NULL DEFAULT (''),
  `from_on` text NOT NULL DEFAULT (''),
  `to_on` text NOT NULL DEFAULT (''),
  `evaluate_on` text NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`)
);
-- create index "plan_case_file_id" to table: "plans"
CREATE UNIQUE INDEX `plan_case_file_id` ON `plans` (`case_file_id`);
-- create "plan_versions" table
CREATE TABLE `plan_versions` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `number` integer NOT NULL,
  `state` text NOT NULL DEFAULT (''),
  `content` blob NULL,
  `proposed_by` uuid NOT NULL,
  `agreed_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "planversion_case_file_id_number" to table: "plan_versions"
CREATE UNIQUE INDEX `planversion_case_file_id_number` ON `plan_versions` (`case_file_id`, `number`);
-- create "remarks" table
CREATE TABLE `remarks` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `goal_id` uuid NULL,
  `measure_id` uuid NULL,
  `text` blob NULL,
  `written_by` uuid NOT NULL,
  `state` text NOT NULL DEFAULT (''),
  `answer` blob NULL,
  `answered_at` datetime NULL,
  `answered_by` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "remark_case_file_id" to table: "remarks"
CREATE INDEX `remark_case_file_id` ON `remarks` (`case_file_id`);
-- create index "remark_measure_id" to table: "remarks"
CREATE INDEX `remark_measure_id` ON `remarks` (`measure_id`);
-- create index "remark_state" to table: "remarks"
CREATE INDEX `remark_state` ON `remarks` (`state`);
-- create "sessions" table
CREATE TABLE `sessions` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `token_hash` blob NOT NULL,
  `user_id` uuid NOT NULL,
  `acr` text NOT NULL DEFAULT (''),
  `seen_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `ended_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_token_hash_key` ON `sessions` (`token_hash`);
-- create index "session_user_id" to table: "sessions"
CREATE INDEX `session_user_id` ON `sessions` (`user_id`);
-- create index "session_expires_at" to table: "sessions"
CREATE INDEX `session_expires_at` ON `sessions` (`expires_at`);
-- create "settings" table
CREATE TABLE `settings` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `key` text NOT NULL,
  `value` text NOT NULL,
  `changed_by` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "settings_key_key" to table: "settings"
CREATE UNIQUE INDEX `settings_key_key` ON `settings` (`key`);
-- create "status_changes" table
CREATE TABLE `status_changes` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `case_file_id` uuid NOT NULL,
  `from_state` text NOT NULL DEFAULT (''),
  `to_state` text NOT NULL DEFAULT (''),
  `outcome` text NOT NULL DEFAULT (''),
  `reason` blob NULL,
  `happened_on` text NOT NULL DEFAULT (''),
  `changed_by` uuid NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "statuschange_case_file_id" to table: "status_changes"
CREATE INDEX `statuschange_case_file_id` ON `status_changes` (`case_file_id`);
-- create "strengths" table
CREATE TABLE `strengths` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `case_file_id` uuid NOT NULL,
  `area` text NOT NULL DEFAULT (''),
  `member_id` uuid NULL,
  `text` blob NULL,
  `said_by` blob NULL,
  `written_by` uuid NOT NULL,
  `position` integer NOT NULL DEFAULT (0),
  PRIMARY KEY (`id`)
);
-- create index "strength_case_file_id" to table: "strengths"
CREATE INDEX `strength_case_file_id` ON `strengths` (`case_file_id`);
-- create "units" table
CREATE TABLE `units` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `removed_at` datetime NULL,
  `removed_by` uuid NULL,
  `name` text NOT NULL,
  `kind` text NOT NULL DEFAULT (''),
  `org_number` text NOT NULL DEFAULT (''),
  `phone` text NOT NULL DEFAULT (''),
  `email` text NOT NULL DEFAULT (''),
  `website` text NOT NULL DEFAULT (''),
  `address` text NOT NULL DEFAULT (''),
  `about` text NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`)
);
-- create index "unit_name" to table: "units"
CREATE INDEX `unit_name` ON `units` (`name`);
-- create index "unit_org_number" to table: "units"
CREATE INDEX `unit_org_number` ON `units` (`org_number`);
-- create "unit_imports" table
CREATE TABLE `unit_imports` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `read_by` uuid NOT NULL,
  `state` text NOT NULL DEFAULT (''),
  `content` blob NULL,
  PRIMARY KEY (`id`)
);
-- create "users" table
CREATE TABLE `users` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `kind` text NOT NULL DEFAULT (''),
  `state` text NOT NULL DEFAULT (''),
  `name` blob NULL,
  `title` blob NULL,
  `email` blob NULL,
  `phone` blob NULL,
  `claim_index` blob NULL,
  `subject_index` blob NULL,
  `unit_id` uuid NULL,
  `language` text NOT NULL DEFAULT (''),
  `text_size` text NOT NULL DEFAULT (''),
  `colour_scheme` text NOT NULL DEFAULT (''),
  `welcomed_at` datetime NULL,
  `signed_in_at` datetime NULL,
  PRIMARY KEY (`id`)
);
-- create index "users_claim_index_key" to table: "users"
CREATE UNIQUE INDEX `users_claim_index_key` ON `users` (`claim_index`);
-- create index "users_subject_index_key" to table: "users"
CREATE UNIQUE INDEX `users_subject_index_key` ON `users` (`subject_index`);
-- create index "user_unit_id" to table: "users"
CREATE INDEX `user_unit_id` ON `users` (`unit_id`);
-- create index "user_state" to table: "users"
CREATE INDEX `user_state` ON `users` (`state`);
-- create "user_roles" table
CREATE TABLE `user_roles` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `user_id` uuid NOT NULL,
  `role` text NOT NULL DEFAULT (''),
  `granted_by` uuid NULL,
  `ended_at` datetime NULL,
  `ended_by` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "userrole_user_id_role" to table: "user_roles"
CREATE INDEX `userrole_user_id_role` ON `user_roles` (`user_id`, `role`);
