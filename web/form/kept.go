package form

// KeptAll is Kept for a draft in which a field may have several values, as
// boxes that can be ticked have.
func KeptAll(values map[string][]string) *Form {
	first := make(map[string]string, len(values))
	for name, all := range values {
		if len(all) > 0 {
			first[name] = all[0]
		}
	}
	f := Kept(first)
	for name, all := range values {
		f.many[name] = all
	}
	return f
}
