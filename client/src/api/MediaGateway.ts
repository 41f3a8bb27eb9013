import { RequestFailed, troubleOf, type Trouble } from "./Trouble.ts"
import type { Answer } from "./Endpoints.ts"
import { request } from "./request.ts"
import type { Message } from "./Views.ts"

/** A file that the gateway keeps for sending. */
export type TakenFile = Answer<"media", "take">

/** Where the file of a message is. */
export const mediaPath = (messageId: string): string => `/api/messages/${messageId}/media`

/** Has the gateway bring a file from its network; what it would answer next is read by the page itself. */
export const bringMedia = async (messageId: string, isKeptInBrowser: boolean): Promise<void> => {
  let answer: Response
  try {
    answer = await fetch(mediaPath(messageId), { credentials: "same-origin" })
  } catch {
    throw new RequestFailed(troubleOf(0, null))
  }
  if (!answer.ok) throw new RequestFailed(troubleOf(answer.status, await answer.json().catch(() => null)))
  // A picture is then shown out of the browser's own store; of films the player reads what it needs.
  if (isKeptInBrowser) await answer.blob().catch(() => null)
  else await answer.body?.cancel()
}

/** Bytes of the largest file that the gateway takes; it is asked once. */
export const largestFile = (): Promise<number> => {
  known ??= request<Answer<"media", "limits">>("/api/media/limits").then(({ maxBytes }) => maxBytes)
  known.catch(() => (known = undefined))
  return known
}
let known: Promise<number> | undefined

/** A file that goes on may take as long as its line is slow; one that stands still this long is given up. */
const stillMillis = 30_000
/** What has left is looked at and kept by the gateway before it answers. */
const keepMillis = 120_000

const stoodStill: Trouble = {
  message: `Nothing of the file has left for ${stillMillis / 1000} seconds.`,
  advice: "Check the connection and try again.",
  reference: null,
  status: 0
}

/** Brings a file to the gateway; tells how much of it has left, from 0 to 1. Ends early with the signal. */
export const takeMedia = (
  conversationId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal
): Promise<TakenFile> =>
  new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    const fail = (status: number, body: unknown) => reject(new RequestFailed(troubleOf(status, body)))
    const name = encodeURIComponent(file.name.slice(-200) || "file")
    sending.open("POST", `/api/conversations/${conversationId}/media?name=${name}`)
    sending.responseType = "json"
    sending.setRequestHeader("content-type", "application/octet-stream")
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = (millis: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        reject(new RequestFailed(stoodStill))
        sending.abort()
      }, millis)
    }
    wait(stillMillis)
    sending.upload.addEventListener("progress", ({ loaded, total }) => {
      wait(stillMillis)
      if (total > 0) onProgress(loaded / total)
    })
    sending.upload.addEventListener("load", () => wait(keepMillis))
    sending.addEventListener("loadend", () => clearTimeout(timer))
    sending.addEventListener("load", () =>
      sending.status === 200 ? resolve(sending.response as TakenFile) : fail(sending.status, sending.response)
    )
    sending.addEventListener("error", () => fail(0, null))
    signal.addEventListener("abort", () => sending.abort())
    sending.send(file)
  })

/** Sends a kept file; with the same `clientId` it is the same message. */
export const sendMedia = (
  conversationId: string,
  body: {
    readonly clientId: string
    readonly sha256: string
    readonly name: string
    readonly caption: string
    readonly quoted?: string
    readonly width?: number
    readonly height?: number
  }
) => request<Message>(`/api/conversations/${conversationId}/media/messages`, { method: "POST", body })
