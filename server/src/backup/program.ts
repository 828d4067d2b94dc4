import { rmSync } from 'node:fs'
import { Logger } from '@nestjs/common'
import { runToEnd } from '../config/run-to-end.js'

const cleanups = new Set<() => void>()

/** Removes `path`, a file or a folder, when the program is interrupted meanwhile; `end` is called before. */
export async function removedOnInterrupt<T>(path: string, work: () => Promise<T>, end?: () => void): Promise<T> {
  const cleanup = () => {
    end?.()
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  cleanups.add(cleanup)
  try {
    return await work()
  } finally {
    cleanups.delete(cleanup)
  }
}

/** Runs a program of the command line to its end, quietly; interrupted, it removes what it has begun. */
export async function runProgram(main: () => Promise<void>): Promise<never> {
  Logger.overrideLogger(['error', 'fatal'])
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      for (const cleanup of cleanups) cleanup()
      process.exit(1)
    })
  }
  return runToEnd(main)
}

export const say = (line: string) => process.stdout.write(`${line}\n`)

export const formatNumber = (value: number) => value.toLocaleString('en')

/** Such as `12 chats`, `1 chat`. */
export const counted = (count: number, noun: string) => `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`
