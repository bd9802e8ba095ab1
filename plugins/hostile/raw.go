package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// serveRaw is a plugin without go-plugin, gRPC or the SDK: it speaks HTTP/2 by
// hand, so that it can answer what those would never send.
func serveRaw() {
	certificate, err := newCertificate()
	if err != nil {
		panic(err)
	}
	path := filepath.Join(os.TempDir(), "raw")
	listener, err := net.Listen("unix", path)
	if err != nil {
		panic(err)
	}
	handler := http.NewServeMux()
	handler.HandleFunc("/hverdag.plugin.base.v1.Plugin/Describe", func(w http.ResponseWriter, _ *http.Request) {
		said := about.Description()
		said.Features = []string{sdk.FeatureRegistry}
		answer(w, sdk.DescriptionProto(said))
	})
	handler.HandleFunc("/hverdag.plugin.base.v1.Plugin/Configure", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, &basev1.ConfigureResponse{})
	})
	handler.HandleFunc("/hverdag.plugin.base.v1.Plugin/Attach", func(w http.ResponseWriter, r *http.Request) {
		begin(w)
		<-r.Context().Done()
	})
	handler.HandleFunc("/hverdag.plugin.base.v1.Plugin/CheckHealth", huge)
	handler.HandleFunc("/hverdag.plugin.registry.v1.Registry/Inspect", drip)
	handler.HandleFunc("/hverdag.plugin.registry.v1.Registry/List", endless)
	handler.HandleFunc("/plugin.GRPCController/Shutdown", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	server := &http.Server{Handler: handler, TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2"}}}
	line := fmt.Sprintf("1|1|unix|%s|grpc|%s\n", path, base64.RawStdEncoding.EncodeToString(certificate.Certificate[0]))
	if _, err := stdout().WriteString(line); err != nil {
		panic(err)
	}
	panic(server.ServeTLS(listener, "", ""))
}

// listen listens without anybody answering.
func listen() string {
	path := filepath.Join(os.TempDir(), "silent")
	if _, err := net.Listen("unix", path); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return path
}

func newCertificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

func begin(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/grpc")
	w.Header().Set("Trailer", "Grpc-Status")
	w.WriteHeader(http.StatusOK)
	flush(w)
}

func flush(w http.ResponseWriter) {
	if flusher, ok := w.(http.Flusher); ok {
		flusher.Flush()
	}
}

func answer(w http.ResponseWriter, message proto.Message) {
	begin(w)
	encoded, err := proto.Marshal(message)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(append(prefix(len(encoded)), encoded...)) // who does not listen gets nothing
	w.Header().Set("Grpc-Status", "0")
}

// prefix is what comes before a message of so many bytes.
func prefix(size int) []byte {
	return binary.BigEndian.AppendUint32([]byte{0}, uint32(size))
}

// huge says that a gigabyte is coming, and sends it.
func huge(w http.ResponseWriter, r *http.Request) {
	begin(w)
	_, _ = w.Write(prefix(1 << 30))
	part := make([]byte, 1<<20)
	for range 1 << 10 {
		if _, err := w.Write(part); err != nil || r.Context().Err() != nil {
			return
		}
	}
}

// drip sends a message byte by byte, which is never whole.
func drip(w http.ResponseWriter, r *http.Request) {
	begin(w)
	_, _ = w.Write(prefix(1 << 20))
	for r.Context().Err() == nil {
		_, _ = w.Write([]byte{0})
		flush(w)
		time.Sleep(20 * time.Millisecond)
	}
}

// endless lists units for ever.
func endless(w http.ResponseWriter, r *http.Request) {
	begin(w)
	part := &registryv1.ListResponse{}
	for range 250 {
		part.Units = append(part.Units, &registryv1.Unit{Id: "1", Name: "Fjellvik skole"})
	}
	encoded, err := proto.Marshal(part)
	if err != nil {
		panic(err)
	}
	encoded = append(prefix(len(encoded)), encoded...)
	for r.Context().Err() == nil {
		if _, err := w.Write(encoded); err != nil {
			return
		}
	}
}
