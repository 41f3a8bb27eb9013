import { createSignal, onCleanup } from "solid-js"
import { RequestFailed, asTrouble, troubleOf, type Trouble } from "../api/Trouble.ts"

/** A file without a name of its own is called this. */
const unnamed = "list.csv"
/** More rows than one draw of the page tells apart. */
const drawnEvery = 200

/** Takes a list as a file, counting its rows as they come; a broken answer leaves no half file behind. */
export const createExport = () => {
  const [rows, setRows] = createSignal<number | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const take = async (address: string, signal: AbortSignal) => {
    const answer = await fetch(address, { credentials: "same-origin", signal })
    if (!answer.ok) throw new RequestFailed(troubleOf(answer.status, await answer.json().catch(() => null)))
    const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? unnamed
    const reader = answer.body?.getReader()
    const parts: Array<Uint8Array<ArrayBuffer>> = []
    let count = -1
    let drawn = 0
    for (;;) {
      const part = await reader?.read()
      if (part === undefined || part.done) break
      parts.push(part.value)
      for (const byte of part.value) if (byte === 10) count += 1
      if (count - drawn >= drawnEvery) setRows((drawn = count))
    }
    save(name, new Blob(parts, { type: "text/csv;charset=utf-8" }))
  }
  const run = (address: string) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    setTrouble(null)
    setRows(0)
    take(address, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error instanceof RequestFailed ? error : cutOff))
      })
      .finally(() => {
        if (!signal.aborted) setRows(null)
      })
  }
  return {
    run,
    /** Rows so far; null while nothing is taken. */
    rows,
    trouble,
    forget: () => setTrouble(null)
  }
}

const cutOff = new RequestFailed(troubleOf(0, null))

/** Hands the browser a file to keep. */
const save = (name: string, file: Blob) => {
  const address = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
