// Package notify is the room for what Daylight sends out by itself: webhooks,
// mail and WebSub. It promises nothing yet: readers who want to hear of
// changes subscribe to the feeds, which need nobody's address.
package notify
