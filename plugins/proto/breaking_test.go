package proto

import (
	"flag"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// write has the baseline be what the contract is now. A contract may grow; to
// write the baseline after something was taken away is to break every plugin
// that is out there.
var write = flag.Bool("baseline.write", false, "write the contract's baseline")

const baseline = "baseline.binpb"

func TestTheContractStillHoldsForPluginsThatAreOutThere(t *testing.T) {
	before := read(t)
	broken, err := Breaking(before, Contract())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range broken {
		t.Error(what)
	}
	if *write && len(broken) == 0 {
		text, err := proto.MarshalOptions{Deterministic: true}.Marshal(Contract())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(baseline, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	grown, err := Breaking(Contract(), before)
	if err != nil {
		t.Fatal(err)
	}
	if len(grown) > 0 && !*write {
		t.Errorf("the contract has grown and the baseline has not: go test ./plugins/proto -baseline.write\n%s", strings.Join(grown, "\n"))
	}
}

func read(t *testing.T) *descriptorpb.FileDescriptorSet {
	t.Helper()
	text, err := os.ReadFile(baseline)
	if os.IsNotExist(err) && *write {
		return Contract()
	}
	if err != nil {
		t.Fatal(err)
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := proto.Unmarshal(text, set); err != nil {
		t.Fatal(err)
	}
	return set
}

// Each way of breaking a contract is found, and named.
func TestEveryWayOfBreakingTheContractIsFound(t *testing.T) {
	const stafettlogg = "stafettlogg/v1/stafettlogg.proto"
	cases := map[string]struct {
		file  string
		spoil func(*descriptorpb.FileDescriptorProto)
		says  string
	}{
		"a field is gone": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			receipt := message(f, "Receipt")
			receipt.Field = receipt.Field[:len(receipt.Field)-1]
		}, "Receipt.conflict is gone"},
		"a field has another number": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			message(f, "Goal").Field[0].Number = proto.Int32(99)
		}, "Goal.id was field 1, optional string and is field 99"},
		"a field has another name": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			message(f, "Goal").Field[2].Name = proto.String("words")
		}, "Goal.text is gone"},
		"a field is of another type": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			message(f, "Change").Field[2].Type = descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()
		}, "Change.at_unix was field 3, optional int64"},
		"a field is many": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			message(f, "Close").Field[0].Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
		}, "Close.because was field 1, optional string and is field 1, repeated string"},
		"a field has left its oneof": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			message(f, "WriteRequest").Field[10].OneofIndex = nil
		}, "within write and is"},
		"a call is gone": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			f.Service[0].Method = f.Service[0].Method[1:]
		}, "Stafettlogg.Find is gone"},
		"a call is a stream": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			f.Service[0].Method[1].ServerStreaming = proto.Bool(true)
		}, "gives a stream of"},
		"a call may no longer be tried again": {stafettlogg, func(f *descriptorpb.FileDescriptorProto) {
			f.Service[0].Method[3].Options = nil
		}, "IDEMPOTENCY_UNKNOWN"},
		"a value of an enum is gone": {"host/v1/host.proto", func(f *descriptorpb.FileDescriptorProto) {
			reasons := message(f, "Refusal").EnumType[0]
			reasons.Value = reasons.Value[:len(reasons.Value)-1]
		}, "REASON_TIMEOUT is gone"},
		"a value of an enum has another number": {"base/v1/base.proto", func(f *descriptorpb.FileDescriptorProto) {
			message(f, "Setting").EnumType[0].Value[1].Number = proto.Int32(40)
		}, "KIND_TEXT was value 1 and is value 40"},
		"a message is gone": {"levels/v1/levels.proto", func(f *descriptorpb.FileDescriptorProto) {
			message(f, "Step").Name = proto.String("Stage")
			message(f, "Level").Field[3].TypeName = proto.String(".hverdag.plugin.levels.v1.Stage")
		}, "levels.v1.Step is gone"},
	}
	for name, c := range cases {
		after := proto.Clone(Contract()).(*descriptorpb.FileDescriptorSet)
		for _, file := range after.File {
			if file.GetName() == c.file {
				c.spoil(file)
			}
		}
		broken, err := Breaking(Contract(), after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.Contains(strings.Join(broken, "\n"), c.says) {
			t.Errorf("%s: %v", name, broken)
		}
	}
}

func TestAContractMayGrow(t *testing.T) {
	after := proto.Clone(Contract()).(*descriptorpb.FileDescriptorSet)
	for _, file := range after.File {
		for _, in := range file.MessageType {
			in.Field = append(in.Field, &descriptorpb.FieldDescriptorProto{
				Name: proto.String("a_new_thing"), Number: proto.Int32(900), JsonName: proto.String("aNewThing"),
				Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(), Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
			})
		}
	}
	if broken, err := Breaking(Contract(), after); err != nil || len(broken) > 0 {
		t.Error(broken, err)
	}
}

func message(file *descriptorpb.FileDescriptorProto, name string) *descriptorpb.DescriptorProto {
	for _, one := range file.MessageType {
		if one.GetName() == name {
			return one
		}
	}
	panic("no message " + name)
}
