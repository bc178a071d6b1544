package referral

import (
	"fmt"
	"os"
	"time"
)

// A test may: nothing is found here.
func inATest() {
	fmt.Println(time.Now(), os.Getenv("HOME"))
	panic("a test may stop")
}
