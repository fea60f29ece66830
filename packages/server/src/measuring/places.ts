/** A limited number of places; who finds none waits in line. */
export interface Places {
  /**
   * Resolves with a function that gives the place back. Rejects with `busy` of the number waiting when the line is full,
   * or with `left` when the signal is aborted or the places are closed.
   */
  take(signal: AbortSignal, onWait: (ahead: number) => void): Promise<() => void>
  /** Sends everybody in line away, and whoever comes. */
  close(): void
}

/** What is thrown at those who get no place. */
export interface Refusing {
  readonly busy: (waiting: number) => Error
  readonly left: () => Error
}

interface Waiting {
  readonly start: () => void
  readonly tell: (ahead: number) => void
  readonly leave: () => void
}

/** Places for `most` at once; `line` may wait. */
export function places(most: number, line: number, refusing: Refusing): Places {
  const queue: Waiting[] = []
  let taken = 0
  let closed = false

  const free = (): void => {
    const next = queue.shift()
    if (next === undefined) taken -= 1
    else next.start()
    for (const [index, { tell }] of queue.entries()) tell(index + 1)
  }
  /** A place is given back once, however often it is said. */
  const given = (): (() => void) => {
    let isOver = false
    return () => {
      if (!isOver) free()
      isOver = true
    }
  }

  return {
    take: (signal, onWait) =>
      new Promise((resolve, reject) => {
        if (closed || signal.aborted) return reject(refusing.left())
        if (taken < most) {
          taken += 1
          return resolve(given())
        }
        if (queue.length >= line) return reject(refusing.busy(queue.length))
        const leave = (): void => {
          const at = queue.indexOf(entry)
          if (at >= 0) queue.splice(at, 1)
          reject(refusing.left())
        }
        const entry: Waiting = {
          start: () => {
            signal.removeEventListener('abort', leave)
            resolve(given())
          },
          tell: onWait,
          leave,
        }
        signal.addEventListener('abort', leave, { once: true })
        queue.push(entry)
        onWait(queue.length)
      }),
    close: () => {
      closed = true
      // Each takes itself out of the line.
      while (queue[0] !== undefined) queue[0].leave()
    },
  }
}
