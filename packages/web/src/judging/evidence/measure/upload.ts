import type { Problem } from '@muster/contract'
import { ApiProblem, Unreachable } from '@muster/contract'

export interface Uploaded {
  readonly digest: string
  readonly name: string
  readonly bytes: number
}

/**
 * Uploads a file and tells how far it is, from 0 to 1. `fetch` cannot tell that, so the older request does it. Rejects with
 * an `AbortError` when the signal is aborted: then nothing is kept.
 */
export function upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded / Math.max(1, event.total)))
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.response as Uploaded)
      else if (request.response === null) reject(new Unreachable(`The server answered ${request.status}.`))
      else reject(new ApiProblem(request.response as Problem))
    })
    request.addEventListener('error', () => reject(new Unreachable('The server cannot be reached.')))
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
