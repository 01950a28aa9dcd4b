{{/* The Deployment of a role: a dict of root, the role's name, its values, its ports besides management, and the settings that only it has. */}}
{{- define "webhooks.deployment" -}}
{{- $root := .root -}}
{{- $values := .values -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "webhooks.fullname" $root }}-{{ .role }}
  labels:
    {{- include "webhooks.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
spec:
  {{- if not $values.autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      {{- include "webhooks.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .role }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        {{- include "webhooks.labels" $root | nindent 8 }}
        app.kubernetes.io/component: {{ .role }}
      annotations:
        # Other settings are other pods.
        checksum/settings: {{ include "webhooks.settings" $root | sha256sum }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "webhooks.serviceAccount" $root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      {{- with $root.Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "webhooks.podSecurity" $root | nindent 8 }}
      terminationGracePeriodSeconds: {{ include "webhooks.gracePeriod" . }}
      topologySpreadConstraints:
        {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ $key }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "webhooks.selector" $root | nindent 14 }}
              app.kubernetes.io/component: {{ $.role }}
          # Of this revision only, or those that leave would count.
          matchLabelKeys: [pod-template-hash]
        {{- end }}
      {{- with $values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .role }}
          image: {{ include "webhooks.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [serve, --role, {{ .role }}]
          envFrom:
            - configMapRef:
                name: {{ include "webhooks.fullname" $root }}
            - secretRef:
                name: {{ required "existingSecret is the name of a Secret with WEBHOOKS_POSTGRES_URI and WEBHOOKS_SECRETS_KEY" $root.Values.existingSecret }}
          env:
            # Where the probes below and the Service look; nothing that is given moves them.
            - name: WEBHOOKS_HTTP_PORT
              value: "8080"
            - name: WEBHOOKS_MANAGEMENT_PORT
              value: "8081"
            - name: WEBHOOKS_MANAGEMENT_HOST
              value: 0.0.0.0
            {{- with $root.Values.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          ports:
            {{- if eq .role "api" }}
            - name: http
              containerPort: 8080
            {{- end }}
            - name: management
              containerPort: 8081
          # Up as soon as the process answers, whether or not Postgres and Kafka are there.
          startupProbe:
            httpGet:
              path: /health/live
              port: management
            periodSeconds: 2
            timeoutSeconds: 2
            failureThreshold: 30
          # Fails only for what a restart cures.
          livenessProbe:
            httpGet:
              path: /health/live
              port: management
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet:
              path: /health/ready
              port: management
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 2
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          securityContext:
            {{- include "webhooks.containerSecurity" $root | nindent 12 }}
          volumeMounts:
            {{- include "webhooks.volumeMounts" $root | nindent 12 }}
      volumes:
        {{- include "webhooks.volumes" $root | nindent 8 }}
{{- end -}}
