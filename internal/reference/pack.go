// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
)

// A pack is a file of blocks that are compressed one by one against a shared dictionary, so that one can be read
// without the others, yet what they have in common is stored once:
//
//	magic      packMagic
//	dictionary string
//	count      uvarint
//	count ×    key string, meta uvarint, size uvarint (inflated), length uvarint (deflated)
//	blocks     deflated, in the same order, to the end of the file
//
// where a string is a uvarint length and its bytes. Keys ascend strictly. What meta means is up to the kind of pack.
type pack struct {
	dictionary []byte
	entries    []packEntry
	blocks     string
}

type packEntry struct {
	key    string
	meta   uint64
	size   int
	offset int
	length int
}

const (
	packMagic = "HRP1"
	// maxBlockSize bounds what one block may inflate to; the largest real one is under 200 KiB.
	maxBlockSize = 1 << 20
)

// PackBlock is one block to write into a pack.
type PackBlock struct {
	Key  string
	Meta uint64
	Data []byte
}

// EncodePack writes a pack file. It serves the generator; the keys must ascend strictly.
func EncodePack(dictionary []byte, blocks []PackBlock) ([]byte, error) {
	var e encoder
	e.raw(packMagic)
	e.str(string(dictionary))
	e.uint(uint64(len(blocks)))
	var body bytes.Buffer
	for i, b := range blocks {
		if i > 0 && blocks[i-1].Key >= b.Key {
			return nil, fmt.Errorf("block %q must sort after %q", b.Key, blocks[i-1].Key)
		}
		if len(b.Data) > maxBlockSize {
			return nil, fmt.Errorf("block %q has %d bytes, more than %d", b.Key, len(b.Data), maxBlockSize)
		}
		start := body.Len()
		w, err := flate.NewWriterDict(&body, flate.BestCompression, dictionary)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(b.Data); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		e.str(b.Key)
		e.uint(b.Meta)
		e.uint(uint64(len(b.Data)))
		e.uint(uint64(body.Len() - start))
	}
	e.raw(body.String())
	return e.buf, nil
}

// openPack reads the index of a pack file, and none of its blocks.
func openPack(file string) (*pack, error) {
	body, ok := strings.CutPrefix(file, packMagic)
	if !ok {
		return nil, errors.New("not a pack file")
	}
	d := decoder{rest: body}
	p := &pack{dictionary: []byte(d.str())}
	p.entries = make([]packEntry, d.count(4))
	offset := 0
	for i := range p.entries {
		e := packEntry{key: d.str(), meta: d.uint(), size: d.int(maxBlockSize), offset: offset, length: d.int(len(file))}
		if i > 0 && p.entries[i-1].key >= e.key {
			d.fail("keys out of order")
		}
		offset += e.length
		if d.err != nil {
			return nil, fmt.Errorf("index entry %d: %w", i, d.err)
		}
		p.entries[i] = e
	}
	if d.err != nil {
		return nil, d.err
	}
	if offset != len(d.rest) {
		return nil, fmt.Errorf("the index promises %d bytes of blocks, there are %d", offset, len(d.rest))
	}
	p.blocks = d.rest
	return p, nil
}

// find returns the number of the block with this key, without regard to the case of key.
func (p *pack) find(key string) (int, bool) {
	return sort.Find(len(p.entries), func(i int) int { return compareFold(key, p.entries[i].key) })
}

// inflaters keeps readers for reuse: one holds some 40 KiB of tables.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(strings.NewReader("")) }}

// block inflates block i.
func (p *pack) block(i int) ([]byte, error) {
	e := p.entries[i]
	r, ok := inflaters.Get().(io.ReadCloser)
	if !ok {
		return nil, errors.New("no inflater")
	}
	defer inflaters.Put(r)
	resetter, ok := r.(flate.Resetter)
	if !ok {
		return nil, errors.New("the inflater cannot be reset")
	}
	if err := resetter.Reset(strings.NewReader(p.blocks[e.offset:e.offset+e.length]), p.dictionary); err != nil {
		return nil, fmt.Errorf("block %q: %w", e.key, err)
	}
	buf := make([]byte, e.size)
	if n, err := io.ReadFull(r, buf); err != nil {
		return nil, fmt.Errorf("block %q: after %d of %d bytes: %w", e.key, n, e.size, err)
	}
	// The stream must end here, and properly.
	n, err := r.Read(make([]byte, 1))
	if n > 0 {
		return nil, fmt.Errorf("block %q: longer than the index says", e.key)
	}
	if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("block %q: after its end: %w", e.key, err)
	}
	return buf, nil
}
