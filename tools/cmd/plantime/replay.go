// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/proto" // the codec that bytes stands before
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
)

// The variables that tell a process of this program, started by Terraform, to
// be a provider: one that writes down the answers of the program at providerAt,
// or one that reads them out.
const (
	recordTo   = "HIPAA_PLANTIME_RECORD"
	providerAt = "HIPAA_PLANTIME_PROVIDER"
	replayFrom = "HIPAA_PLANTIME_REPLAY"
)

// maxMessage is as large as Terraform lets a message be.
const maxMessage = 256 << 20

// handshake is Terraform's with its providers.
var handshake = plugin.HandshakeConfig{
	ProtocolVersion: 6, MagicCookieKey: "TF_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
}

// serve is a provider, where the environment says so.
func serve() (ran bool, err error) {
	var answer func(ctx context.Context, method string, request []byte) ([]byte, error)
	switch record, replay := os.Getenv(recordTo), os.Getenv(replayFrom); {
	case record != "":
		r, stop, err := newRecorder(record, os.Getenv(providerAt))
		if err != nil {
			return true, err
		}
		defer stop()
		answer = r.answer
	case replay != "":
		known, err := load(replay)
		if err != nil {
			return true, err
		}
		answer = known.answer
	default:
		return false, nil
	}
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: handshake, Plugins: plugin.PluginSet{"provider": empty{}},
		GRPCServer: func(opts []grpc.ServerOption) *grpc.Server {
			opts = append(opts, grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage), grpc.ForceServerCodecV2(bytesCodec{}),
				grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
					method, _ := grpc.MethodFromServerStream(stream)
					var in message
					if err := stream.RecvMsg(&in); err != nil {
						return err
					}
					out, err := answer(stream.Context(), method, in)
					if err != nil {
						return err
					}
					return stream.SendMsg((*message)(&out))
				}))
			return grpc.NewServer(opts...)
		},
	})
	return true, nil
}

// message is one of the protocol's, in its bytes.
type message []byte

// bytesCodec leaves messages as they are, and what is not one of Terraform's
// protocol to the usual codec.
type bytesCodec struct{}

func (bytesCodec) Name() string { return "proto" }

func (bytesCodec) Marshal(v any) (mem.BufferSlice, error) {
	if m, ok := v.(*message); ok {
		return mem.BufferSlice{mem.SliceBuffer(*m)}, nil
	}
	return encoding.GetCodecV2("proto").Marshal(v)
}

func (bytesCodec) Unmarshal(data mem.BufferSlice, v any) error {
	if m, ok := v.(*message); ok {
		*m = data.Materialize()
		return nil
	}
	return encoding.GetCodecV2("proto").Unmarshal(data, v)
}

// empty registers no service: every request goes to the handler of unknown ones.
type empty struct{ plugin.NetRPCUnsupportedPlugin }

func (empty) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (empty) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}

// recorder asks the provider and writes down what it answers.
type recorder struct {
	mu   sync.Mutex
	file *os.File
	conn *grpc.ClientConn
}

// newRecorder starts the program. Terraform starts several of these, each of
// which has a file of its own in dir.
func newRecorder(dir, program string) (r *recorder, stop func(), err error) {
	file, err := os.CreateTemp(dir, "answers-")
	if err != nil {
		return nil, nil, err
	}
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: handshake, Plugins: plugin.PluginSet{"provider": empty{}}, Cmd: exec.Command(program),
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC}, AutoMTLS: true, Logger: hclog.NewNullLogger(),
	})
	protocol, err := client.Client()
	if err != nil {
		client.Kill()
		return nil, nil, fmt.Errorf("starting %s: %w", program, err)
	}
	at, err := protocol.Dispense("provider")
	conn, ok := at.(*grpc.ClientConn)
	if err != nil || !ok {
		client.Kill()
		return nil, nil, fmt.Errorf("%s is no provider: %w", program, err)
	}
	return &recorder{file: file, conn: conn}, client.Kill, nil
}

func (r *recorder) answer(ctx context.Context, method string, request []byte) ([]byte, error) {
	var out message
	err := r.conn.Invoke(ctx, method, (*message)(&request), &out,
		grpc.ForceCodecV2(bytesCodec{}), grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage))
	if err != nil {
		return nil, err
	}
	key := keyOf(method, request)
	line := binary.BigEndian.AppendUint32(key[:], uint32(len(out)))
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err = r.file.Write(append(line, out...))
	return out, err
}

// answers are by the request.
type answers map[[sha256.Size]byte][]byte

func keyOf(method string, request []byte) [sha256.Size]byte {
	return sha256.Sum256(append([]byte(method+"\n"), request...))
}

// load reads what recorders wrote.
func load(dir string) (answers, error) {
	files, err := filepath.Glob(filepath.Join(dir, "answers-*"))
	if err != nil {
		return nil, err
	}
	out := answers{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for len(text) > 0 {
			const head = sha256.Size + 4
			if len(text) < head || len(text)-head < int(binary.BigEndian.Uint32(text[sha256.Size:head])) {
				return nil, fmt.Errorf("%s: %w", name, io.ErrUnexpectedEOF)
			}
			end := head + int(binary.BigEndian.Uint32(text[sha256.Size:head]))
			out[[sha256.Size]byte(text)] = text[head:end:end]
			text = text[end:]
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no answers were written down")
	}
	return out, nil
}

func (a answers) answer(_ context.Context, method string, request []byte) ([]byte, error) {
	out, ok := a[keyOf(method, request)]
	if !ok {
		return nil, status.Errorf(codes.NotFound, "%s: Terraform asks what it did not ask before", method)
	}
	return out, nil
}
