{{/* The program's settings for plugins. */}}
{{- define "hverdag.pluginSettings" -}}
HVERDAG_PLUGINS_FOLDER: /plugins
HVERDAG_PLUGINS_RUN: /run/hverdag
HVERDAG_PLUGINS_TRUSTED_KEYS: {{ join "," .Values.plugins.trustedKeys | quote }}
HVERDAG_PLUGINS_MEMORY: {{ int64 .Values.plugins.memory | toString | quote }}
{{- with .Values.plugins.privateHosts }}
HVERDAG_PLUGINS_PRIVATE_HOSTS: {{ join "," . | quote }}
{{- end }}
{{- with .Values.plugins.node.path }}
HVERDAG_PLUGINS_NODE: {{ . | quote }}
HVERDAG_PLUGINS_NODE_FOLDERS: {{ join "," $.Values.plugins.node.folders | quote }}
{{- end }}
{{- if .Values.plugins.exchange.claim }}
HVERDAG_PLUGINS_EXCHANGE: /exchange
{{- end }}
{{- end -}}

{{/* (dict root plugins): the releases, and for pods that run them the sockets'
     folder, in memory, and the files exchanged. */}}
{{- define "hverdag.pluginVolumes" -}}
- name: plugins
  emptyDir:
    sizeLimit: {{ .root.Values.plugins.size }}
{{- if eq .plugins "run" }}
- name: run
  emptyDir:
    medium: Memory
    sizeLimit: 16Mi
{{- with .root.Values.plugins.exchange.claim }}
- name: exchange
  persistentVolumeClaim:
    claimName: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What the program sees of them: it cannot change a release. */}}
{{- define "hverdag.pluginMounts" -}}
- name: plugins
  mountPath: /plugins
  readOnly: true
- name: run
  mountPath: /run/hverdag
{{- if .Values.plugins.exchange.claim }}
- name: exchange
  mountPath: /exchange
{{- end }}
{{- end -}}

{{/* Checks every release's signature and files, and puts it in its place. It
     has no secret and reaches nobody. */}}
{{- define "hverdag.placeReleases" -}}
- name: releases
  {{- include "hverdag.container" (dict "root" . "image" (empty .Values.plugins.image.repository | ternary .Values.image .Values.plugins.image)) | nindent 2 }}
  args: [plugin, place, {{ .Values.plugins.releases | quote }}]
  env:
    - name: HVERDAG_PLUGINS_FOLDER
      value: /plugins
    - name: HVERDAG_PLUGINS_TRUSTED_KEYS
      value: {{ join "," .Values.plugins.trustedKeys | quote }}
  volumeMounts:
    - name: plugins
      mountPath: /plugins
  resources:
    requests: {cpu: 50m, memory: 64Mi}
    limits: {memory: 256Mi}
{{- end -}}
