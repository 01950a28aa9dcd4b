{{/* The name that everything of the release begins with. */}}
{{- define "webhooks.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What finds the release's pods; a component besides tells which of them. */}}
{{- define "webhooks.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "webhooks.labels" -}}
{{ include "webhooks.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "webhooks.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "webhooks.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "webhooks.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* A setting's value as it was given, or what the service takes without it: a dict of root, name and default. */}}
{{- define "webhooks.setting" -}}
{{- $given := index .root.Values.settings .name -}}
{{- if kindIs "invalid" $given -}}{{- .default -}}{{- else -}}{{- include "webhooks.text" $given -}}{{- end -}}
{{- end -}}

{{/* A value as text: YAML reads 1000000 as a number that would be printed as 1e+06. */}}
{{- define "webhooks.text" -}}
{{- if kindIs "float64" . -}}
{{- if eq . (floor .) -}}{{- printf "%.0f" . -}}{{- else -}}{{- . -}}{{- end -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{/* A setting that is a duration, in whole seconds, rounded up: a dict of root, name and default. */}}
{{- define "webhooks.seconds" -}}
{{- $text := include "webhooks.setting" . -}}
{{- if not (regexMatch "^([0-9]+(ms|s|m)|0)$" $text) -}}
{{- fail (printf "%s is '%s'; the chart takes milliseconds, seconds and minutes, such as 20s" .name $text) -}}
{{- end -}}
{{- $amount := regexFind "^[0-9]+" $text | int -}}
{{- if hasSuffix "ms" $text -}}
{{- div (add $amount 999) 1000 -}}
{{- else if hasSuffix "m" $text -}}
{{- mul $amount 60 -}}
{{- else -}}
{{- $amount -}}
{{- end -}}
{{- end -}}

{{/* How many seconds a stop may take at most, by what serve --help says of it, and five more: a dict of root and role. */}}
{{- define "webhooks.gracePeriod" -}}
{{- $delay := include "webhooks.seconds" (dict "root" .root "name" "WEBHOOKS_HTTP_STOP_DELAY" "default" "5s") | int -}}
{{- $drain := 0 -}}
{{- if eq .role "delivery" -}}
{{- $drain = include "webhooks.seconds" (dict "root" .root "name" "WEBHOOKS_WORKER_STOP_TIMEOUT" "default" "20s") | int -}}
{{- end -}}
{{- add $delay $drain 30 5 -}}
{{- end -}}

{{- define "webhooks.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "webhooks.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* What of the disk is written to, and the certificates. */}}
{{- define "webhooks.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.certificatesSecret }}
- name: certificates
  mountPath: /etc/webhooks/certificates
  readOnly: true
{{- end }}
{{- end -}}

{{- define "webhooks.volumes" -}}
# Vert.x's cache, and the native libraries that Kafka's compression unpacks.
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if .Values.certificatesSecret }}
- name: certificates
  secret:
    secretName: {{ .Values.certificatesSecret }}
    defaultMode: 0444
{{- end }}
{{- end -}}

{{/* A NetworkPolicy's rule to a server: a dict of its port and peers. */}}
{{- define "webhooks.egressTo" -}}
- ports:
    - port: {{ .port }}
      protocol: TCP
  {{- with .peers }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
