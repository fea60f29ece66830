import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { quantile } from './figures.ts'

/** What a client on keep-alive connections saw. */
export interface Load {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly answers: number
}

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** One keep-alive connection that sends one request at a time. */
export class Connection {
  readonly #socket: Socket
  readonly #host: string
  readonly #token: string
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (answer: { status: number; body: Buffer }) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket, host: string, token: string) {
    this.#socket = socket
    this.#host = host
    this.#token = token
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')))
  }

  static open(url: string, token: string): Promise<Connection> {
    const { hostname, port, host } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.once('error', reject)
      socket.once('connect', () => resolve(new Connection(socket, host, token)))
    })
  }

  send({ method, path, body = '' }: Request): Promise<{ status: number; body: Buffer }> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      const content =
        method === 'GET' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\nauthorization: Bearer ${this.#token}\r\n${content}\r\n${body}`,
      )
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const end = this.#received.indexOf(HEAD_END)
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    const from = end + HEAD_END.length
    if (this.#received.length < from + length) return
    const answer = { status: Number(head.slice(9, 12)), body: this.#received.subarray(from, from + length) }
    this.#received = this.#received.subarray(from + length)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(answer)
  }
}

/**
 * Sends requests on some connections for a while; every answer must be 200. Without a pace each connection sends as soon
 * as it has its answer. With one, requests are due at even distances whatever the server does, and the time of each
 * counts from when it was due: waiting for a free connection is not left out.
 */
export async function load(on: {
  readonly url: string
  readonly token: string
  readonly connections: number
  readonly seconds: number
  readonly pacePerSecond?: number
  readonly request: (n: number) => Request
}): Promise<Load> {
  const connections = await Promise.all(Array.from({ length: on.connections }, () => Connection.open(on.url, on.token)))
  const latencies: number[] = []
  let sent = 0
  let due = 0
  const from = performance.now()
  const until = from + on.seconds * 1000
  const one = async (connection: Connection): Promise<void> => {
    while (performance.now() < until) {
      let start = performance.now()
      if (on.pacePerSecond !== undefined) {
        start = from + ((due += 1) / on.pacePerSecond) * 1000
        if (start >= until) return
        const early = start - performance.now()
        if (early > 0) await setTimeout(early)
      }
      const { status, body } = await connection.send(on.request((sent += 1)))
      latencies.push(performance.now() - start)
      if (status !== 200) throw new Error(`the server answered ${status}: ${body.toString().slice(0, 500)}`)
    }
  }
  try {
    await Promise.all(connections.map(one))
  } finally {
    for (const connection of connections) connection.close()
  }
  const seconds = (performance.now() - from) / 1000
  return {
    perSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    p99Ms: quantile(latencies, 0.99),
    answers: latencies.length,
  }
}
