package find

import (
	"slices"
	"sync"
)

// Index holds people by an id of the caller's, each with the names they are known by, in
// memory. It may be used by several at once.
type Index struct {
	mu     sync.RWMutex
	slots  map[string]int32 // by id
	people []person
	free   []int32

	vocabulary map[vocable]int32
	words      []entry
	pairs      map[pair][]int32   // words by two letters that follow each other
	keys       map[string][]int32 // words by key, and by key with one letter less
	scratch    sync.Pool
}

// vocable is what makes two words one in the index.
type vocable struct {
	loose string
	poor  bool
}

type entry struct {
	word
	key    string
	pairs  int // how many pairs of letters it has
	people []int32
}

type person struct {
	id    string
	names []name
}

type name struct {
	text   string
	words  []int32
	joined []int32 // neighbours written as one word
}

type pair [2]byte

// New makes an empty index.
func New() *Index {
	return &Index{slots: map[string]int32{}, vocabulary: map[vocable]int32{}, pairs: map[pair][]int32{}, keys: map[string][]int32{}}
}

// Len is how many people are in the index.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.slots)
}

// Put adds somebody under the names they are known by, or replaces those they had.
// Somebody without a name is not in the index.
func (x *Index) Put(id string, names []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
	p := person{id: id}
	for _, text := range names {
		ws := words(text)
		if len(ws) == 0 {
			continue
		}
		n := name{text: text}
		for _, w := range ws {
			n.words = append(n.words, x.learn(w))
		}
		for _, w := range joined(ws) {
			if min(len(ws[w.parts].loose), len(ws[w.parts+1].loose)) <= longestJoined {
				n.joined = append(n.joined, x.learn(w.word))
			}
		}
		p.names = append(p.names, n)
	}
	if p.names == nil {
		return
	}
	slot := int32(len(x.people))
	if n := len(x.free); n > 0 {
		slot, x.free = x.free[n-1], x.free[:n-1]
		x.people[slot] = p
	} else {
		x.people = append(x.people, p)
	}
	x.slots[id] = slot
	for _, w := range p.distinct() {
		x.words[w].people = append(x.words[w].people, slot)
	}
}

// Remove takes somebody out of the index.
func (x *Index) Remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
}

func (x *Index) remove(id string) {
	slot, ok := x.slots[id]
	if !ok {
		return
	}
	for _, w := range x.people[slot].distinct() {
		e := &x.words[w]
		if i := slices.Index(e.people, slot); i >= 0 {
			e.people[i] = e.people[len(e.people)-1]
			e.people = e.people[:len(e.people)-1]
		}
	}
	x.people[slot] = person{}
	x.free = append(x.free, slot)
	delete(x.slots, id)
}

// distinct lists the words of all names of somebody, each once.
func (p person) distinct() []int32 {
	var all []int32
	for _, n := range p.names {
		all = append(append(all, n.words...), n.joined...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// longestJoined is how short, in letters, the shorter of two neighbours is where they are
// often written as one: Abdul Rahman, Xiao Ming, Al Husseini.
const longestJoined = 5

type join struct {
	word
	parts int // the place of the first of the two
}

// joined writes each two neighbours as one word.
func joined(ws []word) []join {
	var out []join
	for i := range len(ws) - 1 {
		w := word{loose: clip(ws[i].loose + ws[i+1].loose), poor: ws[i].poor || ws[i+1].poor, parts: 2}
		w.bones = bones(w.loose)
		out = append(out, join{w, i})
	}
	return out
}

// learn finds a word in the vocabulary, or puts it there.
func (x *Index) learn(w word) int32 {
	v := vocable{w.loose, w.poor}
	if at, ok := x.vocabulary[v]; ok {
		return at
	}
	at := int32(len(x.words))
	e := entry{word: w, key: key(w.bones)}
	for _, p := range pairsOf(w.loose) {
		x.pairs[p] = append(x.pairs[p], at)
		e.pairs++
	}
	for _, k := range around(e.key) {
		x.keys[k] = append(x.keys[k], at)
	}
	x.words = append(x.words, e)
	x.vocabulary[v] = at
	return at
}

// pairsOf lists each two letters that follow each other, once, the edges of the word
// among them.
func pairsOf(s string) []pair {
	out := make([]pair, 0, len(s)+1)
	last := byte('^')
	for i := range len(s) {
		out = append(out, pair{last, s[i]})
		last = s[i]
	}
	out = append(out, pair{last, '$'})
	slices.SortFunc(out, func(a, b pair) int { return int(a[0])*256 + int(a[1]) - int(b[0])*256 - int(b[1]) })
	return slices.Compact(out)
}

// around lists a key and, where something is left of it, the keys with one letter less:
// two keys that are one slip apart meet in one of them.
func around(key string) []string {
	if key == "" {
		return nil
	}
	out := []string{key}
	if len(key) > 2 {
		for i := range len(key) {
			if k := key[:i] + key[i+1:]; !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}
