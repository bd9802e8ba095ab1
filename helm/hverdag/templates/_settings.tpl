{{/* The settings that are no secrets. */}}
{{- define "hverdag.settings" -}}
HVERDAG_PROFILE: production
HVERDAG_ADDR: ":8080"
HVERDAG_DATA: /tmp
HVERDAG_LOG_LEVEL: {{ .Values.logLevel | quote }}
HVERDAG_REPLICAS: {{ add .Values.web.replicas .Values.console.replicas | toString | quote }}
HVERDAG_BASE_DOMAIN: {{ .Values.baseDomain | quote }}
HVERDAG_CONSOLE_HOST: {{ include "hverdag.consoleHost" . | quote }}
HVERDAG_TRUSTED_PROXIES: {{ join "," .Values.trustedProxies | quote }}
HVERDAG_BODY_LIMIT: {{ int64 .Values.bodyLimit | toString | quote }}
HVERDAG_DATABASE_CONTROL: {{ .Values.database.control | quote }}
HVERDAG_KEK_FILE: /etc/hverdag/kek
{{- range $who, $provider := .Values.oidc }}
{{- $prefix := printf "HVERDAG_OIDC_%s" (upper $who) }}
{{ $prefix }}_ISSUER: {{ $provider.issuer | quote }}
{{ $prefix }}_CLIENT_ID: {{ $provider.clientID | quote }}
{{- with $provider.acr }}
{{ $prefix }}_ACR: {{ join "," . | quote }}
{{- end }}
{{ $prefix }}_TRUST_EMAIL: {{ $provider.trustEmail | quote }}
{{- end }}
{{- with .Values.smtp.addr }}
HVERDAG_SMTP_ADDR: {{ . | quote }}
HVERDAG_SMTP_FROM: {{ $.Values.smtp.from | quote }}
{{- end }}
{{- if .Values.sms.secret.name }}
HVERDAG_SMS_SENDER: {{ .Values.sms.sender | quote }}
{{- end }}
{{- if .Values.plugins.enabled }}
{{ include "hverdag.pluginSettings" . }}
{{- end }}
{{- end -}}

{{/* One secret, by reference: (list variable secretName key). */}}
{{- define "hverdag.secret" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 | quote }}
      key: {{ index . 2 | quote }}
{{- end -}}

{{/* The secrets every pod has. The owner's database URL is not among them. */}}
{{- define "hverdag.secrets" -}}
{{ include "hverdag.secret" (list "HVERDAG_DATABASE_URL" .Values.database.serveSecret.name .Values.database.serveSecret.key) }}
{{ include "hverdag.secret" (list "HVERDAG_REDIS_URL" .Values.redis.secret.name .Values.redis.secret.key) }}
{{- range $who, $provider := .Values.oidc }}
{{ include "hverdag.secret" (list (printf "HVERDAG_OIDC_%s_CLIENT_SECRET" (upper $who)) $provider.secret.name $provider.secret.key) }}
{{- end }}
{{- if and .Values.smtp.addr .Values.smtp.secret.name }}
{{ include "hverdag.secret" (list "HVERDAG_SMTP_USER" .Values.smtp.secret.name .Values.smtp.secret.userKey) }}
{{ include "hverdag.secret" (list "HVERDAG_SMTP_PASSWORD" .Values.smtp.secret.name .Values.smtp.secret.passwordKey) }}
{{- end }}
{{- if .Values.sms.secret.name }}
{{ include "hverdag.secret" (list "HVERDAG_SMS_URL" .Values.sms.secret.name .Values.sms.secret.urlKey) }}
{{ include "hverdag.secret" (list "HVERDAG_SMS_TOKEN" .Values.sms.secret.name .Values.sms.secret.tokenKey) }}
{{- end }}
{{- end -}}

{{- define "hverdag.owner" -}}
{{ include "hverdag.secret" (list "HVERDAG_DATABASE_OWNER_URL" .Values.database.ownerSecret.name .Values.database.ownerSecret.key) }}
{{- end -}}
