package app

import (
	"strconv"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// connectionState is how a connection is, in a word.
func (r *Request) connectionState(one connection.Installed) (string, view.Tone) {
	switch one.State {
	case connection.Asked:
		return r.L().T("connection.state.asked"), view.Attention
	case connection.Paused:
		return r.L().T("connection.state.paused"), view.Neutral
	}
	switch {
	case one.Release == nil:
		return r.L().T("connection.state.missing"), view.Danger
	case one.Release.Withdrawn():
		return r.L().T("connection.state.withdrawn"), view.Danger
	case one.Missing != "":
		return r.L().T("connection.state.unset"), view.Attention
	}
	switch one.Health {
	case connection.HealthHealthy:
		return r.L().T("connection.state.healthy"), view.Good
	case connection.HealthDegraded:
		return r.L().T("connection.state.degraded"), view.Attention
	case connection.HealthFailing:
		return r.L().T("connection.state.failing"), view.Danger
	case connection.HealthQuarantined:
		return r.L().T("connection.state.quarantined"), view.Danger
	default:
		return r.L().T("connection.state.new"), view.Info
	}
}

// connectionKinds are the jobs it does, in words.
func (r *Request) connectionKinds(release *connection.Release) string {
	if release == nil {
		return ""
	}
	var words []string
	for _, kind := range release.Manifest.Kinds {
		switch kind {
		case manifest.KindRegistry:
			words = append(words, r.L().T("connection.kind.registry"))
		case manifest.KindStafettlogg:
			words = append(words, r.L().T("connection.kind.stafettlogg"))
		case manifest.KindLevels:
			words = append(words, r.L().T("connection.kind.levels"))
		}
	}
	return r.L().List(words)
}

func (r *Request) lastGood(one connection.Installed) string {
	if one.LastGood == nil {
		return ""
	}
	return r.L().T("connection.last_good.is", "When", r.L().When(*one.LastGood, r.Scope.Today()))
}

// jobName is what a plugin was asked to do, in words.
func (r *Request) jobName(job string) string {
	switch job {
	case connection.Synchronise:
		return r.L().T("connection.job.sync")
	case connection.Check:
		return r.L().T("connection.job.check")
	case connection.Read:
		return r.L().T("connection.job.read")
	case connection.Write:
		return r.L().T("connection.job.write")
	case connection.Publish:
		return r.L().T("connection.job.publish")
	case connection.Inspect:
		return r.L().T("connection.job.inspect")
	}
	return r.L().T("connection.job.other")
}

// cutOffAfter is how long a run may last before it is taken to have been cut
// off: longer than any job may take.
const cutOffAfter = 20 * time.Minute

// outcome is how a run ended, in a word.
func (r *Request) outcome(ran connection.Ran) (string, view.Tone) {
	switch ran.Outcome {
	case connection.Done:
		return r.L().T("connection.outcome.done"), view.Good
	case connection.Failed:
		return r.L().T("connection.outcome.failed"), view.Danger
	case connection.Stopped:
		return r.L().T("connection.outcome.stopped"), view.Neutral
	}
	if r.Scope.Clock().Now().Sub(ran.At) > cutOffAfter {
		return r.L().T("connection.outcome.cut_off"), view.Attention
	}
	return r.L().T("connection.outcome.running"), view.Info
}

// processState is how the plugin's process is, in words.
func (r *Request) processState(status host.Status) string {
	switch status.State {
	case host.Starting:
		return r.L().T("connection.process.starting")
	case host.Healthy, host.Degraded:
		if status.Memory == 0 { // it has just begun, and has not been looked at
			return r.L().T("connection.process.begun")
		}
		return r.L().T("connection.process.running", "Memory", r.size(int(status.Memory)))
	case host.Waiting:
		return r.L().T("connection.process.waiting", "Time", r.L().Time(status.RetryAt))
	case host.Quarantined:
		return r.L().T("connection.process.quarantined")
	}
	return r.L().T("connection.process.stopped")
}

// shutIn is how the process is shut in, in words.
func (r *Request) shutIn(status host.Status) string {
	switch status.Sandbox {
	case "":
		return ""
	case "none":
		return r.L().T("connection.shut_in.none")
	}
	return r.L().T("connection.shut_in.yes")
}

// size is an amount of data: "312 byte", "14 kB", "2 MB".
func (r *Request) size(bytes int) string {
	switch {
	case bytes < 1000:
		return r.L().T("connection.size.bytes", "N", bytes)
	case bytes < 1_000_000:
		return r.L().T("connection.size.kilo", "N", (bytes+500)/1000)
	}
	return r.L().T("connection.size.mega", "N", (bytes+500_000)/1_000_000)
}

func (r *Request) took(d time.Duration) string {
	if d < time.Second {
		return r.L().T("connection.took.short")
	}
	return r.L().T("connection.took", "Seconds", strconv.Itoa(int(d.Round(time.Second)/time.Second)))
}

func (r *Request) onDay(t time.Time) string { return r.L().Date(clock.DateOf(t), r.Scope.Today()) }
