// Package examples holds plugins that are kept as examples, and the tests that
// they still work. node is a plugin in another language, made from the proto
// files alone.
package examples
