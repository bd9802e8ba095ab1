package architecture

import (
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/migrate"
)

// plain are the text columns of a municipality's database that stand there as
// they are. None of them can hold a name, a place of a family or anything
// somebody has said. A new one needs a reason to be here.
var plain = []string{
	"access_grants.basis", "access_grants.members", "access_grants.relation", "access_grants.said_yes_how",
	"access_grants.said_yes_on", "access_grants.sections", // members are ids
	"agreements.answer", "agreements.how",
	"audit_signed_heads.note", // a tree's size and root, signed
	"baton_offers.state",
	"case_files.accepted_how", "case_files.accepted_on", "case_files.centre_from", "case_files.centre_to",
	"case_files.coordinator_since", "case_files.crisis_on", "case_files.grade", "case_files.letter_on",
	"case_files.letter_sender", "case_files.referred_on", "case_files.referrer", "case_files.state",
	"channels.kind", "channels.state",
	"consents.answer", "consents.asked", "consents.ended_why", "consents.from_on", "consents.how", "consents.members",
	"consents.purpose", "consents.sections", "consents.until_on",
	"contacts.kind", "disclosures.happened_on", "documents.filed_under", "documents.media_type", "drafts.form",
	"evaluations.done", "evaluations.evaluated_on", "evaluations.next_step",
	"goals.area", "goals.state",
	"log_items.kind", "log_items.state",
	"log_links.closed_because", "log_links.problem_code", "log_links.problem_whose", "log_links.state",
	"log_writes.classes", "log_writes.idempotency_key", "log_writes.problem_code", "log_writes.problem_whose",
	"log_writes.state", "log_writes.what",
	"measures.due_on", "measures.evaluate_on", "measures.from_on", "measures.level", "measures.status",
	"meetings.interpreter_language", "meetings.state",
	"members.grade", "members.kind", "members.language",
	"name_indexes.kind", "needs.area",
	"outbox_messages.idempotency_key", "outbox_messages.kind", "outbox_messages.lane", "outbox_messages.last_error",
	"outbox_messages.leased_by", "outbox_messages.state",
	"plan_versions.state",
	"plans.evaluate_on", "plans.from_on", "plans.state", "plans.to_on",
	"plugin_calls.kind", "plugin_calls.method", "plugin_calls.place", // what the host did, not what was said
	"plugin_runs.classes", "plugin_runs.code", "plugin_runs.job", "plugin_runs.outcome", "plugin_runs.release",
	"plugin_runs.whose", "plugin_states.key",
	"plugins.digest", "plugins.grant", "plugins.health", "plugins.name", "plugins.problem_code",
	"plugins.problem_whose", "plugins.release", "plugins.state", "plugins.wanted", "plugins.wanted_digest",
	"receipts.did", "receipts.state",
	"remarks.kind", "remarks.state", "seats.state", "sessions.acr",
	"services.about", "services.areas", "services.audience", "services.email", "services.how", "services.keywords",
	"services.level", "services.phone", "services.title", "services.website", // offers of the municipality
	"settings.key", "settings.value", // a municipality's words and language
	"shares.channel", "shares.said_yes_how",
	"status_changes.from_state", "status_changes.happened_on", "status_changes.outcome", "status_changes.to_state",
	"strengths.area", "unit_imports.state",
	"units.about", "units.address", "units.email", "units.kind", "units.language", "units.name", "units.org_number",
	"units.parent_org_number", "units.phone", "units.website", // public services of the municipality
	"upstreams.corrected", "upstreams.external_id", "upstreams.kind", "upstreams.said", // what a register says of them
	"user_roles.role",
	"users.away_from", "users.away_until",
	"users.colour_scheme", "users.kind", "users.language", "users.state", "users.text_size",
	"voice_entries.how", "voice_entries.kind", "voice_entries.question", "voice_shares.how",
}

func TestEveryTextColumnIsSealedOrOnTheListOfThoseThatNameNobody(t *testing.T) {
	var found []string
	for _, table := range migrate.Tables {
		for _, column := range table.Columns {
			if isText(column) {
				found = append(found, table.Name+"."+column.Name)
			}
		}
	}
	slices.Sort(found)
	for _, column := range found {
		if !slices.Contains(plain, column) {
			t.Errorf("%s stands in plain text", column)
		}
	}
	for _, column := range plain {
		if !slices.Contains(found, column) {
			t.Errorf("%s is on the list and not in the schema", column)
		}
	}
}

func isText(column *schema.Column) bool {
	return column.Type == field.TypeString || column.Type == field.TypeJSON || strings.HasPrefix(column.Name, "text_")
}
