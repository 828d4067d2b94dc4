/** Where a picture is, relative to the server's address. Each picture has an id that nobody guesses, and one address for ever. */
export const avatarUrl = (avatarId: string | null): string | null => avatarId && `/api/avatars/${avatarId}`
