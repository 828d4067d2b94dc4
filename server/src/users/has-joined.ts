import type { User } from './user.entity.js'

/** Whether a member of staff has come: by choosing a password, or by single sign-on. Until then they are invited. */
export const hasJoined = ({ passwordHash, oidcSubject }: Pick<User, 'passwordHash' | 'oidcSubject'>): boolean =>
  passwordHash !== null || oidcSubject !== null
