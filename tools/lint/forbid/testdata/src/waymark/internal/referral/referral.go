package referral

import (
	"fmt"
	"html/template"
	"log"
	"os"
	"time"

	"github.com/a-h/templ"
)

func clocks(at time.Time) time.Duration {
	_ = time.Now()   // want `time.Now asks the machine for the time`
	ask := time.Now  // want `time.Now asks the machine for the time`
	_ = ask()        //
	time.Since(at)   // want `time.Since asks the machine for the time`
	_ = at.Sub(at)   // a moment that was handed in
	return time.Hour // a length is not a moment
}

func pages(typed string) {
	_ = template.HTML(typed)             // want `template.HTML puts text on a page unescaped`
	_ = templ.Raw(typed)                 // want `templ.Raw puts text on a page unescaped`
	_ = template.HTMLEscapeString(typed) // escaped
}

func prints(name string) string {
	fmt.Println(name)        // want `fmt.Println prints past the structured log`
	log.Fatalf("%s", name)   // want `log.Fatalf prints past the structured log`
	println(name)            // want `println prints past the structured log`
	fmt.Fprintln(os.Stderr)  // says where it prints
	return fmt.Sprint("a b") // prints nothing
}

func settings() {
	_ = os.Getenv("WAYMARK_KEY")    // want `os.Getenv reads a setting`
	_, _ = os.LookupEnv("WAYMARK")  // want `os.LookupEnv reads a setting`
	_, _ = os.ReadFile("a settled") // a file that was named
}

func panics(ok bool) {
	defer func() { _ = recover() }()
	if !ok {
		panic("no") // want `a panic here reaches whoever is being helped`
	}
	func() { panic("no") }() // want `a panic here`
}

type table struct{}

// MustParse may: it is called before anybody is served.
func MustParse(s string) table {
	if s == "" {
		panic("an empty table")
	}
	return table{}
}

func init() {
	if len(os.Args) == 0 {
		panic("no program")
	}
}

// A method of that name is not the panic that crashes.
func (table) panic() {}

func quiet() { table{}.panic() }
