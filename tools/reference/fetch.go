// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// maxFile bounds what one file of a package may unpack to.
const maxFile = 256 << 20

// archive is an npm package's files by their path within it.
type archive map[string][]byte

// fetch returns a package's files, from dir if its archive is there already, else by the npm client. Either way the
// digest must be the pinned one.
func fetch(ctx context.Context, dir string, p pin) (archive, error) {
	name := strings.NewReplacer("@", "", "/", "-").Replace(p.Name) + "-" + p.Version + ".tgz"
	path := filepath.Join(dir, name)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		data, err = pack(ctx, dir, path, p)
	}
	if err != nil {
		return nil, err
	}
	sum := sha512.Sum512(data)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != p.SHA512 {
		return nil, fmt.Errorf("%s has the SHA-512 digest %s, pins.go says %s: delete it to fetch it again, or look at the version and pin it",
			path, got, p.SHA512)
	}
	a, err := unpack(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, a.checkManifest(p)
}

func pack(ctx context.Context, dir, path string, p pin) ([]byte, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	var stderr bytes.Buffer
	// npm pack only downloads: it runs no script of a package that comes from a registry.
	cmd := exec.CommandContext(ctx, "npm", "pack", "--ignore-scripts", "--silent", //nolint:gosec // pinned arguments
		"--pack-destination", dir, p.Name+"@"+p.Version)
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s@%s: %w\n%s", p.Name, p.Version, err, stderr.String())
	}
	return os.ReadFile(path)
}

func unpack(data []byte) (archive, error) {
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	files := archive{}
	tr := tar.NewReader(zr)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if h.Size > maxFile {
			return nil, fmt.Errorf("%s is larger than %d bytes", h.Name, maxFile)
		}
		text, err := io.ReadAll(tr)
		if err != nil {
			return nil, err
		}
		files[strings.TrimPrefix(h.Name, "package/")] = text
	}
}

// manifest is what the generator needs of package.json.
type manifest struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Licence   string `json:"license"`
	UpdatedAt string `json:"updatedAt"`
}

func (a archive) manifest() (manifest, error) {
	var m manifest
	return m, a.json("package.json", &m)
}

func (a archive) checkManifest(p pin) error {
	m, err := a.manifest()
	if err != nil {
		return err
	}
	if m.Name != p.Name || m.Version != p.Version || m.Licence != p.Licence {
		return fmt.Errorf("%s@%s says it is %s@%s under %s, pins.go says %s", p.Name, p.Version, m.Name, m.Version, m.Licence, p.Licence)
	}
	return nil
}

// json reads one JSON file of the package.
func (a archive) json(path string, into any) error {
	data, ok := a[path]
	if !ok {
		return fmt.Errorf("the package has no %s: its layout has changed", path)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
