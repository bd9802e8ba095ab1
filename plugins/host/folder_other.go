//go:build !unix

package host

const noFollow = 0
