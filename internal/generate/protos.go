package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

// protoTools make Go of the contracts; they are in the tools' own module.
var protoTools = []string{"protoc-gen-go", "protoc-gen-go-grpc"}

// generateProtos writes the Go code of the plugins' contracts.
func generateProtos(root, target string) error {
	set, err := compileProtos(filepath.Join(root, protos))
	if err != nil {
		return err
	}
	parameter := "module=" + module
	request := &pluginpb.CodeGeneratorRequest{Parameter: &parameter, ProtoFile: set.File}
	for _, file := range set.File {
		request.FileToGenerate = append(request.FileToGenerate, file.GetName())
	}
	for _, tool := range protoTools {
		if err := runProtoTool(root, target, tool, request); err != nil {
			return fmt.Errorf("%s: %w", tool, err)
		}
	}
	return nil
}

// compileProtos reads every contract under a folder, with its comments, each
// after those it imports.
func compileProtos(folder string) (*descriptorpb.FileDescriptorSet, error) {
	names, err := protoFiles(folder)
	if err != nil {
		return nil, err
	}
	compiler := protocompile.Compiler{
		Resolver:       &protocompile.SourceResolver{ImportPaths: []string{folder}},
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	files, err := compiler.Compile(context.Background(), names...)
	if err != nil {
		return nil, fmt.Errorf("compiling contracts: %w", err)
	}
	set, done := &descriptorpb.FileDescriptorSet{}, map[string]bool{}
	var add func(name string)
	add = func(name string) {
		if done[name] {
			return
		}
		done[name] = true
		file := files.FindFileByPath(name)
		for i := range file.Imports().Len() {
			add(file.Imports().Get(i).Path())
		}
		set.File = append(set.File, protodesc.ToFileDescriptorProto(file))
	}
	for _, name := range names {
		add(name)
	}
	return set, nil
}

func protoFiles(folder string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".proto") {
			return err
		}
		name, err := filepath.Rel(folder, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing contracts: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

func runProtoTool(root, target, tool string, request *pluginpb.CodeGeneratorRequest) error {
	in, err := proto.Marshal(request)
	if err != nil {
		return err
	}
	command := exec.Command("go", "tool", "-modfile=internal/tools/go.mod", tool)
	var said bytes.Buffer
	command.Dir, command.Stdin, command.Stderr = root, bytes.NewReader(in), &said
	out, err := command.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, said.String())
	}
	var answer pluginpb.CodeGeneratorResponse
	if err := proto.Unmarshal(out, &answer); err != nil {
		return err
	}
	if answer.Error != nil {
		return errors.New(answer.GetError())
	}
	for _, file := range answer.File {
		path := filepath.Join(target, file.GetName())
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(file.GetContent()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
