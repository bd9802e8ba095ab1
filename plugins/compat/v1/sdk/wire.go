package sdk

import goplugin "github.com/hashicorp/go-plugin"

// Protocol is the version of the contract that this package speaks.
const Protocol = 1

// OperationHeader is the metadata of every call from the host that names the
// operation. A plugin sends it back in each of its own calls to the host.
const OperationHeader = "hverdag-operation"

// Handshake tells a program that is started by accident that it is a plugin.
// It is no secret and protects nothing.
var Handshake = goplugin.HandshakeConfig{
	MagicCookieKey:   "HVERDAG_PLUGIN",
	MagicCookieValue: "b2f3c7f6-4a0e-4a55-9c1b-6f0d6c9a2f11",
}
