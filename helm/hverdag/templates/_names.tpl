{{- define "hverdag.name" -}}
{{- if contains "hverdag" .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-hverdag" .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{- define "hverdag.consoleHost" -}}
{{ .Values.consoleHost | default (printf "stiftelsen.%s" .Values.baseDomain) }}
{{- end -}}

{{/* What a selector goes by: never change it in an installed release. */}}
{{- define "hverdag.selector" -}}
app.kubernetes.io/name: hverdag
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "hverdag.labels" -}}
{{ include "hverdag.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}
