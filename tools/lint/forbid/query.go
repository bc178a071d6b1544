package forbid

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// Query forbids SQL that is put together while the program runs. The text of a
// query is a constant; what varies goes in as an argument.
var Query = &analysis.Analyzer{
	Name: "query",
	Doc:  "forbids SQL text made by fmt.Sprintf or by joining strings: what somebody typed must never become part of a query",
	Run:  query,
}

// asks are the methods of database/sql that take a query, and of anything that
// stands in for them.
var asks = []string{
	"Query", "QueryContext", "QueryRow", "QueryRowContext",
	"Exec", "ExecContext", "Prepare", "PrepareContext",
}

func query(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		if isTest(pass, file) {
			continue
		}
		made := assignments(pass, file)
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if text := queryText(pass, call); text != nil {
				if how := putTogether(pass, made, text); how != "" {
					pass.Reportf(text.Pos(),
						"the query is made by %s; write it as one constant and pass what varies as $1, $2, …", how)
				}
			}
			return true
		})
	}
	return nil, nil
}

// queryText is the SQL argument of a call that asks a database, or nil. A
// method counts by its name and by answering something of database/sql, so
// that an interface over a connection or a transaction counts too.
func queryText(pass *analysis.Pass, call *ast.CallExpr) ast.Expr {
	f := callee(pass, call)
	if f == nil || !slices.Contains(asks, f.Name()) {
		return nil
	}
	sig := f.Signature()
	if sig.Recv() == nil || !answersSQL(sig.Results()) {
		return nil
	}
	for i := range sig.Params().Len() {
		b, ok := types.Unalias(sig.Params().At(i).Type()).(*types.Basic)
		if ok && b.Kind() == types.String && i < len(call.Args) {
			return call.Args[i]
		}
	}
	return nil
}

func answersSQL(results *types.Tuple) bool {
	for v := range results.Variables() {
		t := types.Unalias(v.Type())
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "database/sql" {
			return true
		}
	}
	return false
}

// putTogether says how an expression is put together while the program runs,
// or "" if it is not, following a variable to what was assigned to it.
func putTogether(pass *analysis.Pass, made map[types.Object][]ast.Expr, e ast.Expr) string {
	seen := map[types.Object]bool{}
	var how func(ast.Expr) string
	how = func(e ast.Expr) string {
		e = ast.Unparen(e)
		if pass.TypesInfo.Types[e].Value != nil {
			return "" // a constant, however it is written
		}
		switch e := e.(type) {
		case *ast.BinaryExpr:
			if e.Op == token.ADD {
				return "joining strings"
			}
		case *ast.CallExpr:
			switch fullName(asObject(callee(pass, e))) {
			case "fmt.Sprintf", "fmt.Sprint", "fmt.Sprintln":
				return "fmt." + callee(pass, e).Name()
			case "strings.Join", "strings.Replace", "strings.ReplaceAll":
				return "strings." + callee(pass, e).Name()
			}
		case *ast.Ident:
			o := pass.TypesInfo.Uses[e]
			if o == nil || seen[o] {
				return ""
			}
			seen[o] = true
			for _, from := range made[o] {
				if h := how(from); h != "" {
					return h
				}
			}
		}
		return ""
	}
	return how(e)
}

// asObject keeps a nil function a nil object.
func asObject(f *types.Func) types.Object {
	if f == nil {
		return nil
	}
	return f
}

// assignments maps each variable of a file to what is assigned to it. `a += b`
// counts as the joining it is.
func assignments(pass *analysis.Pass, file *ast.File) map[types.Object][]ast.Expr {
	made := map[types.Object][]ast.Expr{}
	note := func(left, right ast.Expr) {
		id, ok := left.(*ast.Ident)
		if !ok {
			return
		}
		if o := pass.TypesInfo.ObjectOf(id); o != nil {
			made[o] = append(made[o], right)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.ADD_ASSIGN {
				note(n.Lhs[0], &ast.BinaryExpr{X: n.Lhs[0], Op: token.ADD, Y: n.Rhs[0]})
			} else if len(n.Lhs) == len(n.Rhs) {
				for i := range n.Lhs {
					note(n.Lhs[i], n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i := range n.Values {
				if len(n.Names) == len(n.Values) {
					note(n.Names[i], n.Values[i])
				}
			}
		}
		return true
	})
	return made
}
