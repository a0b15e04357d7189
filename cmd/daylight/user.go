package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// userCommand keeps the desk's accounts on the server, where no account is
// needed. The first administrator comes by it. It works beside a server that
// runs: it writes to the desk's tables alone, and SQLite lets one process write
// after the other.
type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Invite a site administrator, such as the first. Prints a link, never a password."`
	Invite  userInviteCommand  `cmd:"" help:"Invite somebody to an organisation, which is added where it is new. Prints a link."`
	List    userListCommand    `cmd:"" help:"List the accounts and their roles."`
	Reset   userResetCommand   `cmd:"" help:"Make a link with which somebody sets anew what they have lost. Prints the link."`
	Disable userDisableCommand `cmd:"" help:"End an account's sessions and tokens, and let it begin no other."`
	NewKey  userNewKeyCommand  `cmd:"" help:"After the key of authenticators was lost for good: make a new one. Everybody then needs a link to set up an authenticator."`
}

// desk opens the accounts of a record for writing: with the record, which is
// created where absent, or beside the server that has it open.
func (d database) desk(ctx context.Context, std streams, fn func(*access.Service) error) error {
	r, err := d.open(ctx, std)
	beside := errors.Is(err, store.ErrInUse)
	if err != nil && !beside {
		return err
	}
	if !beside {
		defer r.Close()
	}
	reader, err := store.OpenReader(d.DB)
	if err != nil {
		return err
	}
	defer reader.Close()
	var rows access.Store
	if beside {
		var done func() error
		if rows, done, err = registry.AccountsBeside(ctx, d.config(std), reader); err == nil {
			defer done()
		}
	} else {
		rows, err = r.Accounts(ctx, reader)
	}
	if err != nil {
		return err
	}
	return fn(access.New(rows, access.Options{}))
}

// fromServer is where a command on the server comes from, in the security log.
var fromServer = access.Client{Address: "server", Agent: "daylight user"}

type invitationLink struct {
	database
	BaseURL string `name:"base-url" default:"http://127.0.0.1:8080" placeholder:"URL" help:"Public address of the site, for the link."`
}

// print invites and prints the link: on standard output alone, to be passed on.
func (c invitationLink) print(ctx context.Context, std streams, s *access.Service, email, organisation string, role access.Role) error {
	token, err := s.Invite(ctx, operator("user"), email, organisation, role, "", fromServer)
	if err != nil {
		return err
	}
	std.say("Send this link to %s. It works once, for three days, and is shown only now:", email)
	fmt.Fprintln(std.out, strings.TrimRight(c.BaseURL, "/")+"/invitations/"+token)
	return nil
}

type userAddCommand struct {
	invitationLink
	Email string `placeholder:"ADDRESS" help:"E-mail address; asked for where left out."`
}

func (c userAddCommand) Run(ctx context.Context, std streams) error {
	var err error
	if c.Email, err = std.ask("E-mail address of the site administrator", c.Email); err != nil {
		return err
	}
	return c.desk(ctx, std, func(s *access.Service) error { return c.print(ctx, std, s, c.Email, "", access.SiteAdmin) })
}

// ask reads a line from standard input where something was left out.
func (s streams) ask(what, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	fmt.Fprintf(s.err, "%s: ", what)
	line, err := bufio.NewReader(s.in).ReadString('\n')
	if line = strings.TrimSpace(line); line == "" {
		return "", errors.Join(fmt.Errorf("no answer to: %s", what), err)
	}
	return line, nil
}

type userInviteCommand struct {
	invitationLink
	Email        string `required:"" placeholder:"ADDRESS" help:"E-mail address."`
	Organisation string `required:"" placeholder:"NAME" help:"Name of the organisation."`
	Oversight    bool   `help:"Where the organisation is new: it oversees buyers, and can have mandates."`
	Role         string `required:"" enum:"contributor,publisher,oversight-officer,organisation-administrator" help:"${enum}."`
}

func (c userInviteCommand) Run(ctx context.Context, std streams) error {
	return c.desk(ctx, std, func(s *access.Service) error {
		list, err := s.Organisations(ctx, operator("user"))
		if err != nil {
			return err
		}
		id := ""
		for _, o := range list {
			if o.Name == strings.TrimSpace(c.Organisation) {
				id = o.ID
			}
		}
		if id == "" {
			if id, err = s.AddOrganisation(ctx, operator("user"), access.Organisation{Name: c.Organisation, Oversight: c.Oversight}, fromServer); err != nil {
				return err
			}
			std.say("%s is added.", c.Organisation)
		}
		return c.print(ctx, std, s, c.Email, id, access.Role(strings.ReplaceAll(c.Role, "-", " ")))
	})
}

type userResetCommand struct {
	database
	BaseURL       string `name:"base-url" default:"http://127.0.0.1:8080" placeholder:"URL" help:"Public address of the site, for the link."`
	Email         string `arg:"" help:"E-mail address."`
	Password      bool   `help:"The password is lost."`
	Authenticator bool   `help:"The authenticator and the recovery codes are lost."`
}

// Run prints a link that works at once, also for an authenticator: whoever may
// run commands on the server is trusted like two administrators.
func (c userResetCommand) Run(ctx context.Context, std streams) error {
	return c.desk(ctx, std, func(s *access.Service) error {
		lost := access.Reset{Password: c.Password, Factor: c.Authenticator}
		if !c.Password && !c.Authenticator {
			return errors.New("say what is lost: --password, --authenticator or both")
		}
		token, err := s.MakeReset(ctx, operator("user"), c.Email, "", lost, "", fromServer)
		if err != nil {
			return err
		}
		std.say("Give this link to %s yourself. It works once, for an hour, and is shown only now:", c.Email)
		fmt.Fprintln(std.out, strings.TrimRight(c.BaseURL, "/")+"/resets/"+token)
		return nil
	})
}

type userListCommand struct{ database }

// Run prints a line for each role: address, name, organisation, role, state.
func (c userListCommand) Run(ctx context.Context, std streams) error {
	return c.desk(ctx, std, func(s *access.Service) error {
		people, err := s.Everybody(ctx)
		if err != nil {
			return err
		}
		organisations, err := s.Organisations(ctx, operator("user"))
		if err != nil {
			return err
		}
		names := map[string]string{"": "this site"}
		for _, o := range organisations {
			names[o.ID] = o.Name
		}
		for _, p := range people {
			state := "active"
			if p.Disabled {
				state = "disabled"
			}
			for _, m := range p.Roles {
				if !m.Holds() {
					state += ", not confirmed"
				}
				fmt.Fprintf(std.out, "%s\t%s\t%s\t%s\t%s\n", p.Email, p.Name, names[m.Organisation], m.Role, state)
			}
			if len(p.Roles) == 0 {
				fmt.Fprintf(std.out, "%s\t%s\t\t\t%s\n", p.Email, p.Name, state)
			}
		}
		return nil
	})
}

type userDisableCommand struct {
	database
	Email string `arg:"" help:"E-mail address."`
}

func (c userDisableCommand) Run(ctx context.Context, std streams) error {
	return c.desk(ctx, std, func(s *access.Service) error {
		if err := s.Disable(ctx, operator("user"), c.Email, fromServer); err != nil {
			if errors.Is(err, access.ErrNotFound) {
				return fmt.Errorf("there is no account with the address %s", c.Email)
			}
			return err
		}
		std.say("%s is disabled.", c.Email)
		return nil
	})
}

type userNewKeyCommand struct{ database }

func (c userNewKeyCommand) Run(ctx context.Context, std streams) error {
	r, err := c.existing(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	reader, err := store.OpenReader(c.DB)
	if err != nil {
		return err
	}
	defer reader.Close()
	if err := r.NewFactorKey(ctx, reader); err != nil {
		return err
	}
	std.say("There is a new key of authenticators. Nobody has an authenticator any more.")
	return nil
}
