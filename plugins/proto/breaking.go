// Package proto holds the contract between the host and plugins, and tells
// when it has been broken. A plugin that is out there was built against a
// contract that stays: things may be added to it, and nothing taken away or
// changed within a version.
package proto

import (
	"fmt"
	"maps"
	"slices"

	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
	levelsv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/levels/v1"
	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/stafettlogg/v1"
)

// Contract is what this program speaks.
func Contract() *descriptorpb.FileDescriptorSet {
	set := &descriptorpb.FileDescriptorSet{}
	for _, file := range []protoreflect.FileDescriptor{
		hostv1.File_host_v1_host_proto, basev1.File_base_v1_base_proto, levelsv1.File_levels_v1_levels_proto,
		registryv1.File_registry_v1_registry_proto, stafettloggv1.File_stafettlogg_v1_stafettlogg_proto,
	} {
		set.File = append(set.File, protodesc.ToFileDescriptorProto(file))
	}
	return set
}

// Breaking tells what a plugin or host built against before would miss or
// misread in after.
func Breaking(before, after *descriptorpb.FileDescriptorSet) ([]string, error) {
	old, err := everything(before)
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	now, err := everything(after)
	if err != nil {
		return nil, fmt.Errorf("reading the contract: %w", err)
	}
	var broken []string
	for _, name := range slices.Sorted(maps.Keys(old)) {
		is, there := now[name]
		switch {
		case !there:
			broken = append(broken, fmt.Sprintf("%s is gone; it was %s", name, old[name]))
		case is != old[name]:
			broken = append(broken, fmt.Sprintf("%s was %s and is %s", name, old[name], is))
		}
	}
	return broken, nil
}

// everything is what there is in a contract, by name, and what about it must
// not change.
func everything(set *descriptorpb.FileDescriptorSet) (map[string]string, error) {
	files, err := protodesc.NewFiles(set)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		messages(all, file.Messages())
		enums(all, file.Enums())
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			all[string(service.FullName())] = "a service"
			for j := range service.Methods().Len() {
				all[string(service.Methods().Get(j).FullName())] = method(service.Methods().Get(j))
			}
		}
		return true
	})
	return all, nil
}

func messages(all map[string]string, of protoreflect.MessageDescriptors) {
	for i := range of.Len() {
		message := of.Get(i)
		all[string(message.FullName())] = "a message"
		for j := range message.Fields().Len() {
			all[string(message.Fields().Get(j).FullName())] = field(message.Fields().Get(j))
		}
		messages(all, message.Messages())
		enums(all, message.Enums())
	}
}

func enums(all map[string]string, of protoreflect.EnumDescriptors) {
	for i := range of.Len() {
		enum := of.Get(i)
		all[string(enum.FullName())] = "an enum"
		for j := range enum.Values().Len() {
			value := enum.Values().Get(j)
			all[string(value.FullName())] = fmt.Sprintf("value %d", value.Number())
		}
	}
}

func field(f protoreflect.FieldDescriptor) string {
	kind := f.Kind().String()
	switch {
	case f.Message() != nil:
		kind = string(f.Message().FullName())
	case f.Enum() != nil:
		kind = string(f.Enum().FullName())
	}
	within := ""
	if one := f.ContainingOneof(); one != nil && !one.IsSynthetic() {
		within = " within " + string(one.Name())
	}
	presence := ""
	if f.HasOptionalKeyword() {
		presence = " that may be absent"
	}
	return fmt.Sprintf("field %d, %s %s%s%s", f.Number(), f.Cardinality(), kind, presence, within)
}

func method(m protoreflect.MethodDescriptor) string {
	side := func(streaming bool, of protoreflect.MessageDescriptor) string {
		if streaming {
			return "a stream of " + string(of.FullName())
		}
		return string(of.FullName())
	}
	level := descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN
	if options, ok := m.Options().(*descriptorpb.MethodOptions); ok {
		level = options.GetIdempotencyLevel()
	}
	return fmt.Sprintf("a call of %s that gives %s, %s",
		side(m.IsStreamingClient(), m.Input()), side(m.IsStreamingServer(), m.Output()), level)
}
