package plugintest

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

const (
	mostAnswered = 32 << 20
	part         = 256 << 10
)

// http sends one request to the World and streams the answer.
func (b *broker) http(ctx context.Context, id uint64, ask *hostv1.HTTPRequest) {
	began := time.Now()
	record := host.Call{Kind: "http", Method: ask.GetMethod(), Out: len(ask.GetBody())}
	defer func() {
		record.Took = time.Since(began)
		b.in.Record.Called(record)
	}()
	no := func(reason hostv1.Refusal_Reason, detail string) {
		record.Refused = detail
		b.refuse(id, reason, detail)
	}
	request, reason, err := b.request(ctx, ask)
	if request != nil {
		record.Place = request.URL.Hostname()
	}
	if err != nil {
		no(reason, err.Error())
		return
	}
	response, err := b.world.Transport().RoundTrip(request)
	if err != nil {
		no(hostv1.Refusal_REASON_UNREACHABLE, "the system did not answer")
		return
	}
	defer func() { _ = response.Body.Close() }()
	record.Status = response.StatusCode
	head := &hostv1.HTTPHead{Status: int32(response.StatusCode)}
	for name, values := range response.Header {
		for _, value := range values {
			head.Headers = append(head.Headers, &hostv1.Header{Name: name, Value: value})
		}
	}
	b.give(&hostv1.Answer{Id: id, Answer: &hostv1.Answer_HttpHead{HttpHead: head}})
	most := int64(mostAnswered)
	if ask.GetMaxBytes() > 0 {
		most = min(most, ask.GetMaxBytes())
	}
	for {
		chunk := make([]byte, part)
		n, err := response.Body.Read(chunk)
		record.In += n
		if int64(record.In) > most {
			no(hostv1.Refusal_REASON_TOO_LARGE, fmt.Sprintf("the answer is longer than %d bytes", most))
			return
		}
		if err != nil && !errors.Is(err, io.EOF) {
			no(hostv1.Refusal_REASON_UNREACHABLE, "the answer broke off")
			return
		}
		b.give(&hostv1.Answer{Id: id, Last: err != nil, Answer: &hostv1.Answer_Chunk{Chunk: chunk[:n]}})
		if err != nil {
			return
		}
	}
}

// request makes the request that a plugin asks for, with its secrets put in.
// It is given with the error too, when the address could be read.
func (b *broker) request(ctx context.Context, ask *hostv1.HTTPRequest) (*http.Request, hostv1.Refusal_Reason, error) {
	address, err := url.Parse(ask.GetUrl())
	if err != nil {
		return nil, hostv1.Refusal_REASON_INVALID, errors.New("not an address")
	}
	request, err := http.NewRequestWithContext(ctx, ask.GetMethod(), address.String(), bytes.NewReader(ask.GetBody()))
	if err != nil {
		return nil, hostv1.Refusal_REASON_INVALID, err
	}
	if address.Scheme != "https" && !(b.world.Plain && address.Scheme == "http") {
		return request, hostv1.Refusal_REASON_NOT_GRANTED, errors.New("only https is sent")
	}
	if !b.granted(address.Hostname()) {
		return request, hostv1.Refusal_REASON_NOT_GRANTED, fmt.Errorf("%s has not been granted", address.Hostname())
	}
	for _, header := range ask.GetHeaders() {
		request.Header.Add(header.GetName(), header.GetValue())
	}
	for _, wish := range ask.GetSecrets() {
		value, err := b.in.Secret(wish.GetSetting())
		if err != nil || !b.hasSecret(wish.GetSetting()) {
			return request, hostv1.Refusal_REASON_NOT_GRANTED, fmt.Errorf("the secret %q is not set", wish.GetSetting())
		}
		if wish.GetBasic() {
			value = base64.StdEncoding.EncodeToString([]byte(wish.GetUsername() + ":" + value))
		}
		request.Header.Set(wish.GetHeader(), wish.GetPrefix()+value)
	}
	return request, 0, nil
}

// file does what a plugin asks with the folder for exchange.
func (b *broker) file(id uint64, call *hostv1.Call) {
	record := host.Call{Kind: "folder"}
	reason, err := b.doFile(id, call, &record)
	if err != nil {
		record.Refused = err.Error()
		b.refuse(id, reason, err.Error())
	}
	b.in.Record.Called(record)
}

func (b *broker) doFile(id uint64, call *hostv1.Call, record *host.Call) (hostv1.Refusal_Reason, error) {
	if b.in.Folder == "" || !b.in.Grant.Folder {
		return hostv1.Refusal_REASON_NOT_GRANTED, errors.New("no folder has been granted")
	}
	in, out := filepath.Join(b.in.Folder, "in"), filepath.Join(b.in.Folder, "out")
	switch ask := call.GetAsk().(type) {
	case *hostv1.Call_FileList:
		record.Method, record.Place = "list", "in"
		folder := in
		if ask.FileList.GetBox() == hostv1.FileList_BOX_OUT {
			record.Place, folder = "out", out
		}
		return b.listFiles(id, folder)
	case *hostv1.Call_FileRead:
		record.Method, record.Place = "read", "in"
		return b.readFile(id, in, ask.FileRead.GetName(), record)
	case *hostv1.Call_FileWrite:
		record.Method, record.Place, record.Out = "write", "out", len(ask.FileWrite.GetContent())
		return b.writeFile(id, out, ask.FileWrite)
	case *hostv1.Call_FileDone:
		record.Method, record.Place = "done", "in"
		return b.doneFile(id, in, ask.FileDone.GetName())
	}
	return hostv1.Refusal_REASON_INVALID, errors.New("nothing was asked")
}

func (b *broker) listFiles(id uint64, folder string) (hostv1.Refusal_Reason, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return hostv1.Refusal_REASON_UNREACHABLE, errors.New("the folder cannot be read")
	}
	files := &hostv1.Files{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		files.Files = append(files.Files, &hostv1.File{
			Name: entry.Name(), Size: info.Size(), ChangedUnix: info.ModTime().Unix(),
		})
	}
	b.give(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Files{Files: files}})
	return 0, nil
}

func (b *broker) readFile(id uint64, folder, name string, record *host.Call) (hostv1.Refusal_Reason, error) {
	if !plainName(name) {
		return hostv1.Refusal_REASON_INVALID, errors.New("not a file name")
	}
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return hostv1.Refusal_REASON_NOT_FOUND, errors.New("there is no such file")
	}
	record.In = len(content)
	for chunk := range slices.Chunk(content, part) {
		b.give(&hostv1.Answer{Id: id, Answer: &hostv1.Answer_Chunk{Chunk: chunk}})
	}
	b.give(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Chunk{}})
	return 0, nil
}

func (b *broker) writeFile(id uint64, folder string, ask *hostv1.FileWrite) (hostv1.Refusal_Reason, error) {
	if !plainName(ask.GetName()) {
		return hostv1.Refusal_REASON_INVALID, errors.New("not a file name")
	}
	if len(ask.GetContent()) > sdk.MaxContent {
		return hostv1.Refusal_REASON_TOO_LARGE, errors.New("a file is at most 4 MiB")
	}
	target := filepath.Join(folder, ask.GetName())
	there, err := os.ReadFile(target)
	switch {
	case err == nil && !bytes.Equal(there, ask.GetContent()):
		return hostv1.Refusal_REASON_CONFLICT, errors.New("there is another file with the name")
	case err == nil:
		b.done(id)
		return 0, nil
	case !errors.Is(err, fs.ErrNotExist):
		return hostv1.Refusal_REASON_UNREACHABLE, errors.New("the folder cannot be written")
	}
	half := filepath.Join(folder, "."+ask.GetName())
	err = os.WriteFile(half, ask.GetContent(), 0o600)
	if err == nil {
		err = os.Rename(half, target)
	}
	if err != nil {
		return hostv1.Refusal_REASON_UNREACHABLE, errors.New("the folder cannot be written")
	}
	b.done(id)
	return 0, nil
}

func (b *broker) doneFile(id uint64, folder, name string) (hostv1.Refusal_Reason, error) {
	if !plainName(name) {
		return hostv1.Refusal_REASON_INVALID, errors.New("not a file name")
	}
	aside := filepath.Join(folder, "done")
	err := os.MkdirAll(aside, 0o700)
	if err == nil {
		err = os.Rename(filepath.Join(folder, name), filepath.Join(aside, name))
	}
	if err != nil {
		return hostv1.Refusal_REASON_NOT_FOUND, errors.New("there is no such file")
	}
	b.done(id)
	return 0, nil
}

func plainName(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && filepath.Base(name) == name && !strings.ContainsAny(name, "/\\\x00")
}
