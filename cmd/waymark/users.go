package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/policy"
)

// opened opens an installation that is there, does something with it and closes it.
func (s *settings) opened(cmd *cobra.Command, p *program, do func(context.Context, *desk.Desk) error) (err error) {
	ctx := cmd.Context()
	d, err := s.open(ctx, p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return do(ctx, d)
}

// outgoing is whose sign-in is changed.
type outgoing struct {
	settings
	login string
	piped bool
}

func (o *outgoing) flags(cmd *cobra.Command) {
	o.settings.flags(cmd)
	cmd.Flags().StringVar(&o.login, "login", "", "the address or name that they sign in with")
}

func (p *program) userRemove() *cobra.Command {
	o := &outgoing{}
	cmd := &cobra.Command{
		Use:   "remove",
		Short: "Let a worker who left sign in no more",
		Long: `Lets a worker who left sign in no more. Their chronology says that they left, whoever is
signed in as them is out at once, and the login is free. What they wrote stays, with their
name.`,
		Example: "  waymark user remove --data /srv/waymark --login nadia@maple.example",
		Args:    noArgs,
	}
	o.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data", "login"); err != nil {
			return err
		}
		return o.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error {
			name, err := d.RemoveAccount(ctx, o.login)
			if err != nil {
				return err
			}
			return p.print("%s signs in no more. Put somebody else beside the people they walked with.\n", name)
		})
	}
	return cmd
}

func (p *program) userPassword() *cobra.Command {
	o := &outgoing{}
	cmd := &cobra.Command{
		Use:   "password",
		Short: "Give a worker another password",
		Long: `Gives a worker another password. Whoever is signed in as them is out at once, every
browser must sign in anew, and tries in vain are forgotten.

The password is asked for at the terminal, twice, or read from standard input.`,
		Example: `  waymark user password --data /srv/waymark --login nadia@maple.example
  waymark user password --data /srv/waymark --login nadia@maple.example --password-stdin < password.txt`,
		Args: noArgs,
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.piped, "password-stdin", false, "read the password from standard input")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data", "login"); err != nil {
			return err
		}
		password, err := p.password(cmd.Context(), o.piped, true)
		if err != nil {
			return err
		}
		return o.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error {
			if err := d.NewPassword(ctx, o.login, password); err != nil {
				return err
			}
			return p.print("The password of %s is another one now.\n", o.login)
		})
	}
	return cmd
}

func (p *program) userList() *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List who may sign in",
		Long: `Lists who may sign in: their name, organisation and role, and since when. With which login
is not known here: it is kept as a digest.`,
		Example: "  waymark user list --data /srv/waymark",
		Args:    noArgs,
	}
	s.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data"); err != nil {
			return err
		}
		return s.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error {
			all, err := d.Members(ctx)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
			for _, m := range all {
				role := policy.Role(m.Role).Words()
				if m.Gone {
					role = "left, and the login is still there"
				}
				if _, err := fmt.Fprintf(w, "%s\t%s\t%s\tsince %s\n", m.Organisation, m.Name, role, civil.DayOf(m.Since).Words()); err != nil {
					return err
				}
			}
			return w.Flush()
		})
	}
	return cmd
}
