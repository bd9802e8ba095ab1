package client

import (
	"errors"
	"fmt"
)

// ErrInvalid says that a plugin answered what no plugin may, whatever it is
// asked.
var ErrInvalid = errors.New("the plugin's answer is not one")

// ErrWrite says that what was to be written is no change that can be sent. It
// is the caller's fault.
var ErrWrite = errors.New("there is no such change")

// Judge is a connection that wants to know of ErrInvalid and ErrWrite. What it
// makes of them is what the caller gets.
type Judge interface{ Judge(err error) error }

func (c *Client) refuse(err error) error {
	if judge, is := c.conn.(Judge); is {
		return judge.Judge(err)
	}
	return err
}

func (c *Client) invalid(why string) error { return c.refuse(fmt.Errorf("%w: %s", ErrInvalid, why)) }
