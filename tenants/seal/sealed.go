package seal

// Sealed is ciphertext as it stands in a database column: made by Keys.Seal,
// read by Keys.Open, and readable in no other way.
type Sealed []byte
