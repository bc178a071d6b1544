package a

// want +2 `the comment does not end with a stop`

// begin breaks off in the
func begin() {}

// end ends, in colour and with an organisation to recognise.
func end() {}

// want +2 `is a misspelling of "received"`

// slip was recieved.
func slip() string {
	return "recieved on Monday" // want `is a misspelling of "received"`
}
