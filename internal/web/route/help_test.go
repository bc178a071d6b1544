package route

import "testing"

func TestHelpIsAboutThePage(t *testing.T) {
	for path, want := range map[string]string{
		"/today": "#today", "/people": "#people", "/people/new": "#writing", "/search": "#people", "/rules": "", "/sign-in": "",
		"/cases/x": "#case", "/cases/x/chronology": "#case", "/cases/x/who": "#sharing", "/cases/x/few": "#sharing",
		"/cases/x/record/risk": "#writing", "/cases/x/entries/y/correct": "#right", "/team": "#team", "/decisions": "#decisions", "/beds": "#beds", "/team/x/record": "#writing",
	} {
		if got := helpAnchor(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
