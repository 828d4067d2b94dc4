import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { variables } from './variables.js'

const root = resolve(__dirname, '../../..')

interface Container {
  command?: string[]
  ports?: { name: string; containerPort: number }[]
  securityContext: object
  volumeMounts: { name: string }[]
}
interface Probe {
  httpGet: object
  periodSeconds: number
  failureThreshold: number
}
interface Pod {
  metadata: { labels: object }
  spec: {
    terminationGracePeriodSeconds?: number
    securityContext: object
    containers: [Container & Record<`${'startup' | 'readiness' | 'liveness'}Probe`, Probe>]
    volumes: { name: string }[]
  }
}
interface Manifest {
  kind: string
  metadata: { name: string; namespace?: string }
  data?: Record<string, string>
  stringData?: Record<string, string>
  spec: {
    replicas: number
    progressDeadlineSeconds: number
    unhealthyPodEvictionPolicy: string
    template: Pod
    jobTemplate: { spec: { template: Pod; activeDeadlineSeconds: number } }
    selector: object
  }
}
const manifests = parseAllDocuments(readFileSync(join(root, 'docker/kubernetes.yaml'), 'utf8')).map(
  (document) => document.toJS() as Manifest,
)
const of = (kind: string) => manifests.find((manifest) => manifest.kind === kind)!
const server = of('Deployment').spec.template
const backup = of('CronJob').spec.jobTemplate.spec.template

describe('The Kubernetes manifest', () => {
  it('sets only variables that the server reads, and all that production asks for', () => {
    const given = Object.keys({ ...of('Secret').stringData, ...of('ConfigMap').data })
    expect(Object.keys(variables.shape)).toEqual(expect.arrayContaining(given))
    const required = [
      'DATABASE_URL',
      'STAFF_JWT_SECRET',
      'USER_JWT_SECRET',
      'ADMIN_EMAIL',
      'ADMIN_PASSWORD',
      'REDIS_URL',
    ]
    expect(given).toEqual(expect.arrayContaining(required))
  })

  it('runs without root, without rights, and writes to volumes only', () => {
    for (const { spec } of [server, backup]) {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 })
      const [{ securityContext, volumeMounts }] = spec.containers
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(volumeMounts.map(({ name }) => name)).toEqual(spec.volumes.map(({ name }) => name))
    }
  })

  it('asks the routes of health, and gives a process the time that it takes to end', () => {
    const [{ startupProbe, readinessProbe, livenessProbe }] = server.spec.containers
    expect(startupProbe.httpGet).toEqual({ path: '/api/health/live', port: 'http' })
    expect(readinessProbe.httpGet).toEqual({ path: '/api/health/ready', port: 'http' })
    expect(livenessProbe.httpGet).toEqual({ path: '/api/health/live', port: 'http' })
    // 5 s of preStop, 3 s of notice and 20 s for what is under way: see main.ts.
    expect(server.spec.terminationGracePeriodSeconds).toBeGreaterThan(28)
  })

  it('lets no wait be without an end, and none end before what it waits for', () => {
    const { startupProbe } = server.spec.containers[0]
    const { failureThreshold, periodSeconds } = startupProbe
    expect(of('Deployment').spec.progressDeadlineSeconds).toBeGreaterThan(failureThreshold * periodSeconds)
    expect(of('CronJob').spec.jobTemplate.spec.activeDeadlineSeconds).toBeLessThan(24 * 3600)
    expect(of('PodDisruptionBudget').spec.unhealthyPodEvictionPolicy).toBe('AlwaysAllow')
  })

  it('lets Service and PodDisruptionBudget select the servers, and not the backup', () => {
    const { labels } = server.metadata
    for (const kind of ['Deployment', 'PodDisruptionBudget'])
      expect(of(kind).spec.selector).toEqual({ matchLabels: labels })
    expect(of('Service').spec.selector).toEqual(labels)
    expect(backup.metadata.labels).not.toEqual(labels)
    expect(of('Deployment').spec.replicas).toBeGreaterThan(1)
  })

  it('stays in its namespace, and backs up with a program that there is', () => {
    for (const { kind, metadata } of manifests) {
      if (kind !== 'Namespace') expect(metadata.namespace).toBe('support-chat')
    }
    const [, program] = /node server\/dist\/(\S+)\.js /.exec(backup.spec.containers[0].command?.at(-1) ?? '') ?? []
    expect(existsSync(join(root, 'server/src', `${program}.ts`))).toBe(true)
  })
})
