package chart

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const folder = "../../helm/hverdag"

// release is a rendered chart, read strictly as Kubernetes reads it.
type release struct {
	text        string // everything as rendered
	deployments map[string]appsv1.Deployment
	jobs        []batchv1.Job
	settings    []corev1.ConfigMap
	accounts    []corev1.ServiceAccount
	services    map[string]corev1.Service
	ingresses   []networkingv1.Ingress
	networks    []networkingv1.NetworkPolicy
	budgets     []policyv1.PodDisruptionBudget
}

// renderWith renders the chart as `helm install hverdag` would.
func renderWith(values map[string]any) (map[string]string, error) {
	loaded, err := loader.Load(folder)
	if err != nil {
		return nil, err
	}
	options := chartutil.ReleaseOptions{Name: "hverdag", Namespace: "drift", Revision: 1, IsInstall: true}
	ready, err := chartutil.ToRenderValues(loaded, values, options, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	strict := engine.Engine{Strict: true}
	return strict.Render(loaded, ready)
}

func valuesOf(t *testing.T, file string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	if err := yaml.UnmarshalStrict(text, &values); err != nil {
		t.Fatal(err)
	}
	return values
}

func render(t *testing.T, file string) release {
	t.Helper()
	return renderValues(t, valuesOf(t, file))
}

func renderValues(t *testing.T, values map[string]any) release {
	t.Helper()
	rendered, err := renderWith(values)
	if err != nil {
		t.Fatal(err)
	}
	r := release{deployments: map[string]appsv1.Deployment{}, services: map[string]corev1.Service{}}
	for name, text := range rendered {
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		for part := range strings.SplitSeq(text, "\n---") {
			if strings.TrimSpace(part) != "" {
				r.text += part
				r.add(t, name, []byte(part))
			}
		}
	}
	return r
}

// add reads one manifest. A field that Kubernetes does not know fails the test.
func (r *release) add(t *testing.T, name string, text []byte) {
	t.Helper()
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(text, &kind); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
	switch kind.APIVersion + " " + kind.Kind {
	case "apps/v1 Deployment":
		one := strictly[appsv1.Deployment](t, name, text)
		r.deployments[one.Labels["app.kubernetes.io/component"]] = one
	case "batch/v1 Job":
		r.jobs = append(r.jobs, strictly[batchv1.Job](t, name, text))
	case "v1 ConfigMap":
		r.settings = append(r.settings, strictly[corev1.ConfigMap](t, name, text))
	case "v1 ServiceAccount":
		r.accounts = append(r.accounts, strictly[corev1.ServiceAccount](t, name, text))
	case "v1 Service":
		one := strictly[corev1.Service](t, name, text)
		r.services[one.Name] = one
	case "networking.k8s.io/v1 Ingress":
		r.ingresses = append(r.ingresses, strictly[networkingv1.Ingress](t, name, text))
	case "networking.k8s.io/v1 NetworkPolicy":
		r.networks = append(r.networks, strictly[networkingv1.NetworkPolicy](t, name, text))
	case "policy/v1 PodDisruptionBudget":
		r.budgets = append(r.budgets, strictly[policyv1.PodDisruptionBudget](t, name, text))
	default:
		t.Errorf("%s makes a %s %s, which the chart is not meant to", name, kind.APIVersion, kind.Kind)
	}
}

func strictly[T any](t *testing.T, name string, text []byte) T {
	t.Helper()
	var object T
	if err := yaml.UnmarshalStrict(bytes.TrimSpace(text), &object); err != nil {
		t.Errorf("%s: %v\n%s", name, err, text)
	}
	return object
}

// pods are all pod specs of the release, by what they are.
func (r *release) pods() map[string]corev1.PodSpec {
	pods := map[string]corev1.PodSpec{}
	for name, deployment := range r.deployments {
		pods[name] = deployment.Spec.Template.Spec
	}
	for _, job := range r.jobs {
		pods[component(job)] = job.Spec.Template.Spec
	}
	return pods
}

// labelsOf are a pod's labels, by what it is.
func (r *release) labelsOf(component string) map[string]string {
	if deployment, there := r.deployments[component]; there {
		return deployment.Spec.Template.Labels
	}
	return r.job(component).Spec.Template.Labels
}

func component(job batchv1.Job) string { return job.Labels["app.kubernetes.io/component"] }

// job is the one that is called so, or none.
func (r *release) job(name string) batchv1.Job {
	for _, job := range r.jobs {
		if component(job) == name {
			return job
		}
	}
	return batchv1.Job{}
}

// selected are the pods a selector chooses.
func (r *release) selected(t *testing.T, selector map[string]string) []string {
	t.Helper()
	if len(selector) == 0 {
		t.Error("a selector chooses every pod in the namespace")
	}
	var chosen []string
	for _, component := range slices.Sorted(maps.Keys(r.pods())) {
		labels, fits := r.labelsOf(component), true
		for key, value := range selector {
			fits = fits && labels[key] == value
		}
		if fits {
			chosen = append(chosen, component)
		}
	}
	return chosen
}
