import {
  ApplicationRef,
  createComponent,
  EnvironmentInjector,
  inject,
  Injectable,
  Injector,
  type Type,
} from '@angular/core'
import { lazily } from '../loading/lazy.js'
import type { TeamDialog } from './team/team-dialog.js'
import type { TeamTask } from './team/team-task.js'

/** Opens the dialogs that assign, tag and put off chats. */
@Injectable()
export class TeamDialogs {
  private readonly app = inject(ApplicationRef)
  private readonly environmentInjector = inject(EnvironmentInjector)
  private readonly elementInjector = inject(Injector)
  private type: Type<TeamDialog> | null = null

  /** Loads their code, so that the first key finds it. What fails is said by the code notice, and tried again by the next. */
  async prepare(): Promise<void> {
    this.type ??= await lazily(async () => (await import('./team/components.js')).TeamDialog).catch(() => null)
  }

  /** @param customTime asks for a date and a time at once */
  async open(task: TeamTask, chatIds: readonly string[], customTime = false): Promise<void> {
    if (!this.type) await this.prepare()
    if (this.type) this.show(this.type, { task, chatIds, customTime })
  }

  /** Drawn and opened before the next key, which is meant for the dialog. */
  private show(type: Type<TeamDialog>, inputs: object): void {
    const { environmentInjector, elementInjector } = this
    const dialog = createComponent(type, { environmentInjector, elementInjector })
    for (const [name, value] of Object.entries(inputs)) dialog.setInput(name, value)
    this.app.attachView(dialog.hostView)
    document.body.append(dialog.location.nativeElement as Node)
    dialog.instance.closed.subscribe(() => dialog.destroy())
    dialog.changeDetectorRef.detectChanges()
    dialog.instance.show()
  }
}
