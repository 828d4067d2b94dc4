import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { variables } from './variables.js'

const root = resolve(__dirname, '../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const known = Object.keys(variables.shape)

interface Compose {
  services: Record<
    string,
    {
      environment?: Record<string, string>
      depends_on?: Record<string, unknown>
      volumes?: string[]
      ports?: string[]
    }
  >
  volumes?: Record<string, unknown>
}
const compose = parse(read('docker/compose.yml'), { merge: true }) as Compose
const development = parse(read('docker/compose.dev.yml')) as Compose

describe('The compose files', () => {
  it('set only variables that the server reads', () => {
    for (const { services } of [compose, development]) {
      for (const name of Object.keys(services['server']?.environment ?? {})) expect(known).toContain(name)
    }
  })

  it('let an operator set everything that is not settled by the image', () => {
    const settled = ['NODE_ENV', 'HOST', 'PORT', 'DATA_DIR']
    const given = Object.keys(compose.services['server']?.environment ?? {})
    expect([...given, ...settled].sort()).toEqual([...known].sort())
  })

  it('bring no secret of their own', () => {
    const environment = compose.services['server']?.environment ?? {}
    for (const [name, value] of Object.entries(environment)) {
      if (/SECRET|PASSWORD/.test(name)) expect(value).toBe(`\${${name}:-}`)
    }
    expect(environment['DATABASE_URL']).toContain('${POSTGRES_PASSWORD:?')
  })

  it('depend on services, and mount volumes, that exist', () => {
    const services = { ...compose.services, ...development.services }
    for (const { depends_on = {}, volumes = [] } of [
      ...Object.values(compose.services),
      ...Object.values(development.services),
    ]) {
      for (const name of Object.keys(depends_on)) expect(Object.keys(services)).toContain(name)
      for (const volume of volumes) {
        const [source = ''] = volume.split(':')
        if (source.startsWith('./')) expect(existsSync(join(root, 'docker', source))).toBe(true)
        else expect(Object.keys(compose.volumes ?? {})).toContain(source)
      }
    }
  })

  it('give the servers and nginx nothing to write to but volumes, and no rights', () => {
    for (const name of ['server', 'server2', 'nginx']) {
      expect(compose.services[name]).toMatchObject({
        read_only: true,
        tmpfs: ['/tmp'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      })
    }
  })

  it('keep no log without a limit', () => {
    for (const service of Object.values(compose.services))
      expect(service).toMatchObject({ logging: { driver: 'local' } })
  })

  it('have a second server as the first, behind an nginx that knows both', () => {
    const first = compose.services['server']
    expect(compose.services['server2']).toEqual({ ...first, profiles: ['cluster'], ports: [] })
    const nginx = read('docker/nginx.conf')
    const servers = [...nginx.matchAll(/^ +server (\w+):3000 /gm)].map((match) => match[1])
    expect(servers).toEqual(['server', 'server2'])
    const [, listened] = /^ +listen (\d+);/m.exec(nginx) ?? []
    expect(compose.services['nginx']?.ports).toEqual([`\${CLUSTER_PORT:-8080}:${listened}`])
  })

  it('catch mail in development only, and open databases to this machine only', () => {
    expect(compose.services).not.toHaveProperty('mail')
    for (const name of ['postgres', 'redis', 'mail']) {
      expect(compose.services[name]?.ports).toBeUndefined()
      for (const port of development.services[name]?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
  })
})

describe('The Dockerfile', () => {
  const instructions = read('docker/Dockerfile')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
  const copies = instructions
    .filter((line) => line.startsWith('COPY '))
    .map((line) => line.split(/\s+/).slice(1))
    .map((words) => ({
      from: words.find((word) => word.startsWith('--from=')),
      paths: words.filter((word) => !word.startsWith('--')).slice(0, -1),
    }))

  it('copies what exists, or what a project builds', () => {
    expect(copies.length).toBeGreaterThan(10)
    for (const { paths } of copies) {
      for (const path of paths.map((path) => path.replace(/^\/app\/?/, ''))) {
        const project = /^(\w+)\/dist$/.exec(path)?.[1]
        expect(project ? existsSync(join(root, project, 'project.json')) : existsSync(join(root, path))).toBe(true)
      }
    }
  })

  it('installs every workspace of the lock file', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] }
    const copied = copies.flatMap(({ paths }) => paths)
    expect(copied).toEqual(expect.arrayContaining(workspaces.map((name) => `${name}/package.json`)))
  })

  it('sets only variables that the server reads', () => {
    const names = instructions
      .filter((line) => line.startsWith('ENV '))
      .flatMap((line) => line.match(/\b[A-Z_]+(?==)/g) ?? [])
    expect(names).toContain('NODE_ENV')
    for (const name of names) expect(known).toContain(name)
  })

  it('does not run as root, and says whether it is healthy', () => {
    expect(instructions).toContain('USER node')
    expect(instructions.some((line) => line.startsWith('HEALTHCHECK ') && line.includes('/api/health/ready'))).toBe(
      true,
    )
  })
})
