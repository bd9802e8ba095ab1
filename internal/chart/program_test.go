package chart

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// samples are secrets of the right shape, by what refers to them.
var samples = map[string]string{
	"HVERDAG_DATABASE_URL":                  "postgres://hverdag_serve:word@db.example:5432/postgres",
	"HVERDAG_DATABASE_OWNER_URL":            "postgres://hverdag_owner:word@db.example:5432/postgres",
	"HVERDAG_REDIS_URL":                     "rediss://:word@redis.example:6379/0",
	"HVERDAG_OIDC_STAFF_CLIENT_SECRET":      "word",
	"HVERDAG_OIDC_FAMILY_CLIENT_SECRET":     "word",
	"HVERDAG_OIDC_FOUNDATION_CLIENT_SECRET": "word",
	"HVERDAG_SMTP_USER":                     "hverdag",
	"HVERDAG_SMTP_PASSWORD":                 "word",
	"HVERDAG_SMS_URL":                       "https://sms.example/send",
	"HVERDAG_SMS_TOKEN":                     "word",
}

// given is what a pod's environment holds, secrets filled in, and which of it
// came by reference.
func (r *release) given(t *testing.T, name string, pod corev1.PodSpec) (values map[string]string, secret map[string]bool) {
	t.Helper()
	values, secret = map[string]string{}, map[string]bool{}
	for _, from := range pod.Containers[0].EnvFrom {
		if from.ConfigMapRef == nil || from.ConfigMapRef.Name != r.settings[0].Name {
			t.Fatalf("%s takes settings from %+v", name, from)
		}
		for variable, value := range r.settings[0].Data {
			values[variable] = value
		}
	}
	for _, variable := range pod.Containers[0].Env {
		if _, twice := values[variable.Name]; twice {
			t.Errorf("%s is given %s twice", name, variable.Name)
		}
		values[variable.Name] = variable.Value
		if variable.ValueFrom == nil {
			continue
		}
		reference, sample := variable.ValueFrom.SecretKeyRef, samples[variable.Name]
		if reference == nil || reference.Name == "" || reference.Key == "" || reference.Optional != nil || sample == "" {
			t.Errorf("%s: %s refers to %+v", name, variable.Name, reference)
		}
		values[variable.Name], secret[variable.Name] = sample, true
	}
	return values, secret
}

func TestWhatTheOperatorSetsReachesTheProgram(t *testing.T) {
	r := render(t, "large.yaml")
	for variable, want := range map[string]string{
		"HVERDAG_PROFILE": "production", "HVERDAG_REPLICAS": "8", "HVERDAG_LOG_LEVEL": "warn", "HVERDAG_BODY_LIMIT": "4194304",
		"HVERDAG_BASE_DOMAIN": "hverdag.example", "HVERDAG_CONSOLE_HOST": "konsoll.stiftelsen.example",
		"HVERDAG_TRUSTED_PROXIES": "10.42.0.0/16,10.43.0.7", "HVERDAG_DATABASE_CONTROL": "hverdag_styring",
		"HVERDAG_OIDC_STAFF_ISSUER": "https://staff.example/tenant", "HVERDAG_OIDC_STAFF_ACR": "urn:staff:high",
		"HVERDAG_OIDC_STAFF_TRUST_EMAIL": "true", "HVERDAG_OIDC_FAMILY_ACR": "idporten-loa-high",
		"HVERDAG_OIDC_FOUNDATION_CLIENT_ID": "hverdag-console",
		"HVERDAG_SMTP_ADDR":                 "mail.example:587", "HVERDAG_SMTP_FROM": "Hverdag <hei@hverdag.example>",
	} {
		if got := r.settings[0].Data[variable]; got != want {
			t.Errorf("%s is %q, want %q", variable, got, want)
		}
	}
	if least := render(t, "least.yaml"); least.settings[0].Data["HVERDAG_CONSOLE_HOST"] != "stiftelsen.hverdag.example" {
		t.Error("the console has no host of its own unless one is given")
	}
}

// build makes the program that the chart is to run.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hverdag")
	command := exec.Command("go", "build", "-buildvcs=false", "-o", path, "./cmd/hverdag")
	command.Dir = "../.."
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	return path
}

// check runs `hverdag config check` in this environment and nothing else's. It
// returns the settings as the program prints them.
func check(t *testing.T, program string, environment map[string]string) map[string]string {
	t.Helper()
	command := exec.Command(program, "config", "check")
	command.Dir = t.TempDir()
	command.Env = []string{"PATH=" + os.Getenv("PATH")}
	for variable, value := range environment {
		command.Env = append(command.Env, variable+"="+value)
	}
	out, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("the program refuses: %v\n%s", err, out)
	}
	printed := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		printed["HVERDAG_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))] = strings.Trim(value, `"`)
	}
	return printed
}

func TestTheProgramTakesWhatTheChartGivesIt(t *testing.T) {
	program := build(t)
	kek := filepath.Join(t.TempDir(), "kek")
	if err := os.WriteFile(kek, []byte(base64.StdEncoding.EncodeToString(make([]byte, 32))), 0o600); err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, r release) {
		for name, pod := range r.pods() {
			given, secret := r.given(t, name, pod)
			checkKEKIsMounted(t, name, pod, given["HVERDAG_KEK_FILE"])
			given["HVERDAG_KEK_FILE"] = kek
			if given["HVERDAG_PLUGINS_NODE"] != "" {
				given["HVERDAG_PLUGINS_NODE"], given["HVERDAG_PLUGINS_NODE_FOLDERS"] = program, filepath.Dir(program)
			}
			printed := check(t, program, given)
			for variable, value := range given {
				got, known := printed[variable]
				if !known {
					t.Errorf("%s: the program has no setting %s", name, variable)
				}
				if isSecret := got == "[secret]"; isSecret && !secret[variable] {
					t.Errorf("%s: %s is a secret and stands in the open", name, variable)
				}
				want := strings.ReplaceAll(value, ",", ", ")
				taken := strings.Trim(got, "[]")
				if !secret[variable] && taken != want && strings.ToLower(taken) != want && got != want {
					t.Errorf("%s: %s is given as %q and taken as %q", name, variable, value, got)
				}
			}
		}
	})
}

// The key-encryption key is a file that only the program's group may read.
func checkKEKIsMounted(t *testing.T, name string, pod corev1.PodSpec, file string) {
	t.Helper()
	for _, mount := range pod.Containers[0].VolumeMounts {
		if mount.MountPath != filepath.Dir(file) {
			continue
		}
		for _, volume := range pod.Volumes {
			if volume.Name == mount.Name && volume.Secret != nil && volume.Secret.SecretName == "hverdag-kek" && mount.ReadOnly &&
				*volume.Secret.DefaultMode == 0o440 && volume.Secret.Items[0].Path == filepath.Base(file) {
				return
			}
		}
	}
	t.Errorf("%s: no secret is mounted at %s", name, file)
}

func TestNoSecretStandsInTheChart(t *testing.T) {
	each(t, func(t *testing.T, r release) {
		for _, sign := range []string{"kind: Secret", "stringData", "://hverdag_", "password@", "BEGIN "} {
			if strings.Contains(r.text, sign) {
				t.Errorf("the release holds %q", sign)
			}
		}
	})
}
