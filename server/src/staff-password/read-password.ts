import { createInterface } from 'node:readline'
import type { ReadStream } from 'node:tty'
import { StartError } from '../config/start-error.js'

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const BACKSPACE = /[\b\u007f]/

/** Asks twice at a terminal, without echo; otherwise reads the first line of standard input. Arguments would show in `ps`. */
export async function readPassword(): Promise<string> {
  const input = process.stdin
  if (!input.isTTY) return firstLine()
  const password = await ask(input, 'New password: ')
  if ((await ask(input, 'Once more: ')) !== password)
    throw new StartError('The two are not the same: nothing was changed.')
  return password
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  throw new StartError('There is no password on standard input.')
}

function ask(input: ReadStream, question: string): Promise<string> {
  process.stderr.write(question)
  input.setRawMode(true).setEncoding('utf8').resume()
  return new Promise((resolve, reject) => {
    let typed = ''
    const done = (finish: () => void) => {
      input.off('data', onData)
      input.setRawMode(false).pause()
      process.stderr.write('\n')
      finish()
    }
    const onData = (text: string) => {
      for (const character of text) {
        if (character === CTRL_C || character === CTRL_D) {
          done(() => reject(new StartError('Nothing was changed.')))
          return
        }
        if (/[\r\n]/.test(character)) {
          done(() => resolve(typed))
          return
        }
        typed = BACKSPACE.test(character) ? [...typed].slice(0, -1).join('') : typed + character
      }
    }
    input.on('data', onData)
  })
}
