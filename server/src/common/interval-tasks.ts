import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'

interface Task {
  readonly run: () => void | Promise<void>
  readonly timer: NodeJS.Timeout
  running: Promise<void> | null
}

/** What an application does again and again, until it shuts down. */
@Injectable()
export class IntervalTasks implements OnApplicationShutdown {
  private readonly logger = new Logger(IntervalTasks.name)
  private readonly tasks = new Map<string, Task>()

  /**
   * Starts to run a task each `periodMs`. A run that takes longer delays the next one.
   * @param name what it does, as a verb and its object: a failed run is logged as "Failed to NAME"
   */
  start(name: string, periodMs: number, run: () => void | Promise<void>): void {
    const timer = setInterval(() => {
      if (this.find(name).running === null) void this.run(name)
    }, periodMs).unref()
    this.tasks.set(name, { run, timer, running: null })
  }

  /** Runs a task once more, now or as soon as the run under way ends. Never rejects. */
  async run(name: string): Promise<void> {
    const task = this.find(name)
    const running = Promise.resolve(task.running)
      .then(task.run)
      .catch((error: unknown) => this.logger.warn(`Failed to ${name}: error=${String(error)}`))
    task.running = running
    await running
    if (task.running === running) task.running = null
  }

  /** From now on the task, if it was started, runs only by `run`. Waits for the run under way. */
  async stop(name: string): Promise<void> {
    const task = this.tasks.get(name)
    clearInterval(task?.timer)
    await task?.running
  }

  onApplicationShutdown(): void {
    for (const { timer } of this.tasks.values()) clearInterval(timer)
  }

  private find(name: string): Task {
    const task = this.tasks.get(name)
    if (!task) throw new Error(`There is no task "${name}"`)
    return task
  }
}
