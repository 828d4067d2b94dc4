import { fold, MAX_TAG_LENGTH, type StaffRef } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { fuzzyScore } from '../../ui/fuzzy.js'
import type { Chat } from '../chat-cards.js'
import { snoozeTimes, timeWords, typedTime } from './snooze-times.js'
import { addTag, assign, removeTag, snooze, type TeamChange } from './team-changes.js'

/** One line to choose. */
export interface TeamOption {
  readonly id: string
  readonly words: string
  /** Beside the words, in grey. */
  readonly more?: string
  /** It is so already: of all the chats, or of some. */
  readonly held?: 'all' | 'some' | undefined
  /** Null: asks for a date and a time. */
  readonly change: TeamChange | null
}

/** Oneself first, then the others, then nobody. */
export function assignOptions(
  text: string,
  chats: readonly Chat[],
  people: readonly StaffRef[],
  me: string | undefined,
): TeamOption[] {
  const held = (id: string | null) => share(chats, ({ assignee }) => (assignee?.id ?? null) === id)
  const toOption = ({ id, name, email }: StaffRef): TeamOption => {
    const isMe = id === me
    const words = isMe ? t('teamDialog.me') : (name ?? email)
    const change = assign({ id, name: name ?? email }, isMe)
    return { id, words, more: isMe ? (name ?? email) : name ? email : '', held: held(id), change }
  }
  const nobody = { id: 'nobody', words: t('team.unassigned'), held: held(null), change: assign(null) }
  const mine = people.filter(({ id }) => id === me)
  const others = people.filter(({ id }) => id !== me)
  return matching(text, [...[...mine, ...others].map(toOption), nobody])
}

/** The tags that the chats have, then those of other chats; what is typed is a new one. Choosing one that all have takes it off. */
export function tagOptions(text: string, chats: readonly Chat[], known: readonly string[]): TeamOption[] {
  const typed = text.trim()
  const tags = [...new Set([...chats.flatMap((chat) => chat.tags ?? []), ...known])]
  const options = tags.map((tag): TeamOption => {
    const held = share(chats, (chat) => chat.tags?.includes(tag) ?? false)
    const more = held === 'all' ? t('teamDialog.takeOff') : held === 'some' ? t('teamDialog.onSome') : ''
    return { id: `tag ${tag}`, words: tag, more, held, change: held === 'all' ? removeTag(tag) : addTag(tag) }
  })
  // Letters may not be left out: a new tag must not become one that it only resembles.
  const at = ({ words }: TeamOption) => fold(words).indexOf(fold(typed))
  const found = options.filter((option) => at(option) >= 0).sort((a, b) => Math.sign(at(a)) - Math.sign(at(b)))
  const isNew = typed !== '' && [...typed].length <= MAX_TAG_LENGTH && !tags.includes(typed)
  if (!isNew) return found
  return [...found, { id: 'new', words: t('teamDialog.newTag', { tag: typed }), change: addTag(typed) }]
}

/** How long from now, as it is typed or out of a list; or until a date and time that is asked for next. */
export function snoozeOptions(text: string, chats: readonly Chat[], now: number): TeamOption[] {
  const until = (id: string, words: string, time: Date): TeamOption => {
    const exact = timeWords(time)
    return { id, words, more: exact, change: snooze(time, exact) }
  }
  const typed = typedTime(text, now)
  const usual = snoozeTimes(now).map((time) => until(time.name, t(`team.snoozeTimes.${time.name}`), time.until))
  const asked: TeamOption = { id: 'custom', words: t('team.snoozeCustom'), change: null }
  const wake: TeamOption = { id: 'wake', words: t('team.wake'), change: snooze(null) }
  const isAsleep = chats.some(({ snoozed_until }) => snoozed_until)
  const found = matching(text, [...usual, asked, ...(isAsleep ? [wake] : [])])
  return typed ? [until('typed', typed.words, typed.until), ...found] : found
}

function share(chats: readonly Chat[], has: (chat: Chat) => boolean): TeamOption['held'] {
  const count = chats.filter(has).length
  return count === 0 ? undefined : count === chats.length ? 'all' : 'some'
}

/** Those that match what is typed, best first; all of them while nothing is. */
function matching(text: string, options: TeamOption[]): TeamOption[] {
  if (!text.trim()) return options
  const scored = options.map((option) => ({ option, score: fuzzyScore(`${option.words} ${option.more ?? ''}`, text) }))
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ option }) => option)
}
