import { inject, Injectable } from '@angular/core'
import { Preferences } from '../../storage/preferences.js'

/** What stands beside an empty list: the set-up, the first steps of somebody who was invited, or nothing of the kind. */
@Injectable({ providedIn: 'root' })
export class GuideState {
  readonly kept = inject(Preferences).oneOf('support-chat.guide', ['setup', 'welcome', 'hidden'])
}
