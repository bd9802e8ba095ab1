package registry

// Fields are what a column of a file can be taken for, in the order they are
// offered. A row that gives "service" is a service at the unit that the row
// names; telephone, address and text are then the service's.
var Fields = []string{
	"name", "kind", "org_number", "parent_org_number", "phone", "email", "website", "address", "postcode", "town",
	"about", "language", "closed", "active", "latitude", "longitude", "id",
	"service", "ages", "age_from", "age_to", "audience", "level", "areas", "how", "referral", "keywords",
}
