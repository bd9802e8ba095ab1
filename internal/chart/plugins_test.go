package chart

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func mount(c corev1.Container, path string) *corev1.VolumeMount {
	for _, one := range c.VolumeMounts {
		if one.MountPath == path {
			return &one
		}
	}
	return nil
}

func volume(pod corev1.PodSpec, name string) corev1.VolumeSource {
	for _, one := range pod.Volumes {
		if one.Name == name {
			return one.VolumeSource
		}
	}
	return corev1.VolumeSource{}
}

func TestWithoutPluginsNothingOfThemIsInTheRelease(t *testing.T) {
	if least := render(t, "least.yaml"); strings.Contains(least.text, "plugin") || strings.Contains(least.text, "PLUGIN") {
		t.Error("plugins are off, and the release speaks of them")
	}
}

func TestAProgramThatServesCannotChangeAReleaseAndHasItFromACheckedImage(t *testing.T) {
	r := render(t, "large.yaml")
	for name, deployment := range r.deployments {
		pod := deployment.Spec.Template.Spec
		serves := pod.Containers[0]
		if m := mount(serves, "/plugins"); m == nil || !m.ReadOnly || m.Name != "plugins" {
			t.Errorf("%s mounts the releases as %+v", name, m)
		}
		if len(pod.InitContainers) != 1 {
			t.Fatalf("%s has %d containers that go before", name, len(pod.InitContainers))
		}
		places := pod.InitContainers[0]
		if places.Image != "registry.example/hverdag-plugins:7" || !slices.Equal(places.Command, []string{"/bin/hverdag"}) ||
			!slices.Equal(places.Args, []string{"plugin", "place", "/srv/releases"}) {
			t.Errorf("%s: releases are placed by %s %v %v", name, places.Image, places.Command, places.Args)
		}
		if m := mount(places, "/plugins"); m == nil || m.ReadOnly || len(places.VolumeMounts) != 1 {
			t.Errorf("%s: what places releases mounts %+v", name, places.VolumeMounts)
		}
		for _, variable := range places.Env {
			if variable.ValueFrom != nil {
				t.Errorf("%s: what places releases is given %s", name, variable.Name)
			}
		}
		if room := volume(pod, "plugins").EmptyDir; room == nil || room.SizeLimit.String() != "2Gi" {
			t.Errorf("%s: releases lie in %+v", name, room)
		}
	}
}

func TestSocketsAreInMemoryAndFilesAreExchangedWhereTheOperatorSays(t *testing.T) {
	r := render(t, "large.yaml")
	for name, deployment := range r.deployments {
		pod := deployment.Spec.Template.Spec
		run := volume(pod, "run").EmptyDir
		if run == nil || run.Medium != corev1.StorageMediumMemory || run.SizeLimit == nil || run.SizeLimit.Value() > 64<<20 {
			t.Errorf("%s: sockets are in %+v", name, run)
		}
		if m := mount(pod.Containers[0], "/run/hverdag"); m == nil || m.ReadOnly || m.Name != "run" {
			t.Errorf("%s: sockets are at %+v", name, m)
		}
		claim := volume(pod, "exchange").PersistentVolumeClaim
		if m := mount(pod.Containers[0], "/exchange"); m == nil || claim == nil || claim.ClaimName != "hverdag-exchange" {
			t.Errorf("%s: files are exchanged in %+v at %+v", name, claim, m)
		}
	}
	values := with(valuesOf(t, "large.yaml"), "plugins.exchange", map[string]any{"claim": ""})
	if r := renderValues(t, values); strings.Contains(r.text, "xchange") || strings.Contains(r.text, "EXCHANGE") {
		t.Error("files are exchanged though nothing was claimed for them")
	}
}

func TestTheReleasesAreInTheCatalogueBeforeAnybodyServesThem(t *testing.T) {
	r := render(t, "large.yaml")
	job := r.job("catalogue")
	if job.Annotations["helm.sh/hook"] != "pre-install,pre-upgrade" || job.Annotations["helm.sh/hook-weight"] != "5" {
		t.Errorf("the job is a hook of %q, %q", job.Annotations["helm.sh/hook"], job.Annotations["helm.sh/hook-weight"])
	}
	pod := job.Spec.Template.Spec
	adds := pod.Containers[0]
	if adds.Image != "registry.example/hverdag-plugins:7" || !slices.Equal(adds.Args, []string{"plugin", "add", "/srv/releases"}) ||
		len(adds.EnvFrom) != 0 || pod.RestartPolicy != corev1.RestartPolicyNever {
		t.Errorf("the job runs %s %v", adds.Image, adds.Args)
	}
	if pod.ServiceAccountName != r.job("migration").Spec.Template.Spec.ServiceAccountName {
		t.Errorf("the job's account %s does not exist before the release does", pod.ServiceAccountName)
	}
	if m := mount(adds, "/plugins"); m == nil || m.ReadOnly {
		t.Errorf("the job has no room for releases: %+v", m)
	}
}

func TestTheReleasesLieInTheProgramsOwnImageUnlessAnotherIsNamed(t *testing.T) {
	values := with(valuesOf(t, "large.yaml"), "plugins.image", map[string]any{"repository": "", "tag": ""})
	r := renderValues(t, values)
	for name, pod := range r.pods() {
		for _, c := range append(pod.InitContainers, pod.Containers...) {
			if c.Image != "registry.example/hverdag:0.1.0" {
				t.Errorf("%s: %s is of %s", name, c.Name, c.Image)
			}
		}
	}
}

// Landlock needs nothing of a pod. Namespaces need a profile that the operator
// has put on the nodes; only pods that run plugins get it.
func TestOnlyPodsThatRunPluginsGetAnotherSeccompProfileAndOnlyWhenOneIsNamed(t *testing.T) {
	profiles := func(r release) map[string]string {
		found := map[string]string{}
		for name, pod := range r.pods() {
			found[name] = string(pod.SecurityContext.SeccompProfile.Type)
			if local := pod.SecurityContext.SeccompProfile.LocalhostProfile; local != nil {
				found[name] += " " + *local
			}
		}
		return found
	}
	named := profiles(render(t, "large.yaml"))
	for name, want := range map[string]string{
		"web": "Localhost profiles/hverdag.json", "console": "Localhost profiles/hverdag.json",
		"migration": "RuntimeDefault", "catalogue": "RuntimeDefault",
	} {
		if named[name] != want {
			t.Errorf("%s has %s, want %s", name, named[name], want)
		}
	}
	for name, got := range profiles(renderValues(t, with(valuesOf(t, "large.yaml"), "plugins.seccompProfile", ""))) {
		if got != "RuntimeDefault" {
			t.Errorf("without a profile of the operator's %s has %s", name, got)
		}
	}
}

func TestWhatTheOperatorSaysOfPluginsReachesTheProgram(t *testing.T) {
	r := render(t, "large.yaml")
	for variable, want := range map[string]string{
		"HVERDAG_PLUGINS_FOLDER": "/plugins", "HVERDAG_PLUGINS_RUN": "/run/hverdag", "HVERDAG_PLUGINS_EXCHANGE": "/exchange",
		"HVERDAG_PLUGINS_TRUSTED_KEYS": "leverandor.example+f417ce0b+AeBJMPcm75caZgmH+Fcjl/BkGKPTHQNujiiRVOLW/lxF",
		"HVERDAG_PLUGINS_MEMORY":       "512", "HVERDAG_PLUGINS_PRIVATE_HOSTS": "fag.intern,log.intern",
		"HVERDAG_PLUGINS_NODE": "/usr/bin/node", "HVERDAG_PLUGINS_NODE_FOLDERS": "/usr/bin,/usr/lib",
	} {
		if got := r.settings[0].Data[variable]; got != want {
			t.Errorf("%s is %q, want %q", variable, got, want)
		}
	}
	if _, set := r.settings[0].Data["HVERDAG_PLUGINS_DEVELOPER"]; set {
		t.Error("the chart can turn developer mode on")
	}
	off := with(with(valuesOf(t, "large.yaml"), "plugins.node.path", ""), "plugins.node.folders", []any{})
	if strings.Contains(renderValues(t, off).text, "PLUGINS_NODE") {
		t.Error("scripts run though no interpreter was named")
	}
}
