package journal

// Fold is fold, for the property that holds of every line.
var Fold = fold
