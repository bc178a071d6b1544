package a

// want +2 `is a misspelling of "received"`

// what becomes of recieved words.
const given = "recieved"
