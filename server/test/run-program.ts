import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundleOf, type Program } from './programs.js'

/** Runs a program of the command line to its end, with no other variables than `env`. */
export async function runProgram(program: Program, args: string[], env: Record<string, string>) {
  const node = spawn(process.execPath, [bundleOf(program), ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [node.stdout, node.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(node, 'close')) as [number | null]
  return { code, said }
}
