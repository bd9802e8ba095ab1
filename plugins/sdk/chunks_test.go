package sdk

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// large is a value whose texts are long and whose lists have two entries.
func large[T any]() T {
	var value T
	enlarge(reflect.ValueOf(&value).Elem())
	return value
}

func enlarge(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Repeat("x", 1000))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(-1)
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		enlarge(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			enlarge(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(-1, 0)))
			return
		}
		for i := range v.NumField() {
			enlarge(v.Field(i))
		}
	}
}

func TestAnEntryIsNotLargerThanItIsTakenFor(t *testing.T) {
	unit, service, remark := large[registry.Unit](), large[registry.Service](), large[registry.Remark]()
	for name, one := range map[string]struct {
		message *registryv1.ListResponse
		taken   int
	}{
		"unit":    {registry.ChunkProto(registry.Chunk{Units: []registry.Unit{unit}}), unitSize(&unit)},
		"service": {registry.ChunkProto(registry.Chunk{Services: []registry.Service{service}}), serviceSize(&service)},
		"remark":  {registry.ChunkProto(registry.Chunk{Remarks: []registry.Remark{remark}}), remarkSize(&remark)},
	} {
		if is := proto.Size(one.message); is > one.taken {
			t.Errorf("a %s is %d bytes and taken for %d", name, is, one.taken)
		}
	}
}

func TestAUnitIsFilledAgainWithNothingLeftOfTheLast(t *testing.T) {
	var sent []*registryv1.ListResponse
	c := newChunks(func(message *registryv1.ListResponse) error {
		sent = append(sent, proto.CloneOf(message))
		return nil
	})
	defer c.end()
	if err := c.add(registry.Chunk{Units: []registry.Unit{large[registry.Unit]()}}); err != nil {
		t.Fatal(err)
	}
	if err := c.flush(); err != nil {
		t.Fatal(err)
	}
	if err := c.add(registry.Chunk{Units: []registry.Unit{{ID: "2"}}}); err != nil {
		t.Fatal(err)
	}
	if err := c.flush(); err != nil {
		t.Fatal(err)
	}
	want := &registryv1.ListResponse{Units: []*registryv1.Unit{{Id: "2"}}}
	if len(sent) != 2 || !proto.Equal(sent[1], want) {
		t.Errorf("sent %v", sent)
	}
}
