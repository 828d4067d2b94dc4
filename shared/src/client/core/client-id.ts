/** A random UUID, version 4. `crypto.randomUUID` is missing on pages that are not served over HTTPS; this is not. */
export const newClientId = (): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    return (byte % 16).toString(16)
  })
