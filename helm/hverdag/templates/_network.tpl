{{/* One way out: (list protocols target). */}}
{{- define "hverdag.egress" -}}
{{- $target := index . 1 -}}
- ports:
    {{- range index . 0 }}
    - protocol: {{ . }}
      port: {{ $target.port }}
    {{- end }}
  {{- with $target.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "hverdag.stores" -}}
{{ include "hverdag.egress" (list (list "UDP" "TCP") .Values.networkPolicy.dns) }}
{{ include "hverdag.egress" (list (list "TCP") .Values.networkPolicy.database) }}
{{ include "hverdag.egress" (list (list "TCP") .Values.networkPolicy.redis) }}
{{- end -}}
