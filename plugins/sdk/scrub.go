package sdk

import (
	"unicode/utf8"

	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// codec sends messages as gRPC does, and those that hold what is not UTF-8 when
// that has been replaced.
type codec struct{ encoding.CodecV2 }

// Marshal encodes a message. Most are found to be UTF-8 on the way.
func (c codec) Marshal(message any) (mem.BufferSlice, error) {
	encoded, err := c.CodecV2.Marshal(message)
	sent, is := message.(proto.Message)
	if err == nil || !is {
		return encoded, err
	}
	scrub(sent.ProtoReflect())
	return c.CodecV2.Marshal(message)
}

// scrub replaces what is not UTF-8 in every text of a message. A register in
// another charset must not make the whole answer impossible to send.
func scrub(message protoreflect.Message) {
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsMap():
			scrubMap(field, value.Map())
		case field.IsList():
			scrubList(field, value.List())
		case field.Kind() == protoreflect.StringKind:
			if text := value.String(); !utf8.ValidString(text) {
				message.Set(field, protoreflect.ValueOfString(valid(text)))
			}
		case field.Message() != nil:
			scrub(value.Message())
		}
		return true
	})
}

func scrubList(field protoreflect.FieldDescriptor, list protoreflect.List) {
	for i := range list.Len() {
		switch {
		case field.Kind() == protoreflect.StringKind:
			if text := list.Get(i).String(); !utf8.ValidString(text) {
				list.Set(i, protoreflect.ValueOfString(valid(text)))
			}
		case field.Message() != nil:
			scrub(list.Get(i).Message())
		}
	}
}

func scrubMap(field protoreflect.FieldDescriptor, texts protoreflect.Map) {
	if field.MapValue().Kind() != protoreflect.StringKind {
		return
	}
	texts.Range(func(key protoreflect.MapKey, value protoreflect.Value) bool {
		if text := value.String(); !utf8.ValidString(text) {
			texts.Set(key, protoreflect.ValueOfString(valid(text)))
		}
		return true
	})
}
