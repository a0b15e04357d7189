package exchange

import (
	"bufio"
	"context"
	"io"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// FlagLine is one rule's result for one subject, as `daylight flags` prints it.
type FlagLine struct {
	OCID     string                `json:"ocid"`
	Contract string                `json:"contract,omitempty"`
	Rule     string                `json:"rule"`
	Version  int                   `json:"version"`
	State    procurement.FlagState `json:"state"`
	Evidence procurement.Evidence  `json:"evidence"`
}

// Flags writes every result, in every state, one JSON object a line.
func Flags(ctx context.Context, v store.View, out io.Writer) error {
	rows, err := v.Flags(ctx, "", "", store.RowFilter{})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	for _, r := range rows {
		line, err := json.Marshal(FlagLine{r.Flag.OCID, r.Contract, r.Rule, r.Version, r.State, r.Evidence}, json.Deterministic(true))
		if err != nil {
			return err
		}
		w.Write(line)
		w.WriteByte('\n')
	}
	return w.Flush()
}
