package main

// The namespaces of CPSV-AP-NO (data.norge.no/specification/cpsv-ap-no), and
// our own for what it has no word for.
const (
	nsRDF     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXSD     = "http://www.w3.org/2001/XMLSchema#"
	nsCPSV    = "http://purl.org/vocab/cpsv#"
	nsCPSVNO  = "https://data.norge.no/vocabulary/cpsvno#"
	nsCV      = "http://data.europa.eu/m8g/"
	nsDCT     = "http://purl.org/dc/terms/"
	nsDCAT    = "http://www.w3.org/ns/dcat#"
	nsDCATNO  = "https://data.norge.no/vocabulary/dcatno#"
	nsFOAF    = "http://xmlns.com/foaf/0.1/"
	nsORG     = "http://www.w3.org/ns/org#"
	nsSKOS    = "http://www.w3.org/2004/02/skos/core#"
	nsVCARD   = "http://www.w3.org/2006/vcard/ns#"
	nsLOCN    = "http://www.w3.org/ns/locn#"
	nsADMS    = "http://www.w3.org/ns/adms#"
	nsGEO     = "http://www.w3.org/2003/01/geo/wgs84_pos#"
	nsHverdag = "https://github.com/stinesofiesstiftelse/hverdagspakke/ns#"

	rdfType   = nsRDF + "type"
	withdrawn = "http://purl.org/adms/status/Withdrawn"
	norway    = "http://publications.europa.eu/resource/authority/country/NOR"
)

// prefix is a short name of a namespace.
type prefix struct{ name, namespace string }

// prefixes are those that are written, in the order they are.
var prefixes = []prefix{
	{"adms", nsADMS}, {"cpsv", nsCPSV}, {"cpsvno", nsCPSVNO}, {"cv", nsCV}, {"dcat", nsDCAT}, {"dcatno", nsDCATNO}, {"dct", nsDCT},
	{"foaf", nsFOAF}, {"geo", nsGEO}, {"hverdag", nsHverdag}, {"locn", nsLOCN}, {"org", nsORG}, {"skos", nsSKOS}, {"vcard", nsVCARD}, {"xsd", nsXSD},
}

// terms are the names that JSON-LD contexts of CPSV-AP give, whichever version
// a file refers to: no context is ever fetched.
var terms = map[string]string{
	"PublicService": nsCPSV + "PublicService", "Service": nsCPSVNO + "Service", "PublicOrganisation": nsCV + "PublicOrganisation",
	"Organisation": nsORG + "Organization", "ContactPoint": nsCV + "ContactPoint", "Channel": nsCV + "Channel", "Address": nsLOCN + "Address",
	"Catalog": nsDCAT + "Catalog", "OutputType": nsCPSVNO + "OutputType", "Output": nsCV + "Output",
	"title": nsDCT + "title", "name": nsDCT + "title", "description": nsDCT + "description", "identifier": nsDCT + "identifier",
	"hasContactPoint": nsCV + "contactPoint", "contactPoint": nsCV + "contactPoint", "hasCompetentAuthority": nsCV + "hasCompetentAuthority",
	"ownedBy": nsCV + "ownedBy", "hasChannel": nsCV + "hasChannel", "hasOutputType": nsCPSVNO + "hasOutputType", "produces": nsCPSV + "produces",
	"keyword": nsDCAT + "keyword", "status": nsADMS + "status", "homepage": nsFOAF + "homepage", "prefLabel": nsSKOS + "prefLabel",
	"prefferedLabel": nsSKOS + "prefLabel", "preferredLabel": nsSKOS + "prefLabel", "legalName": "http://www.w3.org/ns/legal#legalName",
	"telephone": nsCV + "telephone", "email": nsCV + "email", "contactPage": nsCV + "contactPage", "hasURL": nsVCARD + "hasURL",
	"address": nsLOCN + "address", "fullAddress": nsLOCN + "fullAddress", "thoroughfare": nsLOCN + "thoroughfare", "postCode": nsLOCN + "postCode",
	"postName": nsLOCN + "postName", "spatial": nsDCT + "spatial", "modified": nsDCT + "modified", "subject": nsDCT + "subject",
	"thematicArea": nsCV + "thematicArea", "audience": nsDCT + "audience", "language": nsDCT + "language", "containsService": nsDCATNO + "containsService",
	"publisher": nsDCT + "publisher", "unitOf": nsORG + "unitOf", "subOrganizationOf": nsORG + "subOrganizationOf",
}

// addresses are the terms whose plain texts are IRIs.
var addressTerms = []string{
	nsCV + "contactPoint", nsCV + "hasCompetentAuthority", nsCV + "ownedBy", nsCV + "hasChannel", nsCPSVNO + "hasOutputType", nsCPSV + "produces",
	nsADMS + "status", nsFOAF + "homepage", nsCV + "contactPage", nsVCARD + "hasURL", nsLOCN + "address", nsDCT + "spatial", nsDCT + "subject",
	nsCV + "thematicArea", nsDCT + "audience", nsDCT + "language", nsDCATNO + "containsService", nsDCT + "publisher", nsORG + "unitOf", nsORG + "subOrganizationOf",
}
