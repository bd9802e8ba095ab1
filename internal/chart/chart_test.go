package chart

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

var sizes = []string{"least.yaml", "large.yaml"}

func each(t *testing.T, check func(t *testing.T, r release)) {
	for _, file := range sizes {
		t.Run(file, func(t *testing.T) { check(t, render(t, file)) })
	}
}

func TestTheReleaseIsWhole(t *testing.T) {
	for file, want := range map[string]string{
		"least.yaml": "2 deployments, 1 jobs, 1 settings, 2 accounts, 2 services, 0 ingresses, 0 networks, 0 budgets",
		"large.yaml": "2 deployments, 2 jobs, 1 settings, 2 accounts, 2 services, 1 ingresses, 4 networks, 1 budgets",
	} {
		r := render(t, file)
		got := fmt.Sprintf("%d deployments, %d jobs, %d settings, %d accounts, %d services, %d ingresses, %d networks, %d budgets",
			len(r.deployments), len(r.jobs), len(r.settings), len(r.accounts), len(r.services),
			len(r.ingresses), len(r.networks), len(r.budgets))
		if got != want {
			t.Errorf("%s gives %s, want %s", file, got, want)
		}
	}
}

// What the restricted pod security standard asks for, and a little more.
func TestPodsHaveNoRightsOnTheNodeOrInTheCluster(t *testing.T) {
	each(t, func(t *testing.T, r release) {
		for name, pod := range r.pods() {
			security := pod.SecurityContext
			if security == nil || !is(security.RunAsNonRoot, true) || security.RunAsUser == nil || *security.RunAsUser == 0 ||
				!restricted(security.SeccompProfile) {
				t.Errorf("%s: the pod's security context is %+v", name, security)
			}
			if !is(pod.AutomountServiceAccountToken, false) || !is(pod.EnableServiceLinks, false) || pod.HostNetwork || pod.HostPID || pod.HostIPC {
				t.Errorf("%s reaches the cluster or the node", name)
			}
			for _, volume := range pod.Volumes {
				if volume.Secret == nil && volume.EmptyDir == nil && volume.PersistentVolumeClaim == nil {
					t.Errorf("%s mounts %s, which is neither a secret, empty, nor a claim", name, volume.Name)
				}
			}
			if len(pod.Containers) != 1 {
				t.Fatalf("%s has %d containers", name, len(pod.Containers))
			}
			for _, container := range append(pod.InitContainers, pod.Containers...) {
				c := container.SecurityContext
				if c == nil || !is(c.AllowPrivilegeEscalation, false) || !is(c.ReadOnlyRootFilesystem, true) || c.Privileged != nil || c.SeccompProfile != nil ||
					c.Capabilities == nil || !reflect.DeepEqual(c.Capabilities.Drop, []corev1.Capability{"ALL"}) || len(c.Capabilities.Add) != 0 {
					t.Errorf("%s: the security context of %s is %+v", name, container.Name, c)
				}
			}
		}
		for _, account := range r.accounts {
			if !is(account.AutomountServiceAccountToken, false) {
				t.Errorf("the account %s has a token", account.Name)
			}
		}
	})
}

// restricted tells whether the restricted standard takes a seccomp profile.
func restricted(profile *corev1.SeccompProfile) bool {
	return profile != nil && (profile.Type == corev1.SeccompProfileTypeRuntimeDefault || profile.Type == corev1.SeccompProfileTypeLocalhost)
}

func is(value *bool, want bool) bool { return value != nil && *value == want }

func TestPodsThatServeAreProbed(t *testing.T) {
	each(t, func(t *testing.T, r release) {
		for name, deployment := range r.deployments {
			c := deployment.Spec.Template.Spec.Containers[0]
			for path, probe := range map[string]*corev1.Probe{"/readyz": c.ReadinessProbe, "/readyz ": c.StartupProbe, "/healthz": c.LivenessProbe} {
				if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != strings.TrimSpace(path) || probe.HTTPGet.Port.StrVal != "http" {
					t.Errorf("%s: the probe of %s is %+v", name, path, probe)
				}
			}
			if len(c.Ports) != 1 || c.Ports[0].Name != "http" || !slices.Equal(c.Args, []string{"serve"}) {
				t.Errorf("%s runs %v on %v", name, c.Args, c.Ports)
			}
			if c.Lifecycle == nil || c.Lifecycle.PreStop == nil || c.Lifecycle.PreStop.Sleep == nil || c.Lifecycle.PreStop.Sleep.Seconds < 1 {
				t.Errorf("%s stops while it is still sent requests", name)
			}
		}
	})
}

func TestMigrationIsDoneBeforeTheNewProgramServes(t *testing.T) {
	each(t, func(t *testing.T, r release) {
		job := r.job("migration")
		if job.Annotations["helm.sh/hook"] != "pre-install,pre-upgrade" || job.Annotations["helm.sh/hook-weight"] != "0" {
			t.Errorf("the job is a hook of %q", job.Annotations["helm.sh/hook"])
		}
		pod := job.Spec.Template.Spec
		if !slices.Equal(pod.Containers[0].Args, []string{"migrate"}) || pod.RestartPolicy != corev1.RestartPolicyNever {
			t.Errorf("the job runs %v and restarts %s", pod.Containers[0].Args, pod.RestartPolicy)
		}
		if len(pod.Containers[0].EnvFrom) != 0 {
			t.Error("the job needs settings that do not exist before the release does")
		}
		hooked := map[string]bool{}
		for _, account := range r.accounts {
			if account.Annotations["helm.sh/hook"] == "pre-install,pre-upgrade" && account.Annotations["helm.sh/hook-weight"] == "-10" {
				hooked[account.Name] = true
			}
		}
		if !hooked[pod.ServiceAccountName] {
			t.Errorf("the job's account %s does not exist before the release does", pod.ServiceAccountName)
		}
	})
}

func TestOnlyTheConsoleAndTheMigrationHoldTheOwnersRole(t *testing.T) {
	each(t, func(t *testing.T, r release) {
		for name, pod := range r.pods() {
			holds := slices.ContainsFunc(pod.Containers[0].Env, func(e corev1.EnvVar) bool { return e.Name == "HVERDAG_DATABASE_OWNER_URL" })
			if holds != (name == "console" || name == "migration") {
				t.Errorf("%s holds the owner's database URL: %t", name, holds)
			}
		}
	})
}

func TestHostsLeadToTheirPods(t *testing.T) {
	r := render(t, "large.yaml")
	want := map[string]string{"*.hverdag.example": "web", "konsoll.stiftelsen.example": "console"}
	ingress := r.ingresses[0]
	if len(ingress.Spec.Rules) != len(want) || ingress.Spec.TLS[0].SecretName != "hverdag-wildcard" || len(ingress.Spec.TLS[0].Hosts) != 2 {
		t.Errorf("the ingress is %+v", ingress.Spec)
	}
	for _, rule := range ingress.Spec.Rules {
		service, ok := r.services[rule.HTTP.Paths[0].Backend.Service.Name]
		if !ok || service.Spec.Ports[0].Name != rule.HTTP.Paths[0].Backend.Service.Port.Name {
			t.Fatalf("%s leads to a service that does not exist", rule.Host)
		}
		chosen := r.selected(t, service.Spec.Selector)
		if !slices.Equal(chosen, []string{want[rule.Host]}) || service.Spec.Ports[0].TargetPort.StrVal != "http" {
			t.Errorf("%s leads to %v", rule.Host, chosen)
		}
	}
	if chosen := r.selected(t, r.budgets[0].Spec.Selector.MatchLabels); !slices.Equal(chosen, []string{"web"}) || r.budgets[0].Spec.MinAvailable.IntVal != 4 {
		t.Errorf("the budget protects %v", chosen)
	}
	for name, deployment := range r.deployments {
		if chosen := r.selected(t, deployment.Spec.Selector.MatchLabels); !slices.Equal(chosen, []string{name}) {
			t.Errorf("%s selects %v", name, chosen)
		}
	}
}

func TestEveryPodMayTalkToWhatItNeedsAndNobodyElse(t *testing.T) {
	r := render(t, "large.yaml")
	var covered []string
	for _, policy := range r.networks {
		chosen := r.selected(t, policy.Spec.PodSelector.MatchLabels)
		covered = append(covered, chosen...)
		if len(policy.Spec.PolicyTypes) != 2 {
			t.Errorf("%s leaves a direction open", policy.Name)
		}
		for _, in := range policy.Spec.Ingress {
			if len(in.From) == 0 || len(in.Ports) != 1 || in.Ports[0].Port.StrVal != "http" {
				t.Errorf("%s lets in %+v", policy.Name, in)
			}
		}
		var ports []int32
		for _, out := range policy.Spec.Egress {
			if len(out.Ports) == 0 {
				t.Errorf("%s lets out everything to %+v", policy.Name, out.To)
			}
			for _, port := range out.Ports {
				ports = append(ports, port.Port.IntVal)
				if port.Port.IntVal == 5433 && (len(out.To) != 1 || out.To[0].IPBlock.CIDR != "10.50.0.0/24") {
					t.Errorf("%s lets out to %+v on the database's port", policy.Name, out.To)
				}
			}
		}
		want, wantIn := []int32{53, 53, 5433, 6379, 443, 587, 443, 443, 8443}, 1
		if slices.Equal(chosen, []string{"migration"}) || slices.Equal(chosen, []string{"catalogue"}) {
			want, wantIn = []int32{53, 53, 5433, 6379}, 0
		}
		if !slices.Equal(ports, want) || len(policy.Spec.Ingress) != wantIn {
			t.Errorf("%s lets out on %v and has %d ways in", policy.Name, ports, len(policy.Spec.Ingress))
		}
	}
	slices.Sort(covered)
	if !slices.Equal(covered, []string{"catalogue", "console", "migration", "web"}) {
		t.Errorf("the policies cover %v", covered)
	}
}
