package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"time"

	"daylight/internal/access"
	"daylight/internal/exchange"
	"daylight/internal/registry"
	"daylight/internal/store"
	"daylight/internal/web"
	"daylight/static"
	"daylight/templates"
)

type serveCommand struct {
	database
	Addr    string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 takes a free one."`
	BaseURL string   `name:"base-url" placeholder:"URL" help:"Public address of the site, for links in feeds and exports (default: http:// and the address)."`
	Proxy   []string `placeholder:"CIDR" help:"Address or range of the proxy in front, whose X-Forwarded-For tells who is slowed after wrong attempts to sign in."`
	Bulk    string   `placeholder:"DIR" help:"Folder for the bulk files, which are written anew after the record changed (default: the database's name and .bulk)."`
	Dev     bool     `help:"Read templates and static files from the working directory anew for every request."`
}

// Run serves until it is told to stop. It holds the database's writer, so that
// the recorded day advances while it runs.
func (c serveCommand) Run(ctx context.Context, std streams) error {
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	base, err := baseURL(c.BaseURL, listener)
	if err != nil {
		return err
	}
	r, err := c.open(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := r.AdvanceDay(ctx, operator("serve"), today()); err != nil {
		return err
	}
	reader, err := store.OpenReader(c.DB)
	if err != nil {
		return err
	}
	defer reader.Close()
	log := slog.New(slog.NewJSONHandler(std.err, nil))
	c.Bulk = cmp.Or(c.Bulk, c.DB+".bulk")
	rows, err := r.Accounts(ctx, reader)
	if err != nil {
		return err
	}
	accounts := access.New(rows, access.Options{Log: log})
	config := web.Config{
		Access: accounts, Drafts: r.Desk(reader, accounts), Redactor: r, Tickets: r.Tickets(reader, accounts), Intake: r.Intake(reader, accounts),
		Bulk: c.Bulk, Reader: reader, BaseURL: base, Version: version(), Templates: templates.FS, Static: static.FS, Dev: c.Dev, Log: log,
	}
	if config.Proxies, err = networks(c.Proxy); err != nil {
		return err
	}
	if c.Dev {
		config.Templates, config.Static = dir("templates"), dir("static")
	}
	if err := reader.Read(ctx, func(v store.View) error {
		config.VKey, err = registry.VerifierKey(ctx, v)
		return err
	}); err != nil {
		return err
	}
	std.say("Daylight is at http://%s", listener.Addr())
	days, stop := context.WithCancel(ctx)
	defer stop()
	go keepDay(days, r, log)
	go keepBulk(days, reader, base, c.Bulk, log)
	return web.Serve(ctx, config, listener)
}

// networks reads addresses and ranges of addresses.
func networks(list []string) ([]*net.IPNet, error) {
	var nets []*net.IPNet
	for _, text := range list {
		_, n, err := net.ParseCIDR(text)
		if ip := net.ParseIP(text); err != nil && ip != nil {
			bits := 8 * len(ip.To16())
			n, err = &net.IPNet{IP: ip.To16(), Mask: net.CIDRMask(bits, bits)}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("--proxy %q is neither an address nor a range such as 10.0.0.0/8", text)
		}
		nets = append(nets, n)
	}
	return nets, nil
}

// baseURL is the public address: the one configured, else where the server
// listens.
func baseURL(configured string, l net.Listener) (string, error) {
	if configured == "" {
		return "http://" + l.Addr().String(), nil
	}
	u, err := url.Parse(configured)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fmt.Errorf("--base-url %q is not a public address: write https://daylight.example", configured)
	}
	return configured, nil
}

func dir(name string) fs.FS { return os.DirFS(name) }

// dayCheck is how often the server looks whether a new day has begun.
const dayCheck = time.Minute

// keepDay advances the recorded day, once a day, until the context ends. Then
// and at the start it forgets what the desk has kept for long enough and surveys
// the market: a large one takes minutes, in which pages are served as before.
func keepDay(ctx context.Context, r *registry.Registry, log *slog.Logger) {
	daily := func() {
		if err := r.Prune(ctx, operator("serve")); err != nil && ctx.Err() == nil {
			log.Error("old work of the desk was not forgotten", "error", err)
		}
		if _, err := r.Survey(ctx, operator("serve")); err != nil && ctx.Err() == nil {
			log.Error("the market was not surveyed", "error", err)
		}
	}
	daily()
	tick := time.NewTicker(dayCheck)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			advanced, err := r.AdvanceDay(ctx, operator("serve"), today())
			if err != nil && ctx.Err() == nil {
				log.Error("the day was not recorded", "error", err)
			}
			if advanced {
				daily()
			}
		}
	}
}

// bulkShare is how many times as long as it took to write the bulk files they
// stay before they are written anew: a busy record costs a fiftieth of one
// processor.
const bulkShare = 50

// keepBulk writes the bulk files at the start and whenever something was filed
// since, until the context ends. After a redaction they are written anew at
// once; what was being written meanwhile is taken away again.
func keepBulk(ctx context.Context, reader *store.Reader, base, dir string, log *slog.Logger) {
	written, redacted := int64(-1), int64(-1)
	for {
		begun := time.Now()
		err := reader.Read(ctx, func(v store.View) error {
			next, err := v.NextFiled(ctx)
			if err != nil || next == written {
				return err
			}
			if redacted, err = v.LastRedaction(ctx); err != nil {
				return err
			}
			if _, err = exchange.WriteBulk(ctx, v, base, dir); err == nil {
				written = next
			}
			return err
		})
		if err != nil && ctx.Err() == nil {
			log.Error("the bulk files were not written", "error", err)
		}
		for wait := bulkShare * time.Since(begun); ; {
			var last int64
			err := reader.Read(ctx, func(v store.View) (err error) {
				last, err = v.LastRedaction(ctx)
				return err
			})
			if err == nil && last != redacted {
				if err = exchange.RemoveBulk(dir); err == nil {
					break
				}
			}
			if err != nil && ctx.Err() == nil {
				log.Error("the bulk files were not looked after", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(dayCheck):
			}
			if wait -= dayCheck; wait <= 0 {
				break
			}
		}
	}
}
