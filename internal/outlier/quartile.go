// Package outlier tells what is unusually low or high among many: by quartiles
// and Tukey's fences, as Cardinal does, and prices of bids by how far the next
// one lies from the winner.
//
// It promises the same figures as the program "ocdscardinal" 0.0.8, in the same
// binary floating point, so that a rule of Daylight and Cardinal's indicator
// of the same name cannot disagree. It knows numbers, not contracts.
package outlier

import (
	"math"
	"slices"
)

// Sample is a set of figures in ascending order.
type Sample []float64

// Of is the sample of those figures that are numbers. It sorts in place.
//
// A price of zero makes 0/0 of a ratio. Cardinal keeps it, and its quartiles
// then depend on the order of its hash tables; so there is nothing to agree
// with.
func Of(figures []float64) Sample {
	figures = slices.DeleteFunc(figures, math.IsNaN)
	slices.Sort(figures)
	return figures
}

// Quantile is the estimate of Hyndman and Fan's type 8, which the crate statrs
// takes: linear between the two figures around (n + 1/3)·p + 1/3, and the
// least or greatest figure beyond them. It is NaN where there are no figures
// or p is not from 0 to 1.
func (s Sample) Quantile(p float64) float64 {
	return Quantile(int64(len(s)), p, func(i int64) float64 { return s[i] })
}

// Quantile is that of n figures of which at gives the i-th in ascending order,
// from 0: for samples that are kept as counts.
func Quantile(n int64, p float64, at func(i int64) float64) float64 {
	if !(p >= 0 && p <= 1) || n == 0 {
		return math.NaN()
	}
	h := float64((float64(n)+1.0/3)*p) + 1.0/3
	whole := math.Trunc(h)
	switch {
	case whole <= 0 || p == 0:
		return at(0)
	case whole >= float64(n) || p == 1:
		return at(n - 1)
	}
	below, above := at(int64(whole)-1), at(int64(whole))
	return below + float64((h-whole)*(above-below))
}

// Quartiles are the first and third.
func (s Sample) Quartiles() (q1, q3 float64) { return s.Quantile(0.25), s.Quantile(0.75) }

// LowerFence is Q1 − 1.5·IQR (Tukey, Exploratory Data Analysis, 1977), rounded
// once.
func LowerFence(q1, q3 float64) float64 { return math.FMA(q3-q1, -1.5, q1) }

// UpperFence is Q3 + 1.5·IQR, rounded once.
func UpperFence(q1, q3 float64) float64 { return math.FMA(q3-q1, 1.5, q3) }
