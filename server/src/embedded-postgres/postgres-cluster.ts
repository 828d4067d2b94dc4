import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chown, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { diskError } from '../config/disk-error.js'
import { loadOrCreateSecret } from '../config/load-or-create-secret.js'
import { StartError } from '../config/start-error.js'
import { type Account, prepareHome } from './postgres-account.js'
import { installPrograms, moveInto } from './postgres-programs.js'
import { type Postmaster, findPostmaster } from './postmaster.js'

const run = promisify(execFile)

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  // What people write stays out of the log: neither the failing statement nor the row it failed on.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
]
const NOT_DURABLE = ['fsync=off', 'full_page_writes=off']

/** `pg_ctl` gives up by itself after a minute; a disk that hangs is given up here. */
const LONGEST_RUN_MS = 120_000

/** Another process was first, to the port or to the data, or the children of a killed postmaster are still leaving. */
const LOST_RACE = /Address already in use|lock file "postmaster.pid" already exists|shared memory block .* still in use/

/** PostgreSQL's programs, data and log in one folder, and the three things to do with them. */
export class PostgresCluster {
  private constructor(
    private readonly home: string,
    private readonly programs: string,
    private readonly account: Account | null,
    private readonly durable: boolean,
    readonly password: string,
  ) {}

  /** Installs the programs and makes the data folder where either is missing. */
  static async prepare(dataDir: string, durable: boolean): Promise<PostgresCluster> {
    const password = loadOrCreateSecret(join(dataDir, 'postgres-password'))
    try {
      const account = await prepareHome(join(dataDir, 'postgres'))
      const home = await realpath(join(dataDir, 'postgres'))
      const programs = await installPrograms(home, account)
      const cluster = new PostgresCluster(home, programs, account, durable, password)
      if (!existsSync(cluster.data)) await cluster.initialize()
      return cluster
    } catch (error) {
      throw diskError(error, join(dataDir, 'postgres')) ?? error
    }
  }

  private get data(): string {
    return join(this.home, 'data')
  }

  private get log(): string {
    return join(this.home, 'postgres.log')
  }

  postmaster(): Promise<Postmaster | null> {
    return findPostmaster(this.data)
  }

  /** Of the postmaster, also of one that is still starting; null where none has got that far. For those who cannot wait. */
  pid(): number | null {
    try {
      return parseInt(readFileSync(join(this.data, 'postmaster.pid'), 'utf8')) || null
    } catch {
      return null
    }
  }

  /** @returns whether it runs now; false when it is worth another try. */
  async start(port: number): Promise<boolean> {
    const settings = [`port=${port}`, ...SETTINGS, ...(this.durable ? [] : NOT_DURABLE)]
    const options = settings.map((setting) => `-c ${setting}`).join(' ')
    const logged = await stat(this.log).then(
      ({ size }) => size,
      () => 0,
    )
    try {
      await this.run('pg_ctl', ['start', '--wait', '-D', this.data, '-l', this.log, '-o', options])
      return true
    } catch (error) {
      const said = (await readFile(this.log).catch(() => Buffer.alloc(0))).subarray(logged).toString()
      if (LOST_RACE.test(said)) return false
      const full = diskError({ ...(error as object), message: said }, this.home)
      if (full) throw full
      const reason = said
        .split('\n')
        .findLast((line) => /FATAL|PANIC|error/.test(line))
        ?.replace(/^.*?(FATAL|PANIC):\s*/, '')
      throw new StartError(`The embedded database did not start: ${reason ?? 'no reason was given'}. See ${this.log}.`)
    }
  }

  /** Rolls back what is open, writes everything down, and waits for the end. */
  async stop(): Promise<void> {
    if (await this.postmaster()) await this.run('pg_ctl', ['stop', '--wait', '--mode=fast', '-D', this.data])
  }

  /** Made aside and moved into place, so that a killed initdb leaves nothing that looks finished. */
  private async initialize(): Promise<void> {
    const draft = `${this.data}.${process.pid}`
    const passwordFile = `${draft}.password`
    await rm(draft, { recursive: true, force: true })
    await writeFile(passwordFile, this.password, { mode: 0o600 })
    if (this.account) await chown(passwordFile, this.account.uid, this.account.gid)
    try {
      await this.run('initdb', [
        ...['-D', draft, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...(this.durable ? [] : ['--no-sync']),
      ])
      await moveInto(draft, this.data)
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim() || String(error)
      throw new StartError(`The embedded database could not be made in ${this.home}: ${said}`)
    } finally {
      await rm(passwordFile, { force: true })
    }
  }

  /** With an environment of its own: the server's secrets are none of PostgreSQL's business. */
  private run(program: string, args: string[]): Promise<unknown> {
    return run(join(this.programs, program), args, {
      cwd: this.home,
      env: { LC_ALL: 'C' },
      timeout: LONGEST_RUN_MS,
      ...this.account,
    })
  }
}
