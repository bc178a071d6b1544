package desk

import (
	"context"
	"time"

	"waymark/internal/civil"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// Stage is a part of the decisions that are waited for. The zero value is all of them.
type Stage string

// The stages. Whoever may still ask for a decision to be looked at again waits for none
// yet, so they stand apart.
const (
	AnyStage          Stage = ""
	ReasonableGrounds Stage = "reasonable-grounds"
	ConclusiveGrounds Stage = "conclusive-grounds"
	MayAskAgain       Stage = "ask-again"
)

// Stages lists them in the order of the way.
var Stages = []Stage{AnyStage, ReasonableGrounds, ConclusiveGrounds, MayAskAgain}

// linesOf names the lines of the rulebook whose clocks run while somebody is at a stage.
var linesOf = map[Stage][]string{
	AnyStage:          {"reasonable-grounds", "conclusive-delayed"},
	ReasonableGrounds: {"reasonable-grounds"},
	ConclusiveGrounds: {"conclusive-delayed"},
	MayAskAgain:       {"reconsider-reasonable-grounds", "reconsider-conclusive-grounds"},
}

// Decisions is a page of those who wait for a decision, the earliest due first.
type Decisions struct {
	Stage  Stage
	Dues   []Due
	Counts map[Stage]int // as far as MostCounted
	Day    civil.Day
	Now    time.Time
	Page   int
	More   bool
	Mine   bool // only the people this worker walks beside
	Passed
}

// Decisions reads a page (from 1) of a stage. Every row is asked of the policies again
// before it is shown.
func (d *Desk) Decisions(ctx context.Context, actor policy.Actor, stage Stage, page int) (Decisions, error) {
	if !d.See(ctx, actor, "decisions.see") {
		return Decisions{}, denied()
	}
	t, err := d.tasking(ctx, actor)
	if err != nil {
		return Decisions{}, err
	}
	if linesOf[stage] == nil {
		stage = AnyStage
	}
	out := Decisions{Stage: stage, Counts: map[Stage]int{}, Day: t.day, Now: t.reader.Now, Page: min(max(page, 1), mostPages), Mine: t.reader.Beside}
	if !t.back {
		return out, nil
	}
	for _, s := range Stages {
		if out.Counts[s], err = t.store.CountDuesUnder(ctx, t.reader, t.under(s)); err != nil {
			return Decisions{}, err
		}
	}
	rows, err := t.store.DuesUnder(ctx, t.reader, t.under(stage), pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return Decisions{}, err
	}
	if len(rows) > pageOf {
		rows, out.More = rows[:pageOf], true
	}
	var opened Tasks
	if err := t.put(ctx, &opened, Band{}, rows); err != nil {
		return Decisions{}, err
	}
	out.Passed, out.Dues = opened.Passed, opened.Band("").Dues
	if t.allocates {
		if err := t.beside(ctx, out.Dues); err != nil {
			return Decisions{}, err
		}
	}
	_, err = d.look(ctx, actor, "decisions", "", t.reader.Labels, len(out.Dues))
	return out, err
}

// under is what a stage asks of the lists.
func (t tasking) under(s Stage) store.DueUnder {
	of := store.DueUnder{Passed: s != MayAskAgain}
	for _, line := range linesOf[s] {
		of.Rules = append(of.Rules, t.book.Line(line)...)
	}
	return of
}
