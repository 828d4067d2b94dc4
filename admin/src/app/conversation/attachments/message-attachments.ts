import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core'
import type { Attachment } from '@support-chat/shared'
import { serverUrl } from '../../auth/auth-api.js'
import { t } from '../../language/later.js'
import { Icon, type IconName } from '../../ui/icon.js'
import { fileSize, fileType, pictureBox } from './attachment-view.js'
import { FreshAttachments } from './fresh-attachments.js'
import { PictureViewer } from './picture-viewer.js'

const ICONS: Record<Attachment['state'], IconName> = { ready: 'file', scanning: 'clock', refused: 'alert' }

/** The files of a message: pictures small, to be opened large, and a card for everything else. */
@Component({
  selector: 'app-message-attachments',
  imports: [Icon, PictureViewer],
  templateUrl: './message-attachments.html',
  styleUrl: './message-attachments.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageAttachments {
  protected readonly t = t
  readonly attachments = input.required<readonly Attachment[]>()
  private readonly files = new FreshAttachments(this.attachments)
  protected readonly viewed = signal<Attachment | null>(null)
  /** Those that could not be opened. */
  private readonly failed = signal<ReadonlySet<string>>(new Set())
  /** Pictures that are no longer there, or not yet. */
  private readonly undrawn = signal<ReadonlySet<string | null>>(new Set())

  protected readonly shown = computed(() =>
    this.files.all().map((file) => {
      const thumbnail = file.thumbnail_url ?? file.url
      return {
        file,
        box: pictureBox(file),
        thumbnail: thumbnail !== null && !this.undrawn().has(thumbnail) ? serverUrl() + thumbnail : null,
        icon: ICONS[file.state],
        detail: this.detail(file),
        failed: this.failed().has(file.id),
      }
    }),
  )

  protected async view(file: Attachment): Promise<void> {
    const usable = await this.usable(file)
    if (usable) this.viewed.set(usable)
  }

  protected async download(file: Attachment): Promise<void> {
    const usable = await this.usable(file)
    if (!usable?.url) return
    Object.assign(document.createElement('a'), { href: serverUrl() + usable.url, download: usable.name }).click()
  }

  protected leaveOut({ thumbnail_url, url }: Attachment): void {
    this.undrawn.update((undrawn) => new Set(undrawn).add(thumbnail_url ?? url))
  }

  /** With an address; null where the server has none now, which is said beside the file. */
  private async usable(file: Attachment): Promise<Attachment | null> {
    const usable = await this.files.usable(file).catch(() => null)
    const failed = new Set(this.failed())
    if (usable?.url) failed.delete(file.id)
    else failed.add(file.id)
    this.failed.set(failed)
    return usable?.url ? usable : null
  }

  private detail({ name, size, state }: Attachment): string {
    const facts = [fileType(name), fileSize(size)].filter(Boolean).join(' · ')
    return state === 'ready' ? facts : t(`attachments.${state}`)
  }
}
