// Package architecture holds tests on the shape of the whole tree: who may
// import whom, what may stand in a database in plain text, and how long a file
// may grow. It has no code of its own.
package architecture
