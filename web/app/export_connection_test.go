package app

// DataClass is a class of data in words, for the test that every one has them.
var DataClass = dataClass
