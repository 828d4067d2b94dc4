import { Injectable, type OnModuleInit } from '@nestjs/common'
import { MAX_SHOWN_MEMBERS, type OpeningHours, type SupportChat } from '@support-chat/shared'
import { Clock, WallClock } from '../common/clock.js'
import { Config } from '../config/config.js'
import { EventBus } from '../database/event-bus.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { PresenceStore, STAFF } from '../presence/presence-store.js'
import { avatarUrl } from '../users/avatar-url.js'
import { stateOf } from './opening-hours.js'
import { replyTimeOf } from './reply-time.js'
import { type FirstAnswer, type MemberRow, TeamRepository } from './team.repository.js'
import { WidgetSettingsRepository } from './widget-settings.repository.js'

/** Milliseconds until what happens at other processes is seen here. */
export const WELCOME_MS = 5_000
/** Milliseconds until the answers are read again, where there are enough of them to tell how quick they are. */
export const REPLY_TIME_MS = 60_000

export type Welcome = Pick<SupportChat, 'greeting' | 'topics' | 'team'>

interface Known {
  readonly welcome: Promise<Welcome>
  /** By the clock, and by the time of day: then the hours begin or end. */
  readonly until: number
  validUntil: number
}

interface Measured {
  readonly answers: FirstAnswer[]
  readonly seconds: number | null
  readonly until: number
}

/**
 * What users see before anybody writes: greeting, topics, and who is on the team. Every user's client asks for it when it
 * connects, so it is made once for all of them each few seconds, and again when something of it changes at this process.
 */
@Injectable()
export class WelcomeService implements OnModuleInit {
  private known: Known | null = null
  private measured: Measured = { answers: [], seconds: null, until: 0 }

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly settings: WidgetSettingsRepository,
    private readonly team: TeamRepository,
    private readonly presence: PresenceStore,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  onModuleInit(): void {
    for (const name of ['staff.updated', 'staff.role_changed', 'staff.deactivated'] as const) {
      this.events.onAfterCommit(name, () => this.forget())
    }
    this.events.onAfterCommit('widget.changed', () => {
      this.measured = { ...this.measured, until: 0 }
      this.forget()
    })
  }

  read(): Promise<Welcome> {
    const { known } = this
    if (known && this.clock.now() < known.until && this.wallClock.now().getTime() < known.validUntil)
      return known.welcome
    return this.load()
  }

  /** Something of it is another now: it is made anew when it is asked for. */
  forget(): void {
    this.known = null
  }

  private load(): Promise<Welcome> {
    const made = this.make()
    const known: Known = {
      welcome: made.then(({ welcome }) => welcome),
      until: this.clock.now() + WELCOME_MS,
      validUntil: Infinity,
    }
    this.known = known
    made.then(
      ({ validUntil }) => (known.validUntil = validUntil),
      () => this.known === known && this.forget(),
    )
    return known.welcome
  }

  private async make(): Promise<{ welcome: Welcome; validUntil: number }> {
    const read = this.unitOfWork.read.bind(this.unitOfWork)
    const { team_name, greeting, topics, hours } = await read((reader) => this.settings.read(reader))
    const members = await read((reader) => this.team.members(reader))
    const { answers, seconds } = await this.measure(hours)
    const online = await this.presence.filterOnline([STAFF, ...members.map(({ id }) => id)])
    const { isOpen, opensAt, validUntil } = stateOf(hours, this.wallClock.now().getTime())
    const team = {
      name: team_name || this.config.appName,
      members: shownOf(members, online, answers),
      online: isOpen && online.has(STAFF),
      back_at: opensAt === null ? null : new Date(opensAt).toISOString(),
      reply_time_seconds: seconds,
    }
    return { welcome: { greeting, topics, team }, validUntil }
  }

  private async measure(hours: OpeningHours): Promise<Measured> {
    if (this.clock.now() >= this.measured.until) {
      const answers = await this.unitOfWork.read((reader) => this.team.firstAnswers(reader))
      const seconds = replyTimeOf(answers, hours)
      this.measured = { answers, seconds, until: seconds === null ? 0 : this.clock.now() + REPLY_TIME_MS }
    }
    return this.measured
  }
}

/** First who is connected, then who answered last, then who was seen last: without their addresses. */
function shownOf(members: MemberRow[], online: Set<string>, answers: FirstAnswer[]): Welcome['team']['members'] {
  const answered = new Map([...answers].reverse().map(({ senderId }, index) => [senderId, index]))
  const rank = ({ id }: MemberRow) => (online.has(id) ? answers.length + 1 : 0) + (answered.get(id) ?? -1)
  return [...members]
    .sort((one, other) => rank(other) - rank(one))
    .slice(0, MAX_SHOWN_MEMBERS)
    .map(({ name, avatar_id }) => ({ name, avatar_url: avatarUrl(avatar_id) }))
}
