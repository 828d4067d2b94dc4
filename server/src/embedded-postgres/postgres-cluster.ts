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
  // Keeps failing statements and rows, which people wrote, out of the log.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
]
const NOT_DURABLE = ['fsync=off', 'full_page_writes=off']

/** `pg_ctl` has a timeout of a minute, which does not help where the disk hangs. */
const LONGEST_RUN_MS = 120_000

/** Another process took the port or the data first, or children of a killed postmaster are still running. */
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

  /** Installs the programs and creates the data folder where either is missing. */
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

  /** The id of the postmaster, also while it is starting; null where there is none. Synchronous, for a process that must exit. */
  pid(): number | null {
    try {
      return parseInt(readFileSync(join(this.data, 'postmaster.pid'), 'utf8')) || null
    } catch {
      return null
    }
  }

  /** @returns whether it runs now; false where another try may succeed */
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

  /** Rolls back open transactions, writes everything to disk, and waits until it has stopped. */
  async stop(): Promise<void> {
    if (await this.postmaster()) await this.run('pg_ctl', ['stop', '--wait', '--mode=fast', '-D', this.data])
  }

  /** Creates the data folder under another name and renames it, so that a killed initdb leaves nothing that looks finished. */
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

  /** Without the environment of this process, which has the server's secrets. */
  private run(program: string, args: string[]): Promise<unknown> {
    return run(join(this.programs, program), args, {
      cwd: this.home,
      env: { LC_ALL: 'C' },
      timeout: LONGEST_RUN_MS,
      ...this.account,
    })
  }
}
