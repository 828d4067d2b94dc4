import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SHIPPED = fileURLToPath(new URL('../docker/nginx.conf', import.meta.url))
/** Debian has it where only root looks. */
const env = { PATH: [process.env.PATH, '/usr/sbin'].join(delimiter) }

/** Whether this machine has an nginx to test with. */
export const hasNginx = spawnSync('nginx', ['-v'], { env }).status === 0

/** What is in the log of one request. */
export interface Passed {
  /** Where nginx was asked. */
  port: number
  method: string
  /** Path and query. */
  uri: string
  status: number
  /** The server that answered. */
  server: string
}

/** An nginx of the test's own. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param http what stands in its `http` block */
  static async start(http: string): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'support-chat-nginx-'))
    await writeFile(join(folder, 'nginx.conf'), wholeConfiguration(http))
    const options = ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log']
    // It says what is wrong with a configuration, and ends; when it listens, it has written down its process id.
    const checked = spawnSync('nginx', [...options, '-t'], { env, encoding: 'utf8' })
    if (checked.status !== 0) throw new Error(checked.stderr)
    const child = spawn('nginx', options, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    while (!(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''))) {
      if (child.exitCode !== null) throw new Error(await readFile(join(folder, 'error.log'), 'utf8'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return new Nginx(child, folder)
  }

  /** All requests that were answered so far. */
  async passed(): Promise<Passed[]> {
    const lines = (await readFile(join(this.folder, 'access.log'), 'utf8')).trim().split('\n')
    return lines.map((line) => {
      const [port, method = '', uri = '', status, server = ''] = line.split(' ')
      return { port: Number(port), method, uri, status: Number(status), server }
    })
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM')
    if (this.child.exitCode === null) await once(this.child, 'exit')
    await rm(this.folder, { recursive: true, force: true })
  }
}

/**
 * The configuration that is shipped, with addresses of this machine. What finds containers again that have moved is left
 * out: it needs Docker's name server, and nginx 1.27.3.
 */
export async function shippedNginx(port: number, servers: readonly [number, number]): Promise<string> {
  let text = await readFile(SHIPPED, 'utf8')
  for (const [written, meant] of [
    ['listen 8080;', `listen 127.0.0.1:${port};`],
    ['server server:3000  resolve ', `server 127.0.0.1:${servers[0]} `],
    ['server server2:3000 resolve ', `server 127.0.0.1:${servers[1]} `],
    ['zone support_chat 64k;', ''],
    ['resolver 127.0.0.11 valid=5s;', ''],
  ] as const) {
    if (text.split(written).length !== 2) throw new Error(`docker/nginx.conf does not say “${written}” once`)
    text = text.replace(written, meant)
  }
  return text
}

/** All that it writes is in its own folder. One process, of this account even where that is root. */
function wholeConfiguration(http: string): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`)
  return `
    daemon off;
    master_process off;
    pid pid;
    events { worker_connections 512; }
    http {
      ${folders.join(' ')}
      log_format passed '$server_port $request_method $request_uri $status $upstream_addr';
      access_log access.log passed;
      ${http}
    }`
}
