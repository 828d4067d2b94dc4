/**
 * Lets the sends of one chat through one at a time, in the order in which they came.
 *
 * What one socket sends first is stored first, and a crowded chat waits here rather than in the database, where every
 * waiting transaction would hold one of the pool's connections.
 */
export class ChatQueue {
  private readonly last = new Map<string, Promise<unknown>>()

  async run<T>(chatId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(chatId) ?? Promise.resolve()).then(work, work)
    this.last.set(chatId, turn)
    try {
      return await turn
    } finally {
      if (this.last.get(chatId) === turn) this.last.delete(chatId)
    }
  }
}
