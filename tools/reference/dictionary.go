// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/binary"
)

const (
	// gram is the length of the texts that are counted; flate gains little from shorter ones.
	gram = 8
	// segmentSize is the length of one piece of the dictionary.
	segmentSize = 64
	// dictionarySize is where, by trial, a larger dictionary no longer saves what it costs.
	dictionarySize = 16 << 10
)

// dictionary picks the pieces of the blocks that occur in the most other blocks. It cuts all text into as many stretches
// as the dictionary has room for pieces, and takes the best piece of each: the one whose grams, each counted only the
// first time that it is taken, occur in the most blocks. It is deterministic.
func dictionary(blocks [][]byte) []byte {
	counts := gramCounts(blocks)
	all := bytes.Join(blocks, nil)
	stretch := max(len(all)/(dictionarySize/segmentSize), segmentSize)
	taken := map[uint64]bool{}
	var out []byte
	for start := 0; start+stretch <= len(all); start += stretch {
		piece := bestPiece(all[start:start+stretch], counts, taken)
		if piece == nil {
			continue
		}
		for i := 0; i+gram <= len(piece); i++ {
			taken[gramAt(piece, i)] = true
		}
		out = append(out, piece...)
	}
	return out
}

// gramCounts tells in how many blocks each gram occurs beyond the first.
func gramCounts(blocks [][]byte) map[uint64]int {
	counts := map[uint64]int{}
	lastBlock := map[uint64]int{}
	for n, b := range blocks {
		for i := 0; i+gram <= len(b); i++ {
			g := gramAt(b, i)
			before, seen := lastBlock[g]
			if seen && before != n {
				counts[g]++
			}
			lastBlock[g] = n
		}
	}
	return counts
}

func bestPiece(text []byte, counts map[uint64]int, taken map[uint64]bool) []byte {
	var best []byte
	bestScore := 0
	for start := 0; start+segmentSize <= len(text); start += 4 {
		piece := text[start : start+segmentSize]
		score := 0
		seen := map[uint64]bool{}
		for i := 0; i+gram <= len(piece); i++ {
			if g := gramAt(piece, i); !taken[g] && !seen[g] {
				seen[g] = true
				score += counts[g]
			}
		}
		if score > bestScore {
			best, bestScore = piece, score
		}
	}
	return best
}

func gramAt(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i:]) }
