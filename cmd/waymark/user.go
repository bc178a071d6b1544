package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
)

func (p *program) user() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "user",
		Short:   "Let people in and out",
		Long:    "Lets people in and out: whoever signs in is a worker of an organisation, in a role.",
		Example: `  waymark user add --data /srv/waymark --organisation "Maple House" --name "Tom Ellis" --role manager --login tom@maple.example`,
		Args:    noArgs,
		RunE:    help,
	}
	cmd.AddCommand(p.userAdd(), p.userList(), p.userPassword(), p.userRemove())
	return cmd
}

// newcomer is who is let in.
type newcomer struct {
	settings
	organisation, sort, name, role, login string
	piped                                 bool
}

func (p *program) userAdd() *cobra.Command {
	n := &newcomer{}
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Let a worker sign in",
		Long: `Lets a worker sign in. An organisation that is not here yet is opened; a data folder
that is empty becomes a new installation.

Roles:
` + roleLines() + `
Sorts of organisation, and who works there:
` + sortLines() + `

The password is asked for at the terminal, twice, or read from standard input.`,
		Example: `  waymark user add --data /srv/waymark --organisation "Maple House" --name "Tom Ellis" --role manager --login tom@maple.example
  waymark user add --data /srv/waymark --organisation "Single Competent Authority" --organisation-sort competent-authority --name "Grace Osei" --role case-owner --login grace@sca.example --password-stdin < password.txt`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return n.add(cmd, p) },
	}
	n.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&n.organisation, "organisation", "", "the organisation that the worker works for, by its name")
	f.StringVar(&n.sort, "organisation-sort", "support-provider", "what a new organisation is")
	f.StringVar(&n.name, "name", "", "the worker's name")
	f.StringVar(&n.role, "role", "", "what the worker does there")
	f.StringVar(&n.login, "login", "", "the address or name to sign in with")
	f.BoolVar(&n.piped, "password-stdin", false, "read the password from standard input")
	return cmd
}

func roleLines() string {
	var b strings.Builder
	for _, r := range policy.Roles() {
		if r.Machine() {
			continue
		}
		fmt.Fprintf(&b, "  %-16s %s\n", r, r.Words())
	}
	return b.String()
}

func sortLines() string {
	var b strings.Builder
	for _, s := range sorts() {
		fmt.Fprintf(&b, "  %-20s %s\n", s, strings.Join(organisation.RolesAt(organisation.Sort(s)), ", "))
	}
	return b.String()
}

func sorts() []string {
	var out []string
	for _, c := range organisation.Sort("").Codes() {
		out = append(out, c.Value)
	}
	return out
}

func (n *newcomer) add(cmd *cobra.Command, p *program) (err error) {
	if err := need(cmd, "data", "organisation", "name", "role", "login"); err != nil {
		return err
	}
	if _, err := policy.ParseRole(n.role); err != nil {
		return usagef("--role: %q is none. Roles are:\n%s", n.role, strings.TrimRight(roleLines(), "\n"))
	}
	if policy.Role(n.role).Machine() {
		return usagef("--role: a program does not sign in: waymark token add lets it in")
	}
	if !slices.Contains(sorts(), n.sort) {
		return usagef("--organisation-sort: %q is none. There are %s", n.sort, strings.Join(sorts(), ", "))
	}
	password, err := p.password(cmd.Context(), n.piped, true)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	d, err := n.open(ctx, p, slog.New(slog.NewJSONHandler(p.err, nil)), false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	names, err := d.Names(ctx)
	if err != nil {
		return err
	}
	org, err := n.find(names)
	if err != nil {
		return err
	}
	if err := n.fits(names, org); err != nil {
		return err
	}
	// The login comes first: it is what may be refused, and then nothing else is written.
	worker := ident.NewChronology(p.clock.Now())
	if err := d.AddAccount(ctx, ident.Worker(worker), n.login, password); err != nil {
		return err
	}
	if org == "" {
		if org, err = n.found(ctx, d, ident.NewChronology(p.clock.Now())); err != nil {
			return err
		}
	}
	if err := n.join(ctx, d, worker, org); err != nil {
		return err
	}
	return p.print("%s can sign in as %s.\n", n.name, n.login)
}

// find finds the organisation by its name; "" if it is not here.
func (n *newcomer) find(names desk.Names) (ident.Organisation, error) {
	var found []ident.Organisation
	for _, id := range names.Organisations() {
		if strings.EqualFold(strings.TrimSpace(names.Organisation(id)), strings.TrimSpace(n.organisation)) {
			found = append(found, id)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("there are %d organisations called %s", len(found), n.organisation)
}

// fits refuses a role that there is not at the organisation, before anything is written.
func (n *newcomer) fits(names desk.Names, org ident.Organisation) error {
	sort := organisation.Sort(n.sort)
	if org != "" {
		sort = names.Sort(org)
	}
	if roles := organisation.RolesAt(sort); !slices.Contains(roles, n.role) {
		return fmt.Errorf("nobody is %s at %s, which is a %s: there one is %s", n.role, n.organisation, sort, strings.Join(roles, " or "))
	}
	return nil
}

func (n *newcomer) found(ctx context.Context, d *desk.Desk, id ident.Chronology) (ident.Organisation, error) {
	_, err := d.Do(ctx, desk.Operator(), d.NewAct(), casefile.FoundOrganisation(id, organisation.Found{Happened: civil.On(d.Today()), Body: organisation.Founded{
		Name: answer.Given(n.organisation), Sort: answer.Given(organisation.Sort(n.sort)),
	}}))
	return ident.Organisation(id), err
}

func (n *newcomer) join(ctx context.Context, d *desk.Desk, id ident.Chronology, org ident.Organisation) error {
	_, err := d.Do(ctx, desk.Operator(), d.NewAct(), casefile.JoinWorker(id, organisation.Join{Happened: civil.On(d.Today()), Body: organisation.Joined{
		Name: answer.Given(n.name), Organisation: answer.Given(org), Role: answer.Given(n.role),
	}}))
	return err
}
