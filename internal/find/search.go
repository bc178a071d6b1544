package find

import (
	"cmp"
	"slices"
)

// Hit is somebody found: the name of theirs that is most like what was asked for, and
// how like, from 0 to 1.
type Hit struct {
	ID   string
	Name string
	Like float32
}

// Bounds of one search.
const (
	mostAsked   = 8    // words of what is asked that count
	mostNear    = 400  // words of the vocabulary that one word asked for may mean
	mostRanked  = 300  // people compared name by name
	leastNear   = 0.5  // how alike two words are at least
	leastLike   = 0.58 // how alike two names are at least
	crowded     = 0.3  // share of pairs of letters that a candidate has at least
	strayed     = 0.06 // what a name loses for words that nobody asked for
	otherOrder  = 0.01
	mixedForms  = 0.97 // the words come from two names of one person
	particleLen = 3    // words up to this long weigh less: al, de, bin, van
)

// Search lists at most so many people whose names are like what is asked for, the most
// alike first; keep, unless nil, says who may be among them.
func (x *Index) Search(asked string, most int, keep func(id string) bool) []Hit {
	ws := words(asked)
	if len(ws) == 0 || most < 1 {
		return nil
	}
	ws = ws[:min(len(ws), mostAsked)]
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.begin()
	defer x.scratch.Put(s)
	q := query{words: ws, near: make([]map[int32]float32, 0, 2*len(ws))}
	units := append([]word(nil), ws...)
	for _, j := range joined(ws) {
		units = append(units, j.word)
	}
	for i, w := range units {
		q.near = append(q.near, x.nearWords(w, s))
		s.reach(x, i, q.near[i])
	}
	var hits []Hit
	for _, slot := range s.best(x, ws, keep) {
		if h := x.rank(q, x.people[slot]); h.Like >= leastLike {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Like, a.Like), cmp.Compare(a.ID, b.ID)) })
	return hits[:min(len(hits), most)]
}

func weigh(w word) float32 {
	if len(w.loose) <= particleLen {
		return 0.6
	}
	return 1 + float32(min(len(w.loose), 10))/20
}

// query is what is asked for: its words, and for each of them, then for each two
// neighbours as one, which words of the vocabulary it may mean.
type query struct {
	words []word
	near  []map[int32]float32
}

// mostUnits is how many words, single and joined, one search asks for.
const mostUnits = 2*mostAsked - 1

// scratch is what one search counts in.
type scratch struct {
	counts []uint8 // by word of the vocabulary
	found  []int32
	units  [mostUnits][]float32 // by word asked for and person: how near
	known  []bool               // by person: is in seen
	seen   []int32
}

func (x *Index) begin() *scratch {
	s, ok := x.scratch.Get().(*scratch)
	if !ok {
		s = &scratch{}
	}
	for _, p := range s.seen {
		s.known[p] = false
		for i := range s.units {
			if int(p) < len(s.units[i]) {
				s.units[i][p] = 0
			}
		}
	}
	s.seen = s.seen[:0]
	if n := len(x.words); len(s.counts) < n {
		s.counts = make([]uint8, n+n/4)
	}
	if n := len(x.people); len(s.known) < n {
		*s = scratch{counts: s.counts, known: make([]bool, n+n/4)}
	}
	return s
}

// nearWords finds the words of the vocabulary that a word may mean.
func (x *Index) nearWords(w word, s *scratch) map[int32]float32 {
	type candidate struct {
		at   int32
		near float32
	}
	var all []candidate
	try := func(at int32) {
		if n := near(w, x.words[at].word); n >= leastNear {
			all = append(all, candidate{at, n})
		}
	}
	pairs := pairsOf(w.loose)
	for _, p := range pairs {
		for _, at := range x.pairs[p] {
			if s.counts[at] == 0 {
				s.found = append(s.found, at)
			}
			s.counts[at]++
		}
	}
	for _, at := range s.found {
		if float32(s.counts[at]) >= crowded*float32(max(len(pairs), x.words[at].pairs)) {
			try(at)
			s.counts[at] = 255
		}
	}
	for _, k := range around(key(w.bones)) {
		for _, at := range x.keys[k] {
			if s.counts[at] == 255 {
				continue
			}
			if s.counts[at] == 0 {
				s.found = append(s.found, at)
			}
			s.counts[at] = 255
			if poorly.near(w.bones, x.words[at].bones) >= leastNear {
				try(at)
			}
		}
	}
	for _, at := range s.found {
		s.counts[at] = 0
	}
	s.found = s.found[:0]
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.near, a.near), cmp.Compare(a.at, b.at)) })
	out := make(map[int32]float32, min(len(all), mostNear))
	for _, c := range all[:min(len(all), mostNear)] {
		out[c.at] = c.near
	}
	return out
}

// reach notes, for everybody who has one of the words, how near the nearest of them is.
func (s *scratch) reach(x *Index, unit int, nears map[int32]float32) {
	if s.units[unit] == nil {
		s.units[unit] = make([]float32, len(s.known))
	}
	of := s.units[unit]
	for at, near := range nears {
		for _, p := range x.words[at].people {
			if !s.known[p] {
				s.known[p] = true
				s.seen = append(s.seen, p)
			}
			of[p] = max(of[p], near)
		}
	}
}

// sum is what all words asked for are worth together with somebody, two neighbours as
// one word where that is worth more.
func (s *scratch) sum(ws []word, p int32) float32 {
	var before, sum float32 // up to the word before the last, and up to the last
	for i, w := range ws {
		with := sum + weigh(w)*s.units[i][p]
		if i > 0 {
			with = max(with, before+(weigh(ws[i-1])+weigh(w))*s.units[len(ws)+i-1][p])
		}
		before, sum = sum, with
	}
	return sum
}

// best lists the people with the highest sums, in no order.
func (s *scratch) best(x *Index, ws []word, keep func(string) bool) []int32 {
	type summed struct {
		at  int32
		sum float32
	}
	var kept []summed
	for _, p := range s.seen {
		if keep == nil || keep(x.people[p].id) {
			kept = append(kept, summed{p, s.sum(ws, p)})
		}
	}
	if len(kept) > mostRanked {
		slices.SortFunc(kept, func(a, b summed) int { return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.at, b.at)) })
		kept = kept[:mostRanked]
	}
	out := make([]int32, len(kept))
	for i, k := range kept {
		out[i] = k.at
	}
	return out
}

// rank compares what is asked for with each name of somebody, and with all of them
// together: people mix the name they chose with the one on their papers.
func (x *Index) rank(q query, p person) Hit {
	h := Hit{ID: p.id}
	var mixed name
	for _, n := range p.names {
		if like := x.like(q, n); like > h.Like || h.Name == "" {
			h.Like, h.Name = like, n.text
		}
		mixed.words, mixed.joined = append(mixed.words, n.words...), append(mixed.joined, n.joined...)
	}
	if len(p.names) > 1 {
		h.Like = max(h.Like, mixedForms*x.like(q, mixed))
	}
	return h
}

// like is how like a name is to what is asked for: each word asked for with the nearest
// word that no other took, alone or with its neighbour.
func (x *Index) like(q query, n name) float32 {
	all := append(slices.Clone(n.words), n.joined...)
	taken := make([]bool, len(all))
	var got, sum float32
	used, last := 0, -1
	step := func(unit int, weight float32) (at int, near float32) {
		at = -1
		for i, w := range all {
			if v, ok := q.near[unit][w]; ok && !taken[i] && v > near {
				at, near = i, v
			}
		}
		return at, near * weight
	}
	for i := 0; i < len(q.words); i++ {
		weight := weigh(q.words[i])
		at, worth := step(i, weight)
		sum += weight
		if i+1 < len(q.words) {
			next := weigh(q.words[i+1])
			_, nextWorth := step(i+1, next)
			if both, joint := step(len(q.words)+i, weight+next); joint > worth+nextWorth {
				at, worth = both, joint
				sum += next
				i++
			}
		}
		if at < 0 {
			continue
		}
		taken[at] = true
		got += worth
		used += x.words[all[at]].parts
		if at < last {
			got -= otherOrder
		}
		last = at
	}
	over := max(0, len(n.words)-used)
	return got/sum - strayed*float32(over)/float32(len(n.words))
}
