package ocds

// Alone is the record of a process of which the release is all that was said:
// what a Merger would compile of it, without one. False where two objects of an
// array are one by their id: those take merging. A nil s merges as NewMerger says.
func (r *Release) Alone(s *Strategies) (Object, bool) {
	if s == nil {
		s = defaultStrategies
	}
	l := lone{whole: true}
	record, _ := l.object(r.n.list, s, 4)
	if !l.whole {
		return nil, false
	}
	ocid, date := r.n.member("ocid"), r.n.member("date")
	head := func(name string, v any) {
		if _, set := record[name]; !set && v != nil {
			record[name] = v
		}
	}
	head("ocid", ocid.tree())
	head("date", date.tree())
	head("id", ocid.plain()+"-"+date.plain())
	head("tag", []any{"compiled"})
	return record, true
}

// lone compiles what merges with nothing, by the same rules as object, field and
// array merge; whole ends where something would.
type lone struct{ whole bool }

// object is the members that stay, with room for more, and whether it holds
// anything: a null does, and is then left out.
func (l *lone) object(members []node, s *Strategies, more int) (Object, bool) {
	o, holds := make(Object, len(members)+more), false
	for i := range members {
		v := &members[i]
		rule := s.member(v.name)
		switch {
		case rule.omit:
			continue
		case rule.whole || v.kind != '{' && (v.kind != '[' || !v.allObjects()):
			if holds = true; !v.isNull() {
				o[v.name] = v.tree()
			}
		case v.kind == '{':
			if inner, any := l.object(v.list, rule, 0); any {
				o[v.name], holds = inner, true
			}
		default:
			if list := l.array(v.list, rule); len(list) > 0 {
				o[v.name], holds = list, true
			}
		}
	}
	return o, holds
}

func (l *lone) array(items []node, s *Strategies) []any {
	list := make([]any, 0, len(items))
	var keys array // by whose keys two objects are one
	keys.items = make([]item, 0, len(items))
	for i := range items {
		id := items[i].member("id")
		key := keys.keyOf(id)
		if keys.find(key) >= 0 {
			l.whole = false
			return nil
		}
		o, holds := l.object(items[i].list, s, 1)
		if !holds && (id.isNull() || s.member("id").omit) {
			continue
		}
		if !id.isNull() {
			o["id"] = id.tree()
		}
		list = append(list, o)
		keys.items = append(keys.items, item{key: key})
		keys.index()
	}
	return list
}
