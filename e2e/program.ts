import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'

/** A program in a process group of its own, as one in a terminal is: a signal reaches all that it has started. */
export class Program {
  /** Its exit code. */
  readonly ended: Promise<number | null>
  private output = ''

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'exit').then(([code]) => code as number | null)
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (this.output += data))
  }

  static start([program = '', ...args]: string[], options: SpawnOptions): Program {
    return new Program(spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }))
  }

  /** @throws {Error} with all that it said, when it ends without having said this */
  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      const left = await Promise.race([this.ended, new Promise<true>((resolve) => setTimeout(resolve, 100, true))])
      if (left !== true) throw new Error(`It ended with ${left} and never said “${text}”:\n${this.output}`)
    }
  }

  signal(name: NodeJS.Signals): void {
    if (this.isRunning()) process.kill(-(this.child.pid ?? 0), name)
  }

  isRunning(): boolean {
    try {
      return process.kill(-(this.child.pid ?? 0), 0)
    } catch {
      return false
    }
  }
}
