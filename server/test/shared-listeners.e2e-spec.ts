import type { AddressInfo } from 'node:net'
import {
  type ArgumentsHost,
  type CanActivate,
  Catch,
  type ExecutionContext,
  type INestApplication,
  Injectable,
  Logger,
  UseFilters,
  UseGuards,
} from '@nestjs/common'
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets'
import { Test } from '@nestjs/testing'
import { of } from 'rxjs'
import type { Socket } from 'socket.io'
import { io, type Socket as Client } from 'socket.io-client'
import { SharedListenersIoAdapter } from '../src/realtime/shared-listeners.adapter.js'
import { eventually } from './eventually.js'

@Injectable()
class NoGuests implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToWs().getData<string>() !== 'guest'
  }
}

@Catch(WsException)
class AnswersFailures {
  catch(exception: WsException, host: ArgumentsHost): void {
    const acknowledge = host.getArgs<unknown[]>().find((argument) => typeof argument === 'function')
    ;(acknowledge as (answer: string) => void)(`failed: ${exception.message}`)
  }
}

@WebSocketGateway()
@UseGuards(NoGuests)
@UseFilters(AnswersFailures)
class OneGateway {
  @SubscribeMessage('who')
  who(@ConnectedSocket() socket: Socket, @MessageBody() name: string): string {
    return `${name} of ${socket.id}`
  }

  @SubscribeMessage('stream')
  stream() {
    return of({ event: 'part', data: 1 }, { event: 'part', data: 2 })
  }

  @SubscribeMessage('both')
  async one(): Promise<{ event: string; data: string }> {
    return Promise.resolve({ event: 'heard', data: 'by one' })
  }

  @SubscribeMessage('fail')
  fail(): never {
    throw new WsException('as it should')
  }

  @SubscribeMessage('nothing')
  nothing(): undefined {
    return undefined
  }
}

@WebSocketGateway()
class OtherGateway {
  @SubscribeMessage('both')
  other(): { event: string; data: string } {
    return { event: 'heard', data: 'by the other' }
  }
}

@WebSocketGateway()
@UseFilters(
  new (class {
    catch(): never {
      throw new Error('a filter that fails')
    }
  })(),
)
class BrokenGateway {
  @SubscribeMessage('broken')
  broken(): never {
    throw new Error('as it should')
  }
}

describe('Gateways whose sockets share their listeners', () => {
  let app: INestApplication
  const clients: Client[] = []

  beforeAll(async () => {
    const module = await Test.createTestingModule({ providers: [OneGateway, OtherGateway, BrokenGateway] }).compile()
    app = module.createNestApplication({ logger: false })
    app.useWebSocketAdapter(new SharedListenersIoAdapter(app))
    await app.listen(0, '127.0.0.1')
  })
  afterAll(async () => {
    for (const client of clients) client.close()
    await app.close()
  })

  const connect = async (): Promise<Client> => {
    const { port } = app.getHttpServer().address() as AddressInfo
    const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true })
    clients.push(client)
    await new Promise<void>((resolve) => client.once('connect', resolve))
    return client
  }

  it('are called with the socket that the event came from', async () => {
    const [ada, bob] = [await connect(), await connect()]
    const answers = await Promise.all([ada.emitWithAck('who', 'Ada'), bob.emitWithAck('who', 'Bob')])
    expect(answers).toEqual([`Ada of ${ada.id}`, `Bob of ${bob.id}`])
  })

  it('answer with events, one or a stream of them, from every gateway that handles the event', async () => {
    const client = await connect()
    const events: unknown[] = []
    client.on('part', (part) => events.push(part))
    client.on('heard', (who) => events.push(who))
    client.emit('stream')
    await eventually(() => events.length === 2 || null, 'the stream')
    client.emit('both')
    await eventually(() => events.length === 4 || null, 'both gateways')
    expect(events.slice(0, 2)).toEqual([1, 2])
    expect(new Set(events.slice(2))).toEqual(new Set(['by one', 'by the other']))
  })

  it('keep their guards and filters, and take the next event after one that failed', async () => {
    const client = await connect()
    expect(await client.emitWithAck('who', 'guest')).toBe('failed: Forbidden resource')
    expect(await client.emitWithAck('fail', 1)).toBe('failed: as it should')
    expect(await client.emitWithAck('who', 'Ada')).toBe(`Ada of ${client.id}`)
  })

  it('log a filter that fails, and acknowledge nothing where a handler has nothing to say', async () => {
    const client = await connect()
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined)
    client.emit('broken')
    await eventually(() => logged.mock.calls.length > 0 || null, 'the error to be logged')
    expect(logged.mock.calls[0]?.[0]).toEqual(new Error('a filter that fails'))
    logged.mockRestore()
    let answered = false
    client.emit('nothing', 1, () => (answered = true))
    expect(await client.emitWithAck('who', 'Ada')).toBe(`Ada of ${client.id}`)
    expect(answered).toBe(false)
  })
})
