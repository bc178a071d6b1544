package tamper

import (
	"fmt"
	"testing"
)

// Swallow lets no row into a table any more and says nothing of it, as a fault could.
func Swallow(t testing.TB, path, table string) {
	t.Helper()
	do(t, path, fmt.Sprintf(`CREATE TRIGGER swallow_%[1]s BEFORE INSERT ON %[1]s BEGIN SELECT RAISE(IGNORE); END`, table))
}
