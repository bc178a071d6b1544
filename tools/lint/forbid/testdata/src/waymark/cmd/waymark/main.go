package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	fmt.Println(os.Getenv("HOME"))
	fmt.Println(time.Now()) // want `time.Now asks the machine for the time`
}
