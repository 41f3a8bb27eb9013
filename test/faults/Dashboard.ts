import { WebSocket } from "ws"
import type { ServerFrame } from "../../src/domain/LiveEvent.ts"
import { ownerLogin } from "./Owner.ts"

/** An open page of the owner, at one of the gateway's processes. */
export interface Dashboard {
  /** Texts of customers' messages that came live, in their order. */
  readonly texts: ReadonlyArray<string>
  /** When the page was told to read its lists, and by which epoch. */
  readonly hellos: ReadonlyArray<{ readonly at: number; readonly epoch: string; readonly isResumed: boolean }>
  /** Frames whose number did not follow from the one before. */
  readonly gaps: () => number
  /** Who is said to be in which chat, as last heard. */
  readonly people: ReadonlyMap<string, ReadonlyArray<string>>
  readonly say: (frame: unknown) => void
  /** The point from which it would go on. */
  readonly point: () => { readonly epoch: string | null; readonly seq: number }
  readonly close: () => void
}

/** Logs in and opens the live socket; resolves when it is greeted. */
export const openDashboard = async (
  url: string,
  resume: { readonly epoch: string | null; readonly seq: number } = { epoch: null, seq: 0 }
): Promise<Dashboard> => {
  const answer = await fetch(`${url}/api/login`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(ownerLogin)
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0]
  if (!answer.ok || cookie === undefined) throw new Error(`the owner's login: ${answer.status}`)
  const texts: Array<string> = []
  const hellos: Array<Dashboard["hellos"][number]> = []
  const people = new Map<string, ReadonlyArray<string>>()
  let gaps = 0
  let seq = 0
  let epoch: string | null = null
  const socket = new WebSocket(`${url.replace("http", "ws")}/live`, { headers: { cookie, origin: url } })
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => socket.send(JSON.stringify({ _tag: "Resume", ...resume })))
    socket.on("error", reject)
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame
      if (frame._tag === "Hello") {
        ;({ epoch, seq } = frame)
        hellos.push({ at: Date.now(), epoch: frame.epoch, isResumed: frame.isResumed })
        return resolve()
      }
      if (frame._tag === "Presence") {
        for (const chat of frame.chats) {
          people.set(
            chat.conversationId,
            chat.people.map(({ name }) => name)
          )
        }
        return
      }
      if (frame.seq !== seq + frame.events.length) gaps += 1
      seq = frame.seq
      for (const event of frame.events) {
        if (event._tag !== "MessageChanged") continue
        const { direction, text, version } = event.message
        if (direction === "in" && version === 1) texts.push(text)
      }
    })
  })
  return {
    texts,
    hellos,
    people,
    gaps: () => gaps,
    point: () => ({ epoch, seq }),
    say: (frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.close()
  }
}
