{{/* What all pods share: no rights in the cluster, none on the node.
     (dict root plugins), plugins being how the pod handles them, if at all:
     "run" them, or "add" their releases. */}}
{{- define "hverdag.pod" -}}
{{- $plugins := .plugins }}
{{- with .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    {{- if and (eq $plugins "run") .Values.plugins.seccompProfile }}
    type: Localhost
    localhostProfile: {{ .Values.plugins.seccompProfile | quote }}
    {{- else }}
    type: RuntimeDefault
    {{- end }}
volumes:
  - name: kek
    secret:
      secretName: {{ .Values.kek.secret.name | quote }}
      defaultMode: 0440
      items:
        - key: {{ .Values.kek.secret.key | quote }}
          path: kek
  - name: tmp
    emptyDir:
      medium: Memory
      sizeLimit: 64Mi
  {{- if $plugins }}
  {{- include "hverdag.pluginVolumes" (dict "root" . "plugins" $plugins) | nindent 2 }}
  {{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if eq $plugins "run" }}
initContainers:
  {{- include "hverdag.placeReleases" . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hverdag.image" -}}
{{- printf "%s:%s" .repository .tag }}
{{- end -}}

{{/* The program: (dict root image). */}}
{{- define "hverdag.container" -}}
image: {{ include "hverdag.image" .image | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command:
  {{- toYaml .root.Values.image.command | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{- define "hverdag.mounts" -}}
- name: kek
  mountPath: /etc/hverdag
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- end -}}

{{/* A Deployment that serves: (dict root component part owner). */}}
{{- define "hverdag.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "hverdag.name" .root }}-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "hverdag.labels" . | nindent 4 }}
spec:
  replicas: {{ .part.replicas }}
  selector:
    matchLabels:
      {{- include "hverdag.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  template:
    metadata:
      labels:
        {{- include "hverdag.labels" . | nindent 8 }}
      annotations:
        checksum/settings: {{ include "hverdag.settings" .root | sha256sum }}
        {{- with .root.Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "hverdag.name" .root }}
      terminationGracePeriodSeconds: 45
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "hverdag.selector" . | nindent 14 }}
      {{- include "hverdag.pod" (dict "root" .root "plugins" (ternary "run" "" .root.Values.plugins.enabled)) | nindent 6 }}
      containers:
        - name: hverdag
          {{- include "hverdag.container" (dict "root" .root "image" .root.Values.image) | nindent 10 }}
          volumeMounts:
            {{- include "hverdag.mounts" . | nindent 12 }}
            {{- if .root.Values.plugins.enabled }}
            {{- include "hverdag.pluginMounts" .root | nindent 12 }}
            {{- end }}
          args: [serve]
          envFrom:
            - configMapRef:
                name: {{ include "hverdag.name" .root }}
          env:
            {{- include "hverdag.secrets" .root | nindent 12 }}
            {{- if .owner }}
            {{- include "hverdag.owner" .root | nindent 12 }}
            {{- end }}
          ports:
            - name: http
              containerPort: 8080
          startupProbe:
            httpGet: {path: /readyz, port: http}
            periodSeconds: 2
            failureThreshold: 60
          readinessProbe:
            httpGet: {path: /readyz, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 10
            timeoutSeconds: 3
          lifecycle:
            # The ingress has stopped sending when the program stops listening.
            preStop:
              sleep: {seconds: 5}
          resources:
            {{- toYaml .part.resources | nindent 12 }}
{{- end -}}
