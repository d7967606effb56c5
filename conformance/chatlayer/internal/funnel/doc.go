// Package funnel has the checks of funnels of events.
package funnel
