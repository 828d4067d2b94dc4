import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { SvelteElementProps } from '../element/svelte.js'
import type { SupportChatElementProps as ReactProps } from '../react.js'
import type { SupportChatElementProps as VueProps } from '../vue.js'
import type { SupportChatEvents } from './events.js'

/** Every name of the map; the compiler takes no other, and misses one that is not here. */
const NAMES = Object.keys({
  'support-chat-ready': 0,
  'support-chat-before-open': 0,
  'support-chat-open': 0,
  'support-chat-before-close': 0,
  'support-chat-close': 0,
  'support-chat-message': 0,
  'support-chat-unread': 0,
  'support-chat-mute': 0,
  'support-chat-sign-in': 0,
  'support-chat-sign-out': 0,
  'support-chat-connection': 0,
  'support-chat-error': 0,
} satisfies Record<keyof SupportChatEvents, 0>)

const widget = join(__dirname, '../..')

describe('the events of the map', () => {
  test('are those of the manifest, each with its detail and a sentence', () => {
    const folder = mkdtempSync(join(tmpdir(), 'support-chat-manifest-'))
    const analyzer = require.resolve('@custom-elements-manifest/analyzer/cem.js')
    execFileSync(process.execPath, [analyzer, 'analyze', '--outdir', relative(widget, folder)], { cwd: widget })
    const manifest = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8'))
    const { events } = manifest.modules[0].declarations[0]
    expect(events.map(({ name }: { name: string }) => name)).toEqual(NAMES)
    for (const event of events) {
      expect(event.type.text).toMatch(/^CustomEvent<.+>$/)
      expect(event.description).toMatch(/^[A-Z].+\.$/)
    }
  })

  test('are those of the README', () => {
    const [, listed = ''] = /Events: (.*?)\. /s.exec(readFileSync(join(widget, '../README.md'), 'utf8')) ?? []
    expect(listed.match(/(?<=`(?:support-chat)?)-[a-z-]+(?=`)/g)).toEqual(
      NAMES.map((name) => name.replace('support-chat', '')),
    )
  })

  test('are what React, Vue and Svelte know of', () => {
    type Same<A, B> = [A, B] extends [B, A] ? true : false
    type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
      ? `${Head}${Capitalize<CamelCase<Tail>>}`
      : S
    type Name = keyof SupportChatEvents
    const same: [
      Same<Extract<keyof ReactProps, `onsupport-chat-${string}`>, `on${Name}`>,
      Same<Extract<keyof VueProps, `onSupportChat${string}`>, `on${Capitalize<CamelCase<Name>>}`>,
      Same<
        SvelteElementProps[`onsupport-chat-unread`],
        ((event: SupportChatEvents['support-chat-unread']) => void) | undefined
      >,
    ] = [true, true, true]
    expect(same).toEqual([true, true, true])
  })
})
