package main

import (
	"github.com/spf13/cobra"

	"waymark/internal/casefile"
	"waymark/internal/server"
	"waymark/internal/web/api"
)

func (p *program) openapi() *cobra.Command {
	return &cobra.Command{
		Use:     "openapi",
		Short:   "Print what programs can ask",
		Long:    "Prints the OpenAPI document of the API: every route, every kind of entry and its fields. It needs no data.",
		Example: "  waymark openapi > waymark.json",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			kinds, err := casefile.Kinds()
			if err != nil {
				return err
			}
			return api.Document(p.out, kinds, server.Forms())
		},
	}
}
