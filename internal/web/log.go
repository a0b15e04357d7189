package web

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// logPage is the ledger and how to check it.
type logPage struct {
	Page
	Checkpoint string // the signed head
	Size       int64
	Key        string // the verifier key
	Base       string // absolute address of the log
	Recent     []ledger.Leaf
}

func (*logPage) template() string { return "log" }

// recentLeaves is how many entries the page shows.
const recentLeaves = 20

// log shows the head of the ledger and its latest entries.
func (s *Server) log(ctx context.Context, r *request) (*answer, error) {
	p := &logPage{Page: s.page(r, "The public log", "An append-only log of everything filed here, and how to check it."), Key: s.VKey, Base: s.BaseURL + "/log"}
	head, err := r.Checkpoint(ctx)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	p.Checkpoint, p.Size = string(head.Note), head.Size
	leaves, err := r.Leaves(ctx, max(0, p.Size-recentLeaves), p.Size)
	if err != nil {
		return nil, err
	}
	for i := len(leaves) - 1; i >= 0; i-- {
		leaf, err := ledger.ParseLeaf(leaves[i].Leaf)
		if err != nil {
			return nil, err
		}
		p.Recent = append(p.Recent, leaf)
	}
	return r.reply(ctx, answers{asPage: s.html(p)})
}

const plainType = "text/plain; charset=utf-8"

// checkpoint is the signed head (C2SP tlog-checkpoint).
func (s *Server) checkpoint(ctx context.Context, r *request) (*answer, error) {
	head, err := r.Checkpoint(ctx)
	return &answer{Type: plainType, Body: head.Note}, err
}

// tile is a piece of the tree or a bundle of leaves (C2SP tlog-tiles).
func (s *Server) tile(ctx context.Context, r *request) (*answer, error) {
	t, err := ledger.ParseTilePath("tile/" + r.Param("*"))
	if err != nil {
		return nil, store.ErrNotFound
	}
	head, err := r.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	a := &answer{Type: "application/octet-stream", Forever: true}
	if t.Level != ledger.Entries {
		a.Body, err = t.Hashes(head.Size, r.Hashes(ctx))
		return a, err
	}
	if !t.Within(head.Size) {
		return nil, ledger.ErrOutside
	}
	rows, err := r.Leaves(ctx, t.N*ledger.TileWidth, t.N*ledger.TileWidth+int64(t.Width))
	if err != nil {
		return nil, err
	}
	var leaves [][]byte
	for _, row := range rows {
		leaves = append(leaves, row.Leaf)
	}
	a.Body, err = ledger.EntryBundle(leaves)
	return a, err
}

// seq is the number of a leaf in the path.
func (r *request) seq() (int64, error) {
	n, err := strconv.ParseInt(r.Param("seq"), 10, 64)
	if err != nil || n < 0 {
		return 0, bad("Write the number of the entry in digits, such as /log/leaf/0.")
	}
	return n, nil
}

// leaf is one entry, byte for byte as it was hashed.
func (s *Server) leaf(ctx context.Context, r *request) (*answer, error) {
	seq, err := r.seq()
	if err != nil {
		return nil, err
	}
	body, err := r.Leaf(ctx, seq)
	return &answer{Type: "application/json", Body: body, Forever: true}, err
}

// inclusion proves that an entry is in the log (C2SP tlog-proof).
func (s *Server) inclusion(ctx context.Context, r *request) (*answer, error) {
	seq, err := r.seq()
	if err != nil {
		return nil, err
	}
	head, err := r.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	if seq >= head.Size {
		return nil, ledger.ErrOutside
	}
	hashes, err := ledger.InclusionProof(seq, head.Size, r.Hashes(ctx))
	proof := ledger.Proof{Index: seq, Hashes: hashes, Checkpoint: head.Note}
	return &answer{Type: plainType, Body: proof.Bytes()}, err
}

// consistency proves that the log of one size begins with the log of a
// smaller: hashes in base64, one to a line (RFC 6962, section 2.1.2).
func (s *Server) consistency(ctx context.Context, r *request) (*answer, error) {
	const want = "Write two sizes of the log, the smaller first, such as from=10&to=20."
	from, err := r.Number("from", want)
	if err != nil {
		return nil, err
	}
	to, err := r.Number("to", want)
	if err != nil {
		return nil, err
	}
	if from > to || to > r.LogSize || to == 0 {
		return nil, bad(want)
	}
	hashes, err := ledger.ConsistencyProof(from, to, r.Hashes(ctx))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, h := range hashes {
		b.WriteString(h.String() + "\n")
	}
	return &answer{Type: plainType, Body: []byte(b.String())}, nil
}
