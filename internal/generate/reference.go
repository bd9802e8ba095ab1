package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

const (
	reference     = "docs/plugins"
	referenceMark = "<!-- Made of plugins/proto by internal/generate. DO NOT EDIT. -->"
)

// generateReference writes the page of the plugins' contracts: every service,
// call, message and field with what its comment says.
func generateReference(root, target string) error {
	set, err := compileProtos(filepath.Join(root, protos))
	if err != nil {
		return err
	}
	files, err := protodesc.NewFiles(set)
	if err != nil {
		return err
	}
	page := &strings.Builder{}
	fmt.Fprintf(page, "# Reference\n\n%s\n\n", referenceMark)
	page.WriteString("The contract between the host and a plugin, as it is in `plugins/proto`. Authors\n" +
		"in Go see the types of `plugins/sdk` instead, which say the same.\n")
	for _, file := range set.File {
		described, err := files.FindFileByPath(file.GetName())
		if err != nil {
			return err
		}
		writeFile(page, described)
	}
	folder := filepath.Join(target, reference)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "reference.md"), []byte(page.String()), 0o644)
}

func writeFile(page *strings.Builder, file protoreflect.FileDescriptor) {
	fmt.Fprintf(page, "\n## %s\n\n%s", strings.TrimPrefix(string(file.Package()), "hverdag.plugin."), aboutFile(file))
	for i := range file.Services().Len() {
		service := file.Services().Get(i)
		fmt.Fprintf(page, "\n### service %s\n\n%s", service.Name(), paragraphs(service))
		for j := range service.Methods().Len() {
			writeMethod(page, service.Methods().Get(j))
		}
	}
	writeMessages(page, file.Messages())
	writeEnums(page, file.Enums())
}

// aboutFile is the comment above a file's first line.
func aboutFile(file protoreflect.FileDescriptor) string {
	const syntax = 12 // the field of FileDescriptorProto
	return tidy(file.SourceLocations().ByPath(protoreflect.SourcePath{syntax}).LeadingComments)
}

func writeMethod(page *strings.Builder, method protoreflect.MethodDescriptor) {
	side := func(streaming bool, of protoreflect.MessageDescriptor) string {
		if streaming {
			return "stream " + link(of)
		}
		return link(of)
	}
	fmt.Fprintf(page, "\n#### %s\n\n%s → %s", method.Name(),
		side(method.IsStreamingClient(), method.Input()), side(method.IsStreamingServer(), method.Output()))
	if options, ok := method.Options().(*descriptorpb.MethodOptions); ok {
		switch options.GetIdempotencyLevel() {
		case descriptorpb.MethodOptions_NO_SIDE_EFFECTS:
			page.WriteString(" · changes nothing; may be tried again")
		case descriptorpb.MethodOptions_IDEMPOTENT:
			page.WriteString(" · may be tried again")
		}
	}
	fmt.Fprintf(page, "\n\n%s", paragraphs(method))
}

func writeMessages(page *strings.Builder, messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		message := messages.Get(i)
		if message.IsMapEntry() {
			continue
		}
		fmt.Fprintf(page, "\n### %s\n\n%s", within(message), paragraphs(message))
		if message.Fields().Len() > 0 {
			page.WriteString("\n| | field | type | |\n|---|---|---|---|\n")
		} else {
			page.WriteString("\nIt has no fields.\n")
		}
		for j := range message.Fields().Len() {
			field := message.Fields().Get(j)
			fmt.Fprintf(page, "| %d | `%s` | %s | %s |\n", field.Number(), field.Name(), typeOf(field), cell(field))
		}
		writeEnums(page, message.Enums())
		writeMessages(page, message.Messages())
	}
}

func writeEnums(page *strings.Builder, enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		enum := enums.Get(i)
		fmt.Fprintf(page, "\n### %s\n\n%s\n| | value | |\n|---|---|---|\n", within(enum), paragraphs(enum))
		for j := range enum.Values().Len() {
			value := enum.Values().Get(j)
			fmt.Fprintf(page, "| %d | `%s` | %s |\n", value.Number(), value.Name(), cell(value))
		}
	}
}

func typeOf(field protoreflect.FieldDescriptor) string {
	if field.IsMap() {
		return fmt.Sprintf("map of %s to %s", field.MapKey().Kind(), field.MapValue().Kind())
	}
	kind := field.Kind().String()
	switch {
	case field.Message() != nil:
		kind = link(field.Message())
	case field.Enum() != nil:
		kind = link(field.Enum())
	}
	if field.IsList() {
		kind = "list of " + kind
	}
	if one := field.ContainingOneof(); one != nil && !one.IsSynthetic() {
		kind += ", one of `" + string(one.Name()) + "`"
	}
	if field.HasOptionalKeyword() {
		kind += ", may be absent"
	}
	return kind
}

// within is a name within its package: "Setting.Kind".
func within(of protoreflect.Descriptor) string {
	return strings.TrimPrefix(string(of.FullName()), string(of.ParentFile().Package())+".")
}

// link names a type, with its package when it has one of ours.
func link(of protoreflect.Descriptor) string {
	where := strings.TrimPrefix(string(of.ParentFile().Package()), "hverdag.plugin.")
	return "`" + where + "." + within(of) + "`"
}

func comment(of protoreflect.Descriptor) string {
	said := of.ParentFile().SourceLocations().ByDescriptor(of)
	return said.LeadingComments + said.TrailingComments
}

func paragraphs(of protoreflect.Descriptor) string { return tidy(comment(of)) }

func tidy(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(line))
	}
	joined := strings.TrimSpace(strings.Join(lines, "\n"))
	if joined == "" {
		return ""
	}
	return joined + "\n"
}

func cell(of protoreflect.Descriptor) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(comment(of)), " "), "|", "\\|")
}
