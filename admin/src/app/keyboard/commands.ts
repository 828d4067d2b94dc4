import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import type { StaffPermission } from '@support-chat/shared'
import { COMMAND_IDS, commandEntry, type CommandId } from './command-list.js'

/** What a feature does when its command is run, by key or from the palette. */
export interface CommandHandler {
  /** @param held the key is held down: it has run before */
  run(held?: boolean): void
  /** Whether it can be done now. Left out: as long as the feature is there. May read signals. */
  available?(): boolean
}

/**
 * Which commands can be run now, and what they do.
 *
 * A feature adds its command to `command-list.ts` and its words to the languages, and says in a constructor what happens:
 *
 * @example
 * inject(Commands).handle({
 *   reply: { run: () => this.composer()?.focus() },
 *   archive: { run: () => this.archive(), available: () => this.chat() !== null },
 * })
 */
@Injectable({ providedIn: 'root' })
export class Commands {
  /** Whether the reader may do something; may read signals. */
  permits: (permission: StaffPermission) => boolean = () => true
  private readonly handlers = signal<ReadonlyMap<CommandId, CommandHandler>>(new Map())

  /**
   * Takes care of commands as long as the caller lives; call it where `inject` may be called. Of two features that
   * handle the same command the later one is asked.
   */
  handle(handlers: Partial<Record<CommandId, CommandHandler>>): void {
    const own = Object.entries(handlers) as [CommandId, CommandHandler][]
    this.handlers.update((all) => new Map([...all, ...own]))
    inject(DestroyRef).onDestroy(() => {
      this.handlers.update((all) => new Map([...all].filter(([id, handler]) => handlers[id] !== handler)))
    })
  }

  isAvailable(id: CommandId): boolean {
    const handler = this.handlers().get(id)
    const { permission } = commandEntry(id)
    if (!handler || (permission && !this.permits(permission))) return false
    return handler.available?.() ?? true
  }

  /** Those that can be run now, in the order of the list. */
  available(): CommandId[] {
    return COMMAND_IDS.filter((id) => this.isAvailable(id))
  }

  /** Does nothing while the command is not available. */
  run(id: CommandId, held = false): void {
    if (this.isAvailable(id)) this.handlers().get(id)?.run(held)
  }
}
