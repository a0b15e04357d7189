package exchange

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"daylight/internal/ocds"
)

// hosts are those that may be fetched from, as an address has them: with a
// port unless it is the scheme's own. Those that the operator allowed may be
// anywhere, and speak without TLS; a publisher's own must be a public address.
type hosts map[string]bool // true: allowed by the operator

func hostsOf(own string, allowed []string) hosts {
	h := hosts{strings.ToLower(own): false}
	if own == "" {
		h = hosts{}
	}
	for _, name := range allowed {
		h[strings.ToLower(name)] = true
	}
	return h
}

// check refuses an address that may not be fetched.
func (h hosts) check(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return ocds.Refuse(ocds.BadLink, "not an address: %q", address)
	}
	explicit, known := h[strings.ToLower(u.Host)]
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Opaque != "":
		return ocds.Refuse(ocds.BadLink, "%q is not fetched: only https addresses are", u.Redacted())
	case !known:
		return ocds.Refuse(ocds.OtherHost, "%s is not a host to fetch from: say --allow-host %s if it is", u.Host, u.Host)
	case u.Scheme == "http" && !explicit:
		return ocds.Refuse(ocds.BadLink, "%q is not fetched: %s must be asked over https", u.Redacted(), u.Host)
	}
	return nil
}

const (
	dialTimeout    = 15 * time.Second
	answerTimeout  = time.Minute      // until the head of an answer
	requestTimeout = 10 * time.Minute // for all of it
	maxRedirects   = 5
)

// client asks only these hosts. After a name has been looked up, the address
// itself is looked at: a publisher's name that leads inside is not followed.
// No proxy is used, which would look names up itself.
func (h hosts) client() *http.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: dialTimeout}
		if !h.explicit(address) {
			d.Control = func(_, address string, _ syscall.RawConn) error { return public(address) }
		}
		return d.DialContext(ctx, network, address)
	}
	return &http.Client{
		Timeout: requestTimeout,
		Transport: &http.Transport{
			DialContext: dial, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: answerTimeout,
			MaxResponseHeaderBytes: 64 << 10, DisableCompression: true, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
		},
		CheckRedirect: func(r *http.Request, before []*http.Request) error {
			if len(before) > maxRedirects {
				return ocds.Refuse(ocds.BadLink, "redirected more than %d times", maxRedirects)
			}
			return h.check(r.URL.String())
		},
	}
}

// explicit reports whether the operator allowed a host:port.
func (h hosts) explicit(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	host = strings.ToLower(host)
	return h[host+":"+port] || (port == "443" || port == "80") && h[host]
}

// inside are ranges that no publisher is at, beside those that netip knows:
// shared address space, protocol assignments, benchmarks, documentation, what
// is reserved, and IPv6 that stands for IPv4.
var inside = func() (list []netip.Prefix) {
	for _, p := range strings.Fields(`0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
		240.0.0.0/4 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fec0::/10`) {
		list = append(list, netip.MustParsePrefix(p))
	}
	return list
}()

// public refuses an address that is not on the public internet.
func public(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().Unmap().WithZone("")
	bad := !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast()
	for _, p := range inside {
		bad = bad || p.Contains(ip)
	}
	if bad {
		return ocds.Refuse(ocds.OtherHost, "this host's name leads to %s, which is no public address", ip)
	}
	return nil
}

// agent is what requests say of themselves.
func agent(version string) string { return fmt.Sprintf("daylight/%s (OCDS reader)", version) }
