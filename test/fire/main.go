// Command fire kills Waymark while people write, again and again, and looks whether
// anything is lost that somebody was told is recorded.
//
// It runs the real binary and writes to it over loopback as browsers do: four at once, each
// noting the number of every form that was answered as recorded. At a random moment the
// process is killed (kill -9). Then everything is verified, every entry that was
// acknowledged must be there once, and what was sent without an answer is sent again with
// the number it had, and must be there once, too.
//
// A process that is killed loses nothing that it had given to the kernel, so this proves
// that what is acknowledged was committed, not that it was on the disk. With -cuts the
// machine's own end is tried: the data lies on a file system of its own whose journal is
// written every five minutes, the writers are stopped, and what the disk holds at that
// moment is copied and mounted elsewhere. The control is the same source built to wait for
// no disk (synchronous=OFF, by an overlay: nothing in the product can be set so), which must
// lose something. That takes root and loop devices.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	kills := flag.Int("kills", 200, "how often it is killed")
	cuts := flag.Int("cuts", 0, "how often the power is cut, with and without the control; needs root")
	flag.Parse()
	dir, err := os.MkdirTemp("", "waymark-fire-")
	if err == nil {
		err = errors.Join(run(context.Background(), dir, *kills, *cuts), os.RemoveAll(dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, kills, cuts int) error {
	binary, err := build(ctx, filepath.Join(dir, "waymark"))
	if err != nil {
		return err
	}
	if kills > 0 {
		got, err := killed(ctx, binary, filepath.Join(dir, "killed"), kills)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintln(os.Stdout, got)
	}
	if cuts == 0 {
		return nil
	}
	careless, err := build(ctx, filepath.Join(dir, "careless"), `"synchronous(FULL)"`, `"synchronous(OFF)"`)
	if err != nil {
		return err
	}
	got, err := cut(ctx, binary, filepath.Join(dir, "cut"), cuts)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(os.Stdout, "power cut, every commit on the disk:", got)
	control, err := cut(ctx, careless, filepath.Join(dir, "control"), cuts)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(os.Stdout, "power cut, control that waits for no disk:", control)
	switch {
	case got.lost > 0:
		return fmt.Errorf("%d acknowledged entries were lost", got.lost)
	case control.lost == 0:
		return errors.New("the control lost nothing, so this proves nothing")
	}
	return nil
}

// tally is what a run came to.
type tally struct {
	times, acknowledged, again, lost int
}

func (t tally) String() string {
	return fmt.Sprintf("%d times, %d entries acknowledged, %d sent again with their number, %d lost", t.times, t.acknowledged, t.again, t.lost)
}
