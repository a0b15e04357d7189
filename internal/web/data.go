package web

import (
	"context"
	"path"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

var extensionTypes = map[string]string{
	".json": "application/json", ".csv": "text/csv; charset=utf-8", ".md": plainType,
}

// extensionFile is a published file of the oversight extension.
func (s *Server) extensionFile(_ context.Context, r *request) (*answer, error) {
	name := r.Param("*")
	body, ok := ocds.ExtensionFile(name)
	if !ok {
		return nil, store.ErrNotFound
	}
	return &answer{Type: extensionTypes[path.Ext(name)], Body: body}, nil
}
