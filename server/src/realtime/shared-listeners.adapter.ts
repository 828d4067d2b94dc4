import { Logger } from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import type { MessageMappingProperties } from '@nestjs/websockets'
import { isObservable } from 'rxjs'
import type { Socket } from 'socket.io'

/** What a client sent, and its acknowledgement where it waits for one. */
interface Payload {
  data: unknown
  ack?: (answer: unknown) => void
}

/** What a handler returns: data for the acknowledgement, or an event to be sent in place of it. */
type Answer = { event?: string; data?: unknown } | null | undefined

/**
 * Calls the handlers of gateways as Nest's adapter does, without its streams: those are made for each event of each socket,
 * and are most of the memory of a socket that does nothing. Here all sockets share one listener for each event.
 */
export class SharedListenersIoAdapter extends IoAdapter {
  private readonly log = new Logger(SharedListenersIoAdapter.name)
  private readonly handlers = new WeakMap<Socket, MessageMappingProperties[]>()
  private readonly listeners = new Map<unknown, (this: Socket, ...payload: unknown[]) => void>()

  override bindMessageHandlers(socket: Socket, handlers: MessageMappingProperties[]): void {
    const others = this.handlers.get(socket) ?? []
    this.handlers.set(socket, others.length > 0 ? [...others, ...handlers] : handlers)
    const events = new Set(handlers.map(({ message }) => message as string))
    for (const { message } of others) events.delete(message as string)
    for (const event of events) socket.on(event, this.listenerOf(event))
  }

  private listenerOf(event: string): (this: Socket, ...payload: unknown[]) => void {
    const known = this.listeners.get(event)
    if (known) return known
    const call = (socket: Socket, payload: unknown[]) => {
      for (const handler of this.handlers.get(socket) ?? [])
        if (handler.message === event) void this.call(socket, handler, payload)
    }
    const listener = function (this: Socket, ...payload: unknown[]) {
      call(this, payload)
    }
    this.listeners.set(event, listener)
    return listener
  }

  /** Never rejects. A handler whose error filter throws is an error of the application's. */
  private async call(socket: Socket, handler: MessageMappingProperties, payload: unknown[]): Promise<void> {
    try {
      const { data, ack } = this.mapPayload(payload.length > 1 ? payload : payload[0]) as Payload
      const answer: unknown = await handler.callback(data, ack)
      const respond = (each: unknown) => this.respond(socket, handler, each as Answer, ack)
      if (isObservable(answer)) await answer.forEach(respond)
      else respond(answer)
    } catch (error) {
      this.log.error(error)
    }
  }

  private respond(socket: Socket, handler: MessageMappingProperties, answer: Answer, ack: Payload['ack']): void {
    if (answer === null || answer === undefined || !socket.connected) return
    if (answer.event) socket.emit(answer.event, answer.data)
    else if (ack && !handler.isAckHandledManually) ack(answer)
  }
}
