package web

import (
	"strconv"
	"strings"

	"daylight/internal/store"
)

// jsonProcess is a process in a JSON list; what is unknown is null.
type jsonProcess struct {
	OCID       string      `json:"ocid"`
	Title      string      `json:"title"`
	Buyer      *jsonParty  `json:"buyer"`
	Suppliers  []jsonParty `json:"suppliers"`
	Method     *string     `json:"method"`
	Value      *jsonMoney  `json:"value"`
	Signed     *string     `json:"signed"`
	End        *string     `json:"end"`
	Extensions int         `json:"extensions"`
	Flags      []string    `json:"flags"`
}

func jsonProcesses(items []store.ProcessItem) []jsonProcess {
	list := make([]jsonProcess, 0, len(items))
	for _, it := range items {
		p := jsonProcess{OCID: it.OCID, Title: it.Title, Buyer: partyJSON(it.Buyer.Key, it.Buyer.Name), Suppliers: []jsonParty{}, Method: orNull(it.Method), Value: moneyJSON(it.Value),
			Signed: orNull(it.Signed), End: orNull(it.End), Extensions: it.Extensions, Flags: append([]string{}, it.Flags...)}
		for _, o := range it.Suppliers {
			p.Suppliers = append(p.Suppliers, jsonParty{o.Key, o.Name})
		}
		list = append(list, p)
	}
	return list
}

const processHeader = "ocid,title,buyer_key,buyer,supplier_keys,suppliers,method,value,currency,signed,end,extensions,flags"

func processRows(items []store.ProcessItem) [][]string {
	var rows [][]string
	for _, it := range items {
		var keys, names []string
		for _, o := range it.Suppliers {
			keys, names = append(keys, o.Key), append(names, o.Name)
		}
		rows = append(rows, []string{it.OCID, it.Title, it.Buyer.Key, it.Buyer.Name, strings.Join(keys, "; "), strings.Join(names, "; "),
			it.Method, amountCell(it.Value), currencyCell(it.Value), string(it.Signed), string(it.End), strconv.Itoa(it.Extensions),
			strings.Join(it.Flags, "; ")})
	}
	return rows
}
