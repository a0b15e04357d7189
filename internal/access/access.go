// Package access says who may do what. It promises one answer in one place:
// Can denies whatever it does not name.
//
// Today the public reads and the server's own commands file what they import.
// People, organisations, mandates and sign-in are not here yet; until they
// are, nobody can write a decision through the site.
package access

// Kind is what an actor is.
type Kind string

// The kinds of actor.
const (
	Public   Kind = "public"   // anybody, over HTTP
	Operator Kind = "operator" // a command run on the server
)

// Actor is who asks.
type Actor struct {
	Kind Kind
	Name string // as recorded with what it files, such as "seed" or "import"
}

// Action is what is asked for.
type Action string

// The actions that exist.
const (
	ReadRecord  Action = "read the record"
	FileRelease Action = "file a release"
	RecordDay   Action = "record the day"
	Rebuild     Action = "derive everything again"
)

var allowed = map[Kind]map[Action]bool{
	Public:   {ReadRecord: true},
	Operator: {ReadRecord: true, FileRelease: true, RecordDay: true, Rebuild: true},
}

// Can reports whether an actor may do something. What is not named is denied.
func Can(a Actor, action Action) bool { return allowed[a.Kind][action] }
