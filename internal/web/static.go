package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"

	"daylight/internal/store"
)

// asset is the address of a static file, which changes with its content, so
// that browsers may keep it for ever.
func (s *Server) asset(name string) (string, error) {
	body, err := fs.ReadFile(s.Static, name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	return "/static/" + name + "?v=" + hex.EncodeToString(sum[:6]), nil
}

// staticTypes are the kinds of file that are served.
var staticTypes = map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

// static serves one file.
func (s *Server) static(_ context.Context, r *request) (*answer, error) {
	name := r.Param("name")
	kind := staticTypes[path.Ext(name)]
	if !fs.ValidPath(name) || kind == "" {
		return nil, store.ErrNotFound
	}
	body, err := fs.ReadFile(s.Static, name)
	if err != nil {
		return nil, store.ErrNotFound
	}
	return &answer{Type: kind, Body: body, Forever: r.Text("v") != "" && !s.Dev}, nil
}
