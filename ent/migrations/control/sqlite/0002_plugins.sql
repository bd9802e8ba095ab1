-- create "plugin_releases" table
CREATE TABLE `plugin_releases` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `name` text NOT NULL,
  `version` text NOT NULL,
  `platform` text NOT NULL,
  `digest` text NOT NULL,
  `manifest` text NOT NULL,
  `publisher` text NOT NULL,
  `state` text NOT NULL,
  `changed_by` uuid NULL,
  PRIMARY KEY (`id`)
);
-- create index "plugin_releases_digest_key" to table: "plugin_releases"
CREATE UNIQUE INDEX `plugin_releases_digest_key` ON `plugin_releases` (`digest`);
-- create index "pluginrelease_name_version_platform" to table: "plugin_releases"
CREATE UNIQUE INDEX `pluginrelease_name_version_platform` ON `plugin_releases` (`name`, `version`, `platform`);
-- create "plugin_uses" table
CREATE TABLE `plugin_uses` (
  `id` uuid NOT NULL,
  `created_at` datetime NOT NULL,
  `municipality_id` uuid NOT NULL,
  `name` text NOT NULL,
  `version` text NOT NULL,
  `state` text NOT NULL,
  `health` text NOT NULL DEFAULT (''),
  `runs` integer NOT NULL DEFAULT (0),
  `failures` integer NOT NULL DEFAULT (0),
  `crashes` integer NOT NULL DEFAULT (0),
  `reported_at` datetime NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "pluginuse_municipality_id_name" to table: "plugin_uses"
CREATE UNIQUE INDEX `pluginuse_municipality_id_name` ON `plugin_uses` (`municipality_id`, `name`);
