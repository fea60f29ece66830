import type { Problem } from '@muster/contract'
import { ApiProblem, Unreachable } from '@muster/contract'

export interface Uploaded {
  readonly digest: string
  readonly name: string
}

/** Uploads a file and tells how far it is, from 0 to 1. `fetch` cannot tell that, so the older request does it. */
export function upload(file: File, onProgress: (share: number) => void): Promise<Uploaded> {
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
    request.send(file)
  })
}

const HEAD_BYTES = 65_536

/** The columns of a CSV or JSON-lines file, by its beginning; empty when its format does not show them. */
export async function columnsOf(file: File): Promise<readonly string[]> {
  const [line = ''] = (await file.slice(0, HEAD_BYTES).text()).split(/\r?\n/, 1)
  if (/\.csv$/i.test(file.name)) return headerOf(line)
  if (!/\.(?:jsonl|ndjson)$/i.test(file.name)) return []
  try {
    return Object.keys(JSON.parse(line) as object)
  } catch {
    return []
  }
}

/** The names in a header line of a CSV. Example: `headerOf('a,"b,c",d') // ['a', 'b,c', 'd']` */
export function headerOf(line: string): readonly string[] {
  const separator = line.includes(';') && !line.includes(',') ? ';' : ','
  const names: string[] = []
  let name = ''
  let isQuoted = false
  for (const c of line.replace(/^\uFEFF/, '')) {
    if (c === '"') isQuoted = !isQuoted
    else if (c === separator && !isQuoted) {
      names.push(name)
      name = ''
    } else name += c
  }
  return [...names, name].map((n) => n.trim()).filter((n) => n !== '')
}
