import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Config } from '../config/config.js'
import { cannotListen, METRICS_VARIABLES } from '../config/cannot-listen.js'
import { MetricsRegistry } from './metrics.registry.js'

/** Of a request, in milliseconds: a scraper sends a line or two. */
const REQUEST_MS = 5_000

/** Serves `/metrics` by itself, so that it is not where the product is: on this machine, or in an operator's network. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Metrics')
  private readonly server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS })

  constructor(
    private readonly config: Config,
    private readonly registry: MetricsRegistry,
  ) {
    this.server.on('request', (request, response) => void this.answer(request, response))
  }

  /** Where it listens; differs from the configured port where that is 0. */
  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** @throws StartError where it cannot listen */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.metrics) return
    const { port, host } = this.config.metrics
    try {
      await once(this.server.listen(port, host), 'listening')
    } catch (error) {
      throw cannotListen(error, { port, host, variables: METRICS_VARIABLES })
    }
    this.logger.log(`Serving metrics: host=${host} port=${this.port}`)
  }

  async beforeApplicationShutdown(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve))
    this.server.closeAllConnections()
    await closed
  }

  private async answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url?.replace(/\?.*/s, '') !== '/metrics') return respond(response, 404, 'Metrics are at /metrics\n')
    if (method !== 'GET' && method !== 'HEAD') return respond(response, 405, 'Metrics are read by GET\n')
    try {
      const metrics = await this.registry.metrics()
      respond(response, 200, metrics, this.registry.contentType)
    } catch (error) {
      this.logger.error('Failed to collect metrics', error instanceof Error ? error.stack : String(error))
      respond(response, 500, 'Metrics could not be collected: see the log\n')
    }
  }
}

function respond(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}
