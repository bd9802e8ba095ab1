-- modify "access_grants" table
ALTER TABLE "access_grants" ADD COLUMN "sections" character varying NOT NULL DEFAULT '', ADD COLUMN "members" character varying NOT NULL DEFAULT '', ADD COLUMN "from_at" timestamptz NULL, ADD COLUMN "until_at" timestamptz NULL, ADD COLUMN "unit_id" uuid NULL, ADD COLUMN "consent_id" uuid NULL, ADD COLUMN "share_id" uuid NULL, ADD COLUMN "reason" bytea NULL;
-- create index "accessgrant_consent_id" to table: "access_grants"
CREATE INDEX "accessgrant_consent_id" ON "access_grants" ("consent_id");
-- create index "accessgrant_share_id" to table: "access_grants"
CREATE INDEX "accessgrant_share_id" ON "access_grants" ("share_id");
-- modify "case_files" table
ALTER TABLE "case_files" ADD COLUMN "looks_by_role" boolean NOT NULL DEFAULT false, ADD COLUMN "wished_id" uuid NULL, ADD COLUMN "wish" bytea NULL;
-- modify "meetings" table
ALTER TABLE "meetings" ADD COLUMN "member_id" uuid NULL;
-- modify "outbox_messages" table
ALTER TABLE "outbox_messages" ADD COLUMN "recipient_id" uuid NULL;
-- create index "outboxmessage_recipient_id" to table: "outbox_messages"
CREATE INDEX "outboxmessage_recipient_id" ON "outbox_messages" ("recipient_id");
-- modify "users" table
ALTER TABLE "users" ADD COLUMN "away_from" character varying NOT NULL DEFAULT '', ADD COLUMN "away_until" character varying NOT NULL DEFAULT '';
-- create "baton_offers" table
CREATE TABLE "baton_offers" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "from_id" uuid NOT NULL,
  "to_id" uuid NOT NULL,
  "state" character varying NOT NULL DEFAULT '',
  "note" bytea NULL,
  "answer" bytea NULL,
  "made_by" uuid NOT NULL,
  "settled_at" timestamptz NULL,
  "settled_by" uuid NULL,
  PRIMARY KEY ("id")
);
-- create index "batonoffer_case_file_id" to table: "baton_offers"
CREATE INDEX "batonoffer_case_file_id" ON "baton_offers" ("case_file_id");
-- create index "batonoffer_to_id_state" to table: "baton_offers"
CREATE INDEX "batonoffer_to_id_state" ON "baton_offers" ("to_id", "state");
-- create "channels" table
CREATE TABLE "channels" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "version" bigint NOT NULL DEFAULT 1,
  "user_id" uuid NOT NULL,
  "kind" character varying NOT NULL DEFAULT '',
  "address" bytea NULL,
  "state" character varying NOT NULL DEFAULT '',
  "from_minute" bigint NOT NULL DEFAULT 0,
  "to_minute" bigint NOT NULL DEFAULT 1440,
  "weekdays" bigint NOT NULL DEFAULT 127,
  PRIMARY KEY ("id")
);
-- create index "channel_user_id_kind" to table: "channels"
CREATE UNIQUE INDEX "channel_user_id_kind" ON "channels" ("user_id", "kind");
-- create "consents" table
CREATE TABLE "consents" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "purpose" character varying NOT NULL DEFAULT '',
  "unit_id" uuid NULL,
  "asked" character varying NOT NULL DEFAULT '',
  "sections" character varying NOT NULL DEFAULT '',
  "members" character varying NOT NULL DEFAULT '',
  "given_by" uuid NOT NULL,
  "answer" character varying NOT NULL DEFAULT '',
  "how" character varying NOT NULL DEFAULT '',
  "how_told" bytea NULL,
  "from_on" character varying NOT NULL DEFAULT '',
  "until_on" character varying NOT NULL DEFAULT '',
  "recorded_by" uuid NOT NULL,
  "ended_at" timestamptz NULL,
  "ended_by" uuid NULL,
  "ended_why" character varying NOT NULL DEFAULT '',
  "replaces_id" uuid NULL,
  PRIMARY KEY ("id")
);
-- create index "consent_case_file_id" to table: "consents"
CREATE INDEX "consent_case_file_id" ON "consents" ("case_file_id");
-- create index "consent_unit_id" to table: "consents"
CREATE INDEX "consent_unit_id" ON "consents" ("unit_id");
-- create index "consent_until_on" to table: "consents"
CREATE INDEX "consent_until_on" ON "consents" ("until_on");
-- create "conversations" table
CREATE TABLE "conversations" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "member_id" uuid NULL,
  "subject" bytea NULL,
  "begun_by" uuid NOT NULL,
  "latest_at" timestamptz NOT NULL,
  PRIMARY KEY ("id")
);
-- create index "conversation_case_file_id" to table: "conversations"
CREATE INDEX "conversation_case_file_id" ON "conversations" ("case_file_id");
-- create index "conversation_latest_at" to table: "conversations"
CREATE INDEX "conversation_latest_at" ON "conversations" ("latest_at");
-- create "disclosures" table
CREATE TABLE "disclosures" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "provision" bytea NULL,
  "to_whom" bytea NULL,
  "what" bytea NULL,
  "why" bytea NULL,
  "happened_on" character varying NOT NULL DEFAULT '',
  "recorded_by" uuid NOT NULL,
  PRIMARY KEY ("id")
);
-- create index "disclosure_case_file_id" to table: "disclosures"
CREATE INDEX "disclosure_case_file_id" ON "disclosures" ("case_file_id");
-- create "documents" table
CREATE TABLE "documents" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "removed_at" timestamptz NULL,
  "removed_by" uuid NULL,
  "case_file_id" uuid NOT NULL,
  "member_id" uuid NULL,
  "filed_under" character varying NOT NULL DEFAULT '',
  "title" bytea NULL,
  "file_name" bytea NULL,
  "media_type" character varying NOT NULL DEFAULT '',
  "size" bigint NOT NULL,
  "content" bytea NULL,
  "uploaded_by" uuid NOT NULL,
  PRIMARY KEY ("id")
);
-- create index "document_case_file_id" to table: "documents"
CREATE INDEX "document_case_file_id" ON "documents" ("case_file_id");
-- create "messages" table
CREATE TABLE "messages" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "conversation_id" uuid NOT NULL,
  "written_by" uuid NOT NULL,
  "text" bytea NULL,
  PRIMARY KEY ("id")
);
-- create index "message_case_file_id" to table: "messages"
CREATE INDEX "message_case_file_id" ON "messages" ("case_file_id");
-- create index "message_conversation_id" to table: "messages"
CREATE INDEX "message_conversation_id" ON "messages" ("conversation_id");
-- create "participants" table
CREATE TABLE "participants" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "conversation_id" uuid NOT NULL,
  "user_id" uuid NOT NULL,
  "read_at" timestamptz NULL,
  "left_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "participant_case_file_id" to table: "participants"
CREATE INDEX "participant_case_file_id" ON "participants" ("case_file_id");
-- create index "participant_conversation_id_user_id" to table: "participants"
CREATE UNIQUE INDEX "participant_conversation_id_user_id" ON "participants" ("conversation_id", "user_id");
-- create index "participant_user_id" to table: "participants"
CREATE INDEX "participant_user_id" ON "participants" ("user_id");
-- create "receipts" table
CREATE TABLE "receipts" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "unit_id" uuid NOT NULL,
  "consent_id" uuid NULL,
  "state" character varying NOT NULL DEFAULT '',
  "did" character varying NOT NULL DEFAULT '',
  "note" bytea NULL,
  "confirmed_by" uuid NULL,
  "confirmed_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "receipt_case_file_id" to table: "receipts"
CREATE INDEX "receipt_case_file_id" ON "receipts" ("case_file_id");
-- create index "receipt_unit_id_state" to table: "receipts"
CREATE INDEX "receipt_unit_id_state" ON "receipts" ("unit_id", "state");
-- create "seats" table
CREATE TABLE "seats" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "version" bigint NOT NULL DEFAULT 1,
  "case_file_id" uuid NOT NULL,
  "unit_id" uuid NOT NULL,
  "state" character varying NOT NULL DEFAULT '',
  "user_id" uuid NULL,
  "note" bytea NULL,
  "answer" bytea NULL,
  "invited_by" uuid NOT NULL,
  "named_by" uuid NULL,
  "named_at" timestamptz NULL,
  "settled_at" timestamptz NULL,
  PRIMARY KEY ("id")
);
-- create index "seat_case_file_id" to table: "seats"
CREATE INDEX "seat_case_file_id" ON "seats" ("case_file_id");
-- create index "seat_unit_id_state" to table: "seats"
CREATE INDEX "seat_unit_id_state" ON "seats" ("unit_id", "state");
-- create index "seat_user_id_state" to table: "seats"
CREATE INDEX "seat_user_id_state" ON "seats" ("user_id", "state");
-- create "shares" table
CREATE TABLE "shares" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "user_id" uuid NOT NULL,
  "purpose" bytea NULL,
  "said_yes_by" uuid NOT NULL,
  "said_yes_how" character varying NOT NULL DEFAULT '',
  "channel" character varying NOT NULL DEFAULT '',
  "link_hash" bytea NULL,
  "code_hash" bytea NULL,
  "code_until" timestamptz NULL,
  "codes" bigint NOT NULL DEFAULT 0,
  "tries" bigint NOT NULL DEFAULT 0,
  "opened_at" timestamptz NULL,
  "until_at" timestamptz NOT NULL,
  "made_by" uuid NOT NULL,
  "ended_at" timestamptz NULL,
  "ended_by" uuid NULL,
  PRIMARY KEY ("id")
);
-- create index "share_case_file_id" to table: "shares"
CREATE INDEX "share_case_file_id" ON "shares" ("case_file_id");
-- create index "share_user_id" to table: "shares"
CREATE INDEX "share_user_id" ON "shares" ("user_id");
-- create index "shares_link_hash_key" to table: "shares"
CREATE UNIQUE INDEX "shares_link_hash_key" ON "shares" ("link_hash");
-- create "voice_entries" table
CREATE TABLE "voice_entries" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "removed_at" timestamptz NULL,
  "removed_by" uuid NULL,
  "case_file_id" uuid NOT NULL,
  "member_id" uuid NOT NULL,
  "kind" character varying NOT NULL DEFAULT '',
  "question" character varying NOT NULL DEFAULT '',
  "face" bigint NULL,
  "text" bytea NULL,
  "how" character varying NOT NULL DEFAULT '',
  "written_by" uuid NOT NULL,
  "answered_at" timestamptz NULL,
  "answered_by" uuid NULL,
  PRIMARY KEY ("id")
);
-- create index "voiceentry_case_file_id" to table: "voice_entries"
CREATE INDEX "voiceentry_case_file_id" ON "voice_entries" ("case_file_id");
-- create index "voiceentry_member_id_kind" to table: "voice_entries"
CREATE INDEX "voiceentry_member_id_kind" ON "voice_entries" ("member_id", "kind");
-- create "voice_shares" table
CREATE TABLE "voice_shares" (
  "id" uuid NOT NULL,
  "created_at" timestamptz NOT NULL,
  "case_file_id" uuid NOT NULL,
  "entry_id" uuid NOT NULL,
  "recipient_id" uuid NOT NULL,
  "how" character varying NOT NULL DEFAULT '',
  "recorded_by" uuid NOT NULL,
  "ended_at" timestamptz NULL,
  "ended_by" uuid NULL,
  PRIMARY KEY ("id")
);
-- create index "voiceshare_case_file_id" to table: "voice_shares"
CREATE INDEX "voiceshare_case_file_id" ON "voice_shares" ("case_file_id");
-- create index "voiceshare_entry_id" to table: "voice_shares"
CREATE INDEX "voiceshare_entry_id" ON "voice_shares" ("entry_id");
-- create index "voiceshare_recipient_id" to table: "voice_shares"
CREATE INDEX "voiceshare_recipient_id" ON "voice_shares" ("recipient_id");
