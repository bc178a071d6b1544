package desk

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/conference"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/justice"
	"waymark/internal/organisation"
	"waymark/internal/oversight"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// Every act of the table is an action that the policy files are asked for.
func TestEveryActIsAnAction(t *testing.T) {
	h := newHouse(t)
	on := ident.NewChronology(noon)
	made := map[string]casefile.Act{
		"Meet": casefile.Meet(on, person.Meet{}), "MeetBeside": casefile.MeetBeside(on, person.Meet{}), "Describe": casefile.Describe(on, person.Describe{}),
		"RecordContact": casefile.RecordContact(on, contact.Record{}), "SetSafeWay": casefile.SetSafeWay(on, contact.SetSafeWay{}, ""),
		"SendReferral": casefile.SendReferral(on, referral.Send{}), "MakeDecision": casefile.MakeDecision(on, decision.Make{}), "TellDecision": casefile.TellDecision(on, decision.Tell{}),
		"AskReconsideration": casefile.AskReconsideration(on, decision.Ask{}), "StartSupport": casefile.StartSupport(on, support.Entry{}), "NoteSupport": casefile.NoteSupport(on, support.Entry{}),
		"EndSupport": casefile.EndSupport(on, support.End{}), "Allocate": casefile.Allocate(on, support.Allocate{}), "Release": casefile.Release(on, support.Release{}),
		"RecordLeave": casefile.RecordLeave(on, entitlement.Grant{}), "Share": casefile.Share(on, consent.Share{}), "EndSharing": casefile.EndSharing(on, consent.End{}),
		"Restrict": casefile.Restrict(on, consent.Restrict{}), "NameOne": casefile.NameOne(on, consent.Name{}), "Lift": casefile.Lift(on, consent.Lift{}),
		"AskErasure": casefile.AskErasure(on, consent.AskErasure{}), "Erase": casefile.Erase(on, consent.Erase{}),
		"KeepAway": casefile.KeepAway(on, consent.Keep{}), "ConflictOver": casefile.ConflictOver(on, consent.Resolve{}), "OpenInEmergency": casefile.OpenInEmergency(on, consent.Open{}),
		"FoundOrganisation": casefile.FoundOrganisation(on, organisation.Found{}), "JoinWorker": casefile.JoinWorker(on, organisation.Join{}), "LeaveWorker": casefile.LeaveWorker(on, organisation.Leave{}),
		"NotifyReferral": casefile.NotifyReferral(on, referral.Notify{}), "HandleReferral": casefile.HandleReferral(on, referral.Handle{}), "ConfirmReferral": casefile.ConfirmReferral(on, referral.Confirm{}),
		"ReviewDecision": casefile.ReviewDecision(on, decision.Review{}), "AssessRisk": casefile.AssessRisk(on, support.AssessRisk{}),
		"ApplyLeave": casefile.ApplyLeave(on, entitlement.Apply{}), "RecordAsylum": casefile.RecordAsylum(on, entitlement.Apply{}),
		"RecordHousing": casefile.RecordHousing(on, housing.Record{}), "RecordConference": casefile.RecordConference(on, conference.Record{}),
		"RecordJustice": casefile.RecordJustice(on, justice.Record{}), "RecordOversight": casefile.RecordOversight(on, oversight.Record{}),
		"SuperviseWorker": casefile.SuperviseWorker(on, organisation.Supervise{}), "TrainWorker": casefile.TrainWorker(on, organisation.Train{}),
		"OpenHouse": casefile.OpenHouse(on, housing.OpenHouse{}), "CheckHouse": casefile.CheckHouse(on, housing.CheckHouse{}), "MendHouse": casefile.MendHouse(on, housing.Mend{}),
		"CloseHouse": casefile.CloseHouse(on, housing.CloseHouse{}, ""), "CorrectTeam": casefile.CorrectTeam(on, casefile.Correction{}, ""),
		"Correct": casefile.Correct(on, casefile.Correction{}, ""), "Import": casefile.Import(on, casefile.Importing{}), "FindAgain": casefile.FindAgain(on, person.FindAgain{}),
	}
	actions := h.policy.Actions()
	for name, act := range made {
		if !slices.Contains(actions, act.Name) {
			t.Errorf("%s is called %q, which is no action", name, act.Name)
		}
	}
	if whole := casefile.Correct(on, casefile.Correction{Fields: []string{chronology.Whole}}, ""); !slices.Contains(actions, whole.Name) {
		t.Errorf("taking back is called %q, which is no action", whole.Name)
	}
	there := constructors(t)
	for _, name := range there {
		if _, ok := made[name]; !ok {
			t.Errorf("casefile.%s makes an act and is not in this table", name)
		}
	}
	if len(there) != len(made) {
		t.Errorf("%d constructors, and %d in this table", len(there), len(made))
	}
}

// constructors lists the functions of casefile that make an act.
func constructors(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../casefile/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || strings.HasSuffix(path, "_test.go") || fn.Type.Results == nil || len(fn.Type.Results.List) != 1 {
				continue
			}
			if r, ok := fn.Type.Results.List[0].Type.(*ast.Ident); ok && r.Name == "Act" {
				out = append(out, fn.Name.Name)
			}
		}
	}
	return out
}
