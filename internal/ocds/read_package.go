package ocds

func isMetadata(name string) bool {
	switch name {
	case "version", "uri", "license", "publicationPolicy", "publishedDate", "publisher", "extensions":
		return true
	}
	return false
}

func (p *Package) set(name string, v any) {
	one := Object{name: v}
	switch name {
	case "version":
		p.Version = String(one, name)
	case "uri":
		p.URI = String(one, name)
	case "license":
		p.License = String(one, name)
	case "publicationPolicy":
		p.PublicationPolicy = String(one, name)
	case "publishedDate":
		p.PublishedDate = String(one, name)
	case "publisher":
		o := Child(one, name)
		p.Publisher = Publisher{Name: String(o, "name"), URI: String(o, "uri"), Scheme: String(o, "scheme"), UID: String(o, "uid")}
	case "extensions":
		p.Extensions = Strings(one, name)
	}
}
