import type { SupportChat } from '../../contract/user-api.js'

/** What a user sees before anybody writes: greeting, topics, and the team with the addresses of its pictures in full. */
export type Welcome = Pick<SupportChat, 'greeting' | 'topics' | 'team'>

/** @param serverUrl that the pictures are at */
export function welcomeOf({ greeting, topics, team }: SupportChat, serverUrl: string): Welcome {
  const members = team.members.map(({ name, avatar_url: url }) => ({ name, avatar_url: url && serverUrl + url }))
  return { greeting, topics, team: { ...team, members } }
}
