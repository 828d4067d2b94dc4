const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whether a text can be an id. PostgreSQL would reject a query with any other. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
